from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.console.archive.checking import RefusedError, check
from portal.console.archive.importing import import_


class Command(BaseCommand):
    of_the_platform = True
    help = "Bring a tenant in from its archive, into an installation that holds none, and invite its members anew."

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path)
        parser.add_argument("--check", action="store_true", help="only say whether it could be brought in")
        parser.add_argument("--no-invitations", action="store_true", help="write to nobody")

    def handle(self, *args, archive, check: bool, no_invitations, **options):
        try:
            with archive.open("rb") as file:
                if check:
                    self._check(file)
                else:
                    tenant = import_(file, invite=not no_invitations)
                    self.stdout.write(f"{tenant.name} is here, in preparation: {tenant.base_url}/")
        except (RefusedError, OSError) as error:
            raise CommandError(str(error)) from error

    def _check(self, file) -> None:
        manifest = check(file)
        name = manifest.tenant["name"]
        self.stdout.write(f"{name}: {manifest.rows} rows and {len(manifest.files)} files may come in.")
