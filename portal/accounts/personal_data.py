"""What is known of a person, said by each app that knows something: shown to them, and given as a file.

Sections are declared at start and asked for the account that is signed in, in the context of the tenant whose host
it is on: one tenant tells nothing of what another knows (GDPR, articles 15 and 20).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone

from portal.accounts.models import User
from portal.design.typography import french_date


@dataclass(frozen=True, kw_only=True)
class Section:
    """``rows``: one dictionary a thing, French label → words. ``purpose`` and ``kept`` say why, and until when."""

    title: str
    purpose: str
    kept: str
    rows: list[dict[str, str]] = field(default_factory=list)


_sections: dict[str, tuple[int, Callable[[User], Section]]] = {}


def tells(name: str, *, order: int) -> Callable:
    """Declare a section, shown at its place in ``order``."""

    def declare(describe: Callable[[User], Section]) -> Callable[[User], Section]:
        if _sections.setdefault(name, (order, describe))[1] is not describe:
            raise ValueError(f"Two sections are named « {name} ».")
        return describe

    return declare


def about(user: User) -> list[Section]:
    """Return what the asking tenant, and the account itself, hold about ``user``; empty sections too."""
    return [describe(user) for _, describe in sorted(_sections.values(), key=lambda one: one[0])]


def written(moment) -> str:
    """Return a date or a moment as a person reads it, or an empty string."""
    if not moment:
        return ""
    has_time = hasattr(moment, "hour")
    return french_date(f"{timezone.localtime(moment):%d/%m/%Y à %H:%M}" if has_time else f"{moment:%d/%m/%Y}")
