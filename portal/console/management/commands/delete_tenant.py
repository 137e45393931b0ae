from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.accounts.models import User
from portal.console.archive.certificate import certificate
from portal.console.archive.checking import RefusedError
from portal.console.archive.deletion import ask_for_deletion, cancel_deletion
from portal.console.models import Deletion
from portal.tenancy.models import Tenant


class Command(BaseCommand):
    of_the_platform = True
    help = "Close a tenant and have it erased after 30 days; or cancel that; or print the certificate."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--by", metavar="EMAIL", help="the operator who asks for the deletion")
        what.add_argument("--cancel", action="store_true")
        what.add_argument("--certificate", action="store_true", help="print what was erased")
        parser.add_argument("--confirm", metavar="SLUG", help="the slug again; asked for when missing")

    def handle(self, *args, slug, by, cancel, certificate: bool, confirm, **options):
        if certificate:
            self._print_certificate(slug)
            return
        tenant = Tenant.objects.filter(slug=slug).first()
        if tenant is None:
            raise CommandError(f"No tenant « {slug} ».")
        if cancel:
            cancel_deletion(tenant)
            self.stdout.write(f"{tenant.name} stays.")
            return
        self._ask(tenant, by, confirm)

    def _ask(self, tenant: Tenant, by: str, confirm: str | None) -> None:
        operator = User.objects.filter(email__iexact=by, is_superuser=True, is_active=True).first()
        if operator is None:
            raise CommandError(f"No operator « {by} ».")
        typed = confirm or input(f"Type « {tenant.slug} » to have {tenant.name} erased: ")
        try:
            deletion = ask_for_deletion(tenant, by=operator, slug=typed)
        except RefusedError as error:
            raise CommandError(str(error)) from error
        due = timezone.localtime(deletion.due_at)
        self.stdout.write(f"{tenant.name} is closed, and will be erased on {due:%Y-%m-%d at %H:%M}.")

    def _print_certificate(self, slug: str) -> None:
        deletion = Deletion.objects.filter(tenant_slug=slug).exclude(erased_at=None).order_by("-erased_at").first()
        if deletion is None:
            raise CommandError(f"No tenant « {slug} » was erased here.")
        self.stdout.write(certificate(deletion))
