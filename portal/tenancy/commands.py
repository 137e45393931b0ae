"""Who asks when a management command runs: the tenant it names, each tenant in turn, or the platform.

A command that is the platform's by nature says so (``of_the_platform = True``; Django's own are listed here).
Any other is refused until it is told: what it would write as the platform, no tenant would ever see.
"""

from collections.abc import Iterator

from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError

from portal.database import context
from portal.tenancy.models import Tenant

OF_THE_PLATFORM = {
    "check", "clearsessions", "collectstatic", "createsuperuser", "dbshell", "diffsettings", "findstatic", "help",
    "inspectdb", "makemigrations", "migrate", "optimizemigration", "runserver", "showmigrations", "sqlmigrate",
    "squashmigrations",
}  # fmt: skip
EVERY, ONE, PLATFORM = "--every-tenant", "--tenant", "--platform"


def split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Return the arguments of the command, and those that say who asks (``--tenant lille``, ``--platform``…)."""
    own, who = [], []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == ONE:
            who += [ONE, next(waiting, "")]
        elif argument.startswith(f"{ONE}="):
            who += [ONE, argument.removeprefix(f"{ONE}=")]
        elif argument in {EVERY, PLATFORM}:
            who.append(argument)
        else:
            own.append(argument)
    return own, who


def askers(command: str, who: list[str]) -> Iterator[context.Context]:
    """Yield the context of each run of ``command``. Raises CommandError when nobody, or an unknown tenant, is named."""
    with context.use(context.PLATFORM):
        asking = list(_askers(command, who))
    yield from asking


def _askers(command: str, who: list[str]) -> Iterator[context.Context]:
    match who:
        case [] if _is_of_the_platform(command):
            yield context.PLATFORM
        case ["--platform"]:
            yield context.PLATFORM
        case ["--every-tenant"]:
            yield from [tenant.context for tenant in Tenant.objects.order_by("slug")]
        case ["--tenant", slug]:
            tenant = Tenant.objects.filter(slug=slug).first()
            if tenant is None:
                known = ", ".join(Tenant.objects.order_by("slug").values_list("slug", flat=True))
                raise CommandError(f"No tenant « {slug} ». There are: {known or 'none'}.")
            yield tenant.context
        case _:
            raise CommandError(f"Say who asks, once: manage.py {command} {ONE} SLUG, {EVERY} or {PLATFORM}.")


def _is_of_the_platform(command: str) -> bool:
    if command in OF_THE_PLATFORM:
        return True
    app = get_commands().get(command)
    if app is None:
        return True  # Django says that it does not know it
    found = app if isinstance(app, BaseCommand) else load_command_class(app, command)
    return getattr(found, "of_the_platform", False)
