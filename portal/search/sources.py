"""What a source of the search is. Apps declare theirs through ``registry``."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from portal.tenancy.models import Membership, Module, Tenant


@dataclass(frozen=True)
class Told:
    """What is found of one row: ``title`` counts most, then ``summary``, ``text``, and ``aside`` least.

    ``summary`` is shown where no extract holds the words; ``aside`` is found and never shown. All are plain text.
    ``url`` is the address on the tenant's host, unless the source's ``addresses`` gives it.
    """

    title: str
    summary: str = ""
    text: str = ""
    aside: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Something that can be found.

    ``name`` stands in addresses (``?type=``) and in rows, for ever; ``label`` is what one result is called, ``plural``
    the filter; filters stand in the order of ``order``. ``rows`` are those of the tenant that asks, whoever may see
    them; ``visible`` those that a member (None: a visitor) may see, without a query of its own. Without its ``module``
    a tenant has nothing of it. ``addresses`` gives, in one query, those that change by themselves.
    """

    name: str
    label: str
    plural: str
    order: int
    rows: Callable[[], QuerySet]
    visible: Callable[[Membership | None], QuerySet]
    told: Callable[[Model], Told]
    module: Module | None = None
    addresses: Callable[[list[int]], dict[int, str]] | None = None


SOURCES: dict[str, Source] = {}


def sources_of(tenant: Tenant) -> list[Source]:
    """Return the sources of a tenant, in their order."""
    here = [each for each in SOURCES.values() if each.module is None or tenant.has_module(each.module)]
    return sorted(here, key=lambda source: (source.order, source.name))
