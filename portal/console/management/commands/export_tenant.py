import contextlib
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.console.archive.exporting import export
from portal.tenancy.models import Tenant


class Command(BaseCommand):
    of_the_platform = True
    help = "Write everything a tenant owns, rows and files, to one archive. It holds personal data: keep it closed."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("--to", type=Path, help="the archive to make; SLUG.zip here by default")

    def handle(self, *args, slug, to, **options):
        tenant = Tenant.objects.filter(slug=slug).first()
        if tenant is None:
            raise CommandError(f"No tenant « {slug} ».")
        path = to or Path(f"{slug}.zip")
        try:
            file = open(path, "xb", opener=_for_the_owner_alone)  # noqa: SIM115 (closed below)
        except OSError as error:
            raise CommandError(f"The archive cannot be written: {error}") from error
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(path.unlink)
            with file:
                manifest = export(tenant, file)
            on_failure.pop_all()
        size = path.stat().st_size / 1_000_000
        self.stdout.write(f"{path}: {manifest.rows} rows, {len(manifest.files)} files, {size:.1f} MB.")


def _for_the_owner_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
