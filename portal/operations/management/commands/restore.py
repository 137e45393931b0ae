from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.operations.backups.errors import BackupError
from portal.operations.backups.restoring import checked, restore
from portal.operations.backups.sealing import identities_in
from portal.operations.backups.server import at
from portal.operations.backups.shelf import found


class Command(BaseCommand):
    of_the_platform = True
    requires_system_checks = []  # there may be no table yet
    help = "Bring a backup back: rows, row security, rights, files. Stop every other process of the portal first."

    def add_arguments(self, parser):
        parser.add_argument("backup", help="its file (….backup.json), its folder, its name, or « latest »")
        parser.add_argument("--identity", type=Path, required=True, metavar="FILE", help="the private key of age")
        parser.add_argument("--into", metavar="DATABASE_URL", help="another database; unset: the installation's")
        parser.add_argument("--replace", action="store_true", help="throw away what the database holds")
        parser.add_argument("--check", action="store_true", help="only say whether it is whole and can be opened")

    def handle(self, *args, backup, identity: Path, into, replace: bool, check: bool, **options):
        try:
            identities, (shelf, name) = identities_in(identity), found(backup)
            if check:
                _, manifest = checked(shelf, name, identities, self.stdout.write)
                self.stdout.write(f"{manifest.count} rows and {len(manifest.files)} files can be brought back.")
                return
            server = at(into) if into else None
            self._tell(restore(shelf, name, identities, into=server, replace=replace, say=self.stdout.write))
        except BackupError as error:
            raise CommandError(str(error)) from error

    def _tell(self, report) -> None:
        say = self.stdout.write
        say(f"Restored and compared: {report.rows} rows, {report.files} files, and {report.there} that stood already.")
        say("Row security, owners and rights are those of the backup. Nobody is signed in.")
        if report.lost:
            say(f"{report.lost} files had been lost before the backup.")
        if report.held:
            say(f"{report.held} mails that waited are held: manage.py revive_mails sends them after all.")
        for tenant in report.erased:
            say(f"{tenant} had been erased since, and is again.")
        for tenant in report.delayed:
            say(f"The deletion of {tenant} was pending: it takes place in 30 days, unless it is cancelled (again).")
        if report.is_older:
            say("This code is newer than the backup: its migrations were run.")
