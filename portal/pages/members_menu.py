"""The menu of the members' space: each app adds its entry at start; an upward need, so the list sits below them all."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    """``is_shown`` says whether the member of this request has any use for it; ``order`` grows to the right."""

    title: str
    url_name: str
    icon: str
    order: int
    is_shown: Callable[[HttpRequest], bool] = lambda request: True

    @property
    def url(self) -> str:
        return reverse(self.url_name)

    def is_current(self, path: str) -> bool:
        """The dashboard's address begins all others: it is current on its own page alone."""
        return path == self.url or (path.startswith(self.url) and self.url_name != "dashboard")


_entries: list[Entry] = []


def add(entry: Entry) -> None:
    if entry not in _entries:
        _entries.append(entry)


def entries_for(request: HttpRequest) -> list[Entry]:
    """Return what this member's menu holds, in order."""
    return sorted((entry for entry in _entries if entry.is_shown(request)), key=lambda entry: entry.order)
