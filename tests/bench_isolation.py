"""What the two walls cost, and what a hundred tenants do: ratios between rounds that take turns in one run."""

from collections.abc import Callable
from contextlib import contextmanager

from django.db import connection

from portal.console.opening import open_tenant
from portal.database import context
from portal.tenancy.models import Tenant
from portal.tenancy.row_security import walled_models
from portal.tenancy.scoping import Asking
from portal.territories.models import Intercommunality
from tests.conftest import GuardedClient

HOST = "pas-de-calais.localhost"
OTHERS = 98
TURNS = 4


@contextmanager
def without_walls():
    """Take row security off every table, and the tenant out of the ORM's conditions."""
    bound = Asking.as_sql
    _each_table("DISABLE")
    Asking.as_sql = lambda self, compiler, connection, **kwargs: compiler.compile(self.source_expressions[0])
    try:
        yield
    finally:
        Asking.as_sql = bound
        _each_table("ENABLE")


def _each_table(action: str) -> None:
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        for model in walled_models():
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" {action} ROW LEVEL SECURITY')


def pages() -> dict[str, Callable]:
    """Return what is measured: the front page of a visitor, and a page being edited by a member of staff."""
    with context.use(context.PLATFORM):
        home = Tenant.objects.get(slug="pas-de-calais").home_page_id
    visitor, staff = GuardedClient(HOST), GuardedClient(HOST).login_as("gael")
    return {
        "front page": lambda: visitor.get("/"),
        "page being edited": lambda: staff.get(f"/admin/pages/{home}/edit/"),
    }


def measure(milliseconds: Callable, yardstick: Callable) -> None:
    """Print each ratio: with walls to without, then with a hundred tenants to with two.

    The second pair cannot take turns, so each is first divided by the yardstick of its own minutes.
    """
    two = {}
    for name, act in pages().items():
        walled, bare, times = [], [], []
        for _ in range(TURNS):  # what else the machine does weighs on both alike
            times.append(milliseconds(yardstick))
            walled.append(milliseconds(act))
            with without_walls():
                bare.append(milliseconds(act))
        two[name] = min(walled) / min(times)
        print(f"{name:<44} {min(walled):8.1f} ms   {min(walled) / min(bare):8.2f} × without walls (at most 1.25)")  # noqa: T201
    _open_others()
    for name, act in pages().items():
        times, taken = zip(*[(milliseconds(yardstick), milliseconds(act)) for _ in range(TURNS)], strict=True)
        ratio = min(taken) / min(times) / two[name]
        print(f"{name:<44} {min(taken):8.1f} ms   {ratio:8.2f} × with two tenants (at most 1.2)")  # noqa: T201


def _open_others() -> None:
    with context.use(context.PLATFORM):
        for number, intercommunality in enumerate(Intercommunality.objects.order_by("pk")[:OTHERS]):
            open_tenant(
                name=f"Collectivité n° {number}", short_name=f"N° {number}", kind="autre",
                host=f"n{number}.localhost", administrator=f"n{number}@essai.example",
                intercommunalities=[intercommunality],
            )  # fmt: skip
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
