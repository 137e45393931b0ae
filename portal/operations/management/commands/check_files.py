"""Tries each storage of files: writes, reads and erases, and knocks at buckets without a key."""

from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from portal.operations.files import PARTS, faults_of, in_its_bucket


class Command(BaseCommand):
    help = "Write, read and erase a small file in each storage; say what a bucket would give to anybody."
    of_the_platform = True

    def handle(self, *args, **options):
        found = {part: faults_of(storages[alias]) for part, alias in PARTS.items()}
        for part, faults in found.items():
            where = "this machine" if in_its_bucket(part) is None else "its bucket"
            self.stdout.write(f"{part} ({where}): {'; '.join(faults) or 'ok'}")
        if any(found.values()):
            raise CommandError("Files are not safe here.")
