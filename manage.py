#!/usr/bin/env python
"""Commands do the platform's own work; without DATABASE_URL the embedded server runs while they do."""

import os
import sys
from contextlib import ExitStack


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from portal.database import context

    context.set_for_process(context.PLATFORM)
    with ExitStack() as stack:
        if not settings.DATABASE_URL:
            stack.enter_context(settings.EMBEDDED_POSTGRES.running())
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
