import secrets

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.accounts.second_factor import Under
from portal.operations import secret_key

BYTES = 64
BEGIN = """Nothing is being changed: SECRET_KEY_FALLBACKS is empty.
1. Make a key:                    manage.py rotate_secret_key --new
2. In the environment of every process: SECRET_KEY=the new one, SECRET_KEY_FALLBACKS=the present one.
3. Restart every web process, worker and scheduler. Nobody is signed out.
4. Encrypt second factors anew:   manage.py rotate_secret_key --apply"""
GO_ON = "Next: manage.py rotate_secret_key --apply (once every process was restarted with the new key)."
WAIT = """Next: keep SECRET_KEY_FALLBACKS until {when} at the earliest: before, people are signed out and links for a
new password are dead. A key that leaked is dropped at once. Then take it out of the environment, and restart every
process. What stops with it:"""


class Command(BaseCommand):
    of_the_platform = True
    help = "Change SECRET_KEY step by step: says where the change stands, and what still leans on a former key."

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--new", action="store_true", help="print a new key, and nothing else")
        what.add_argument("--apply", action="store_true", help="encrypt with the present key what is under a former")

    def handle(self, *args, new: bool, apply: bool, **options):
        if new:
            self.stdout.write(secrets.token_urlsafe(BYTES))
            return
        if apply:
            self.stdout.write(f"Encrypted anew: {secret_key.encrypt_anew()} second factors.")
        state = secret_key.state()
        counts = state.second_factors
        self.stdout.write(
            f"Second factors: {counts[Under.PRESENT]} under the present key, {counts[Under.FORMER]} under a former "
            f"one, {counts[Under.LOST]} under none that is given."
        )
        self._say_what_is_next(state)
        if counts[Under.LOST]:
            raise CommandError("Give the key they were made under in SECRET_KEY_FALLBACKS, or reset them (console).")

    def _say_what_is_next(self, state: secret_key.State) -> None:
        if not state.former_keys:
            self.stdout.write(BEGIN)
        elif not state.is_done:
            self.stdout.write(GO_ON)
        else:
            self.stdout.write(WAIT.format(when=f"{timezone.localtime(state.may_be_dropped_at):%Y-%m-%d %H:%M}"))
            for what, lasts in secret_key.SIGNED.items():
                self.stdout.write(f"  - {what} ({_in_words(lasts)})")
            self.stdout.write(f"  - {state.requests} requests for an access under way: links in their earlier mails")


def _in_words(lasts) -> str:
    if lasts is None:
        return "no end of its own"
    return f"{lasts.days} days" if lasts.days else f"{lasts.seconds // 3600} hours"
