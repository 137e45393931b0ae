"""The services that exist around a platform, for whoever leads somebody on to one of them.

The public face keeps them; the members' space may not know it. Both know this registry.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from portal.territories.models import Platform


class Offered(NamedTuple):
    """``key`` tells it from the others on a page; ``contact`` is how one reaches it, or nothing."""

    key: str
    name: str
    contact: str


Source = Callable[[Platform], Iterable[Offered]]
_sources: list[Source] = []


def offers(source: Source) -> Source:
    """Declare what knows services: asked with a platform, it answers in one query."""
    if source not in _sources:
        _sources.append(source)
    return source


def services_around(platform: Platform) -> list[Offered]:
    """Return the services of this platform, and those of the whole territory."""
    return [each for source in _sources for each in source(platform)]
