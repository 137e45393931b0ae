"""Small facts that most pages show of their tenant, and that several apps keep: read in one query, and remembered."""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import QuerySet, Value
from django.db.models.functions import JSONObject

from portal.tenancy.cache import remember
from portal.tenancy.models import Tenant


class Fact(NamedTuple):
    rows: Callable[[int], QuerySet]
    columns: tuple[str, ...]


_facts: dict[str, Fact] = {}


def declare(name: str, rows: Callable[[int], QuerySet], *columns: str) -> None:
    """Have these columns of ``rows`` (a tenant's, by its key) read with the facts of the other apps.

    They come through JSON: a date as text. A change of such a row is to refresh its tenant, as most do.
    """
    _facts[name] = Fact(rows, columns)


def facts_of(tenant: Tenant, name: str) -> list[dict]:
    """Return the rows of one fact, in no order; one query for all facts, then none until something changes."""
    return remember(tenant, "facts", lambda: _read(tenant.pk))[name]


def _read(tenant_id: int) -> dict[str, list[dict]]:
    first, *others = (
        fact.rows(tenant_id)
        .order_by()
        .annotate(of=Value(name), told=JSONObject(**{column: column for column in fact.columns}))
        .values_list("of", "told")
        for name, fact in _facts.items()
    )
    found = {name: [] for name in _facts}
    for name, told in first.union(*others, all=True).order_by():
        found[name].append(told)
    return found
