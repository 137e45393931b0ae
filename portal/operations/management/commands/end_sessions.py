from django.core.management.base import BaseCommand, CommandError

from portal.accounts.models import User
from portal.database import context
from portal.operations import sessions
from portal.tenancy.models import Tenant


class Command(BaseCommand):
    of_the_platform = True
    help = (
        "Sign people out at once: --everybody, --tenant SLUG (whoever signed in on its hosts), or --person EMAIL "
        "(on every host)."
    )

    def add_arguments(self, parser):
        whose = parser.add_mutually_exclusive_group()
        whose.add_argument("--everybody", action="store_true", help="operators too")
        whose.add_argument("--person", metavar="EMAIL")
        parser.add_argument("--and-feeds", action="store_true", help="end their private addresses of the calendar too")
        parser.add_argument("--and-passwords", action="store_true", help="take their passwords: they choose another")

    def handle(self, *args, everybody: bool, person: str | None, and_feeds: bool, and_passwords: bool, **options):
        also = {"feeds": and_feeds, "passwords": and_passwords}
        tenant_id = getattr(context.current(), "id", None)  # manage.py took --tenant for itself: that one asks
        if tenant_id and (everybody or person):
            raise CommandError("Say whose, once: --everybody, --tenant SLUG or --person EMAIL.")
        with context.use(context.PLATFORM):
            if everybody:
                ended = sessions.end_everybody_s(**also)
            elif person:
                ended = sessions.end_those_of_person(self._account(person), **also)
            elif tenant_id:
                ended = sessions.end_those_of_tenant(Tenant.objects.get(pk=tenant_id), **also)
            else:
                raise CommandError("Say whose: --everybody, --tenant SLUG or --person EMAIL.")
        self.stdout.write(
            f"Ended: {ended.sessions} sessions, {ended.feeds} private addresses of the calendar, "
            f"{ended.passwords} passwords." + (" A mail tells the person." if ended.told else "")
        )

    def _account(self, email: str) -> User:
        account = User.objects.filter(email__iexact=email.strip()).first()
        if account is None:
            raise CommandError(f"No account « {email} ».")
        return account
