"""Write the table of roles of the README anew, from the capabilities."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.tenancy.capabilities import matrix_as_markdown

BETWEEN = re.compile(r"(?<=<!-- roles: manage\.py write_roles -->\n)(.*?)(?=\n<!-- /roles -->)", re.DOTALL)


class Command(BaseCommand):
    help = "Write the table of roles of the README anew, from the capabilities."

    def handle(self, **options):
        readme: Path = settings.BASE_DIR / "README.md"
        readme.write_text(BETWEEN.sub(lambda _: matrix_as_markdown(), readme.read_text(encoding="utf-8")), "utf-8")
