from django.core.management.base import BaseCommand, CommandError

from portal.operations.backups import keeping, taking
from portal.operations.backups.errors import BackupError
from portal.operations.backups.shelf import Shelf


class Command(BaseCommand):
    of_the_platform = True
    help = "Take a backup of everything, sealed for BACKUP_RECIPIENTS; or list those there are; or clear the old away."

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--list", action="store_true", help="show the whole backups there are")
        what.add_argument("--prune", action="store_true", help="erase those that BACKUP_KEEP does not keep")
        parser.add_argument("--dry-run", action="store_true", help="with --prune: only say which")

    def handle(self, *args, prune: bool, dry_run: bool, **options):
        if dry_run and not prune:
            raise CommandError("--dry-run goes with --prune.")
        try:
            if options["list"]:
                self._list()
            elif prune:
                self._prune(dry_run=dry_run)
            else:
                self._take()
        except BackupError as error:
            raise CommandError(str(error)) from error

    def _take(self) -> None:
        head, run = taking.take()
        self.stdout.write(f"{head.name}: {run.rows} rows, {run.files} files, {run.added} bytes added of {run.size}.")
        if run.lost:
            self.stdout.write(f"{run.lost} files that rows name were lost before: they are in no backup of today.")

    def _list(self) -> None:
        for head in Shelf().heads():
            self.stdout.write(f"{head.name}  portal {head.portal}  {len(head.blobs)} contents  {head.size} bytes")

    def _prune(self, *, dry_run: bool) -> None:
        if dry_run:
            kept, gone = keeping.plan(Shelf())
            for head in kept:
                self.stdout.write(f"{head.name}  stays")
            for head in gone:
                self.stdout.write(f"{head.name}  would go")
            return
        gone, pieces = keeping.prune()
        self.stdout.write(f"{len(gone)} backups went, and {pieces} pieces that no other needs.")
