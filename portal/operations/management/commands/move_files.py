"""Carries the files of the installation to the buckets that the environment names, or back to this machine."""

from django.core.management.base import BaseCommand, CommandError

from portal.operations.files import PARTS, carry, in_its_bucket, on_this_machine
from portal.settings.s3 import NAMES


class Command(BaseCommand):
    help = "Copy files to the buckets that the environment names (--to-s3) or back (--to-disk); erases nothing."
    of_the_platform = True

    def add_arguments(self, parser):
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("--to-s3", action="store_true", help="from this machine's folders to the buckets")
        way.add_argument("--to-disk", action="store_true", help="from the buckets to this machine's folders")
        parser.add_argument(
            "--only", choices=PARTS, action="append", help="one part, or several; all that have a bucket"
        )

    def handle(self, *args, to_s3: bool, only: list[str] | None, **options):
        buckets = {part: in_its_bucket(part) for part in only or PARTS}
        missing = [NAMES[PARTS[part]] for part, bucket in buckets.items() if bucket is None]
        if missing and (only or len(missing) == len(buckets)):
            raise CommandError(f"No bucket is named: set {', '.join(missing)}.")
        apart = []
        for part, bucket in buckets.items():
            if bucket is not None:
                ends = (on_this_machine(part), bucket) if to_s3 else (bucket, on_this_machine(part))
                apart += self._carry(part, *ends)
        if apart:
            raise CommandError(f"{len(apart)} files differ on both sides; look at them, then run this again.")

    def _carry(self, part: str, source, target) -> list[str]:
        done = carry(source, target)
        self.stdout.write(f"{part}: {done.copied} copied ({done.size} bytes), {done.same} there already and the same.")
        for path in done.apart:
            self.stderr.write(f"{part}: {path} differs on both sides: left as it is.")
        return done.apart
