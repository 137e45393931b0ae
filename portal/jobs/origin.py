"""What the work that is being done comes from: a request, a task, a periodic job. Logs and errors tell it.

The number of a request goes with the tasks that it enqueues: what a click set in motion is found by it, wherever it
was done. It says nothing of who clicked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import uuid4

from django.http import HttpRequest


@dataclass(slots=True)
class Origin:
    """``tenant`` is a slug, kept for what is told once nobody asks any more; ``task`` a dotted path, ``job`` a name."""

    request_id: str = ""
    request: HttpRequest | None = None
    tenant: str = ""
    task: str = ""
    task_id: str = ""
    job: str = ""


_current: ContextVar[Origin | None] = ContextVar("origin", default=None)


def current() -> Origin:
    """Return what the work of this moment comes from; an empty one when nothing said so."""
    return _current.get() or Origin()


def note_tenant(slug: str) -> None:
    """Keep for whom the work is done."""
    if origin := _current.get():
        origin.tenant = slug


def begin(origin: Origin):
    """Work for ``origin`` from here on; give back what ``end`` wants."""
    return _current.set(origin)


def end(token) -> None:
    _current.reset(token)


@contextmanager
def use(origin: Origin) -> Iterator[Origin]:
    """Work for ``origin`` inside the block."""
    token = begin(origin)
    try:
        yield origin
    finally:
        end(token)


def new_id() -> str:
    """Return a number for a request, or for a run of a job."""
    return uuid4().hex
