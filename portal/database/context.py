"""Which tenant is asking: one context variable, read by the ORM and told to PostgreSQL by the engine.

Three states. A :class:`TenantContext`: this tenant's rows. ``PLATFORM``: the platform's own work
(migrations, console, the finder over all tenants), under a second database role. ``NOTHING``, the
default: no rows; a web process that forgot to say who asks sees nothing.

The platform may work for one tenant (``Platform(for_tenant=3)``): it sees everything, and the rows it
writes are that tenant's. Only what makes, imports or erases a tenant needs it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class TenantContext:
    """The tenant that asks. Plain values only: an ORM object here would query inside a cursor.

    The paths are treebeard's, of its home page and of its root collection: what lies below is its own.
    """

    id: int
    slug: str
    home_path: str
    collection_path: str


@dataclass(frozen=True, slots=True)
class Platform:
    """The platform that asks; ``for_tenant`` is the key of the tenant whose rows it writes, if any."""

    for_tenant: int | None = None


class Nothing(Enum):
    NOTHING = "nothing"


NOTHING = Nothing.NOTHING
PLATFORM = Platform()

Context = TenantContext | Platform | Nothing

_current: ContextVar[Context] = ContextVar("tenant", default=NOTHING)


def current() -> Context:
    """Return who asks now."""
    return _current.get()


def is_platform() -> bool:
    """Say whether the platform itself asks."""
    return isinstance(_current.get(), Platform)


def current_tenant_id() -> int | None:
    """Return the primary key of the tenant that asks, or None outside a tenant."""
    context = _current.get()
    return context.id if isinstance(context, TenantContext) else None


@contextmanager
def use(context: Context) -> Iterator[None]:
    """Ask as ``context`` inside the block, and as whoever asked before after it."""
    token = _current.set(context)
    try:
        yield
    finally:
        _current.reset(token)


def set_for_process(context: Context) -> None:
    """Ask as ``context`` from here on: for entry points only (manage.py, the worker)."""
    _current.set(context)
