#!/usr/bin/env python
"""Runs a command as whoever asks; without DATABASE_URL the embedded server runs while it does."""

import os
import sys
from contextlib import ExitStack


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    import django
    from django.conf import settings
    from django.core.management import CommandError, execute_from_command_line

    from portal.database import context
    from portal.database.direct import connect_directly

    connect_directly(settings.DATABASES)
    django.setup()
    from portal.tenancy import commands

    arguments, who = commands.split(sys.argv)
    with ExitStack() as stack:
        if not settings.DATABASE_URL:
            stack.enter_context(settings.EMBEDDED_POSTGRES.running())
        try:
            for asking in commands.askers(arguments[1] if len(arguments) > 1 else "help", who):
                context.set_for_process(asking)
                execute_from_command_line(arguments)
        except CommandError as error:
            sys.exit(f"{error}")


if __name__ == "__main__":
    main()
