"""Which tenant is asking: one context variable, read by the ORM and told to PostgreSQL by the engine.

Three states. A :class:`TenantContext`: this tenant's rows. ``PLATFORM``: the platform's own work
(migrations, console, the finder over all tenants), under a second database role. ``NOTHING``, the
default: no rows; a web process that forgot to say who asks sees nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class TenantContext:
    """The tenant that asks. Plain values only: an ORM object here would query inside a cursor."""

    id: int
    slug: str


class Special(Enum):
    NOTHING = "nothing"
    PLATFORM = "platform"


NOTHING = Special.NOTHING
PLATFORM = Special.PLATFORM

Context = TenantContext | Special

_current: ContextVar[Context] = ContextVar("tenant", default=NOTHING)


def current() -> Context:
    """Return who asks now."""
    return _current.get()


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
