"""What the page of a circle shows beside its members: each app above adds its part at start."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.organisations.models import Circle
from portal.tenancy.models import Membership


@dataclass(frozen=True)
class Section:
    """A template, and what it reads as ``section``."""

    template: str
    context: dict


Collect = Callable[[Circle, Membership], Section | None]

_collectors: dict[str, Collect] = {}


def on_circles(name: str) -> Callable[[Collect], Collect]:
    """Declare what the page of a circle shows to who may see its members; None: nothing, for this one."""

    def declare(collect: Collect) -> Collect:
        if _collectors.setdefault(name, collect) is not collect:
            raise ValueError(f"Two sections are named « {name} ».")
        return collect

    return declare


def sections_of(circle: Circle, membership: Membership) -> list[Section]:
    return [section for collect in _collectors.values() if (section := collect(circle, membership))]
