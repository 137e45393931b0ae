"""Reads rows into findings: when they change, and each night all of them."""

import re
from collections.abc import Iterator
from itertools import batched

from django.contrib.postgres.search import CombinedSearchVector, SearchVector
from django.db.models import Model, Value

from portal.database import context
from portal.documents.search import CONFIG
from portal.search.models import Finding
from portal.search.sources import SOURCES, Source, Told
from portal.search.words import one_form, spelt

MOST_SIGNS = 200_000
"""Of a text: some hundred pages. What follows is not found."""
MOST_SPELT = 3_000
AT_ONCE = 200
READ = ["title", "summary", "text", "url", "spelt", "vector"]


def read_again(source: str, keys: list[int]) -> None:
    """Read these rows of a source as they are now; forget those that are no more.

    Only in a tenant's context: what the platform writes is read the next night.
    """
    tenant_id = context.current_tenant_id()
    if tenant_id is None or not keys:
        return
    known = SOURCES[source]
    there = list(known.rows().filter(pk__in=keys))
    gone = set(keys) - {row.pk for row in there}
    if gone:
        Finding.objects.filter(source=source, key__in=gone).delete()
    _keep(known, there, tenant_id)


def forget(source: str, key: int) -> None:
    """Forget a row that is deleted."""
    Finding.objects.filter(source=source, key=key).delete()


def read_all() -> None:
    """Read every row of the tenant that asks, and forget what is no more. Safe to run at any time, and twice."""
    tenant_id = context.current_tenant_id()
    Finding.objects.exclude(source__in=SOURCES).delete()
    for source in SOURCES.values():
        keys = list(source.rows().order_by().values_list("pk", flat=True))
        Finding.objects.filter(source=source.name).exclude(key__in=keys).delete()
        for some in batched(sorted(keys), AT_ONCE):
            _keep(source, list(source.rows().filter(pk__in=some)), tenant_id)


def _keep(source: Source, rows: list[Model], tenant_id: int) -> None:
    findings = list(_findings(source, rows, tenant_id))
    if findings:
        Finding.objects.bulk_create(
            findings, update_conflicts=True, unique_fields=["tenant", "source", "key"], update_fields=READ
        )


def _findings(source: Source, rows: list[Model], tenant_id: int) -> Iterator[Finding]:
    for row in rows:
        told = source.told(row)
        title, summary, text, aside = (_one_line(each) for each in (told.title, told.summary, told.text, told.aside))
        yield Finding(
            tenant_id=tenant_id,
            source=source.name,
            key=row.pk,
            title=title[:255],
            summary=summary[:400],
            text=text[:MOST_SIGNS],
            url=told.url,
            spelt=spelt(f"{title} {summary} {aside} {text}", MOST_SPELT),
            vector=_vector(Told(title, summary, text[:MOST_SIGNS], aside)),
        )


def _one_line(text: str) -> str:
    text = re.sub(r"[\s\x00-\x1f]+", " ", text or "")
    return text.encode("utf-8", "ignore").decode().strip()


def _vector(told: Told) -> CombinedSearchVector:
    weighed = ((told.title, "A"), (told.summary, "B"), (told.text, "C"), (told.aside, "D"))
    vectors = [SearchVector(Value(one_form(words)), weight=weight, config=CONFIG) for words, weight in weighed]
    return vectors[0] + vectors[1] + vectors[2] + vectors[3]
