import json
import os
import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.operations.releases import present
from portal.operations.upgrades.copying import CopyError, copied
from portal.operations.upgrades.rehearsal import rehearse

NOT_THE_COPY_S = ("DATABASE_REPLICA_URL", "DATABASE_DIRECT_URL", "DATABASE_URL_FILE", "CACHE_URL", "CACHE_URL_FILE",
                  "SENTRY_DSN", "SENTRY_DSN_FILE")  # fmt: skip
"""What a rehearsal must not speak to: it is another installation, for a minute."""


class Command(BaseCommand):
    of_the_platform = True
    help = "Try the upgrade to this code on a copy of the database; the portal goes on serving."

    def add_arguments(self, parser):
        parser.add_argument(
            "--into",
            default="",
            metavar="URL",
            help="an empty database for the copy (unset: one is made and dropped)",
        )
        parser.add_argument("--rehearse", action="store_true", help="used by this command itself, on the copy")

    def handle(self, *args, **options):
        if options["rehearse"]:
            self.stdout.write(json.dumps(rehearse()))
            return
        self.stdout.write(f"Release {present().version}, on a copy of the database…")
        try:
            with copied(options["into"]) as url:
                found = self._rehearse_on(url)
        except CopyError as error:
            raise CommandError(str(error)) from error
        self._tell(found)
        if found["faults"]:
            raise CommandError(f"{len(found['faults'])} faults: do not upgrade yet.")
        self.stdout.write(self.style.SUCCESS("The upgrade may be done: manage.py migrate, then restart each process."))

    def _rehearse_on(self, url: str) -> dict:
        environment = {name: value for name, value in os.environ.items() if name not in NOT_THE_COPY_S}
        environment |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "upgrade_check", "--rehearse"]
        done = subprocess.run(
            command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CommandError(f"On the copy, the upgrade failed. Nothing has changed here.\n{done.stderr[-4000:]}")
        return json.loads(done.stdout.splitlines()[-1])

    def _tell(self, found: dict) -> None:
        say = self.stdout.write
        if not found["migrations"]:
            say("No migration is to be passed.")
        for step in found["migrations"]:
            say(f"  {step['migration']}: {step['seconds']:.2f} s")
            for table, mode in sorted(step["locks"].items()):
                who = "nobody reads nor writes" if mode == "AccessExclusiveLock" else "nobody writes"
                say(f"      {table}: {who} for {step['locked']:.2f} s ({mode})")
        rows = found["rows"]
        say(f"Rows: {rows['before']} before, {rows['after']} after, in {rows['tables']} tables.")
        for table, (before, after) in sorted(found["changed"].items()):
            say(f"      {table}: {'new' if before is None else before} → {'gone' if after is None else after}")
        say(f"Pages: {found['pages']} answered.")
        for fault in found["faults"]:
            say(self.style.ERROR(f"  ✗ {fault}"))
