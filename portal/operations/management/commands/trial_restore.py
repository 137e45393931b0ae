from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.operations.backups.errors import BackupError
from portal.operations.backups.trial import try_restore


class Command(BaseCommand):
    of_the_platform = True
    help = "Restore a backup into a database that is thrown away, open each of its files, and compare."

    def add_arguments(self, parser):
        parser.add_argument("backup", nargs="?", default="latest")
        parser.add_argument("--identity", type=Path, metavar="FILE", help="unset: BACKUP_TRIAL_IDENTITY_FILE")

    def handle(self, *args, backup, identity, **options):
        try:
            run = try_restore(backup, identity)
        except BackupError as error:
            raise CommandError(f"{backup} would not come back: {error}") from error
        self.stdout.write(f"{run.name}: {run.get_depth_display()} ({run.rows} lignes, {run.files} fichiers).")
