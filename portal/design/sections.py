"""Parts of a page that apps above it fill: each declares its own at start."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A template, and what it reads as ``section``."""

    template: str
    context: dict


class Sections[**About]:
    """What a page shows beside its own: functions of what it is about. Each returns its section, or None."""

    def __init__(self):
        self._collectors: dict[str, Callable[About, Section | None]] = {}

    def declare(self, name: str):
        """Register a function, once for each name."""

        def decorate(collect: Callable[About, Section | None]):
            if self._collectors.setdefault(name, collect) is not collect:
                raise ValueError(f"Two sections are named « {name} ».")
            return collect

        return decorate

    def of(self, *args: About.args, **kwargs: About.kwargs) -> list[Section]:
        return [section for collect in self._collectors.values() if (section := collect(*args, **kwargs))]
