"""The sources of the search: each app above declares what of its own can be found. An upward need, so it sits below.

A source is declared where its rows live, in a module that the app imports when it is ready::

    # home/glossary/searching.py
    from portal.search.registry import Source, Told, declare, follow

    declare(
        Source(
            name="glossaire", label="Définition", plural="Glossaire", order=60,
            rows=lambda: Term.objects.all(),
            visible=lambda membership: Term.objects.all(),      # what this asker may see, by a join, now
            told=lambda term: Told(title=term.name, summary=term.short, text=term.text, url=term.get_absolute_url()),
        )
    )
    follow("glossaire", Term)                                   # saved or deleted: read again
    follow("glossaire", Theme, lambda theme: theme.terms.values_list("pk", flat=True))   # what is told comes from there

What is read of a row says nothing of who may see it: ``visible`` alone decides, each time somebody asks, for the
results, their number, their extracts and the suggested spelling. It answers for a visitor (None) and for a member.
A source whose rows may be withdrawn by something else than its own models (a restriction of a collection, say)
refreshes the tenant then: the words of which a spelling is suggested are remembered since the tenant's last change.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from portal.search.indexing import forget, read_again
from portal.search.sources import SOURCES, Source, Told

__all__ = ["Source", "Told", "declare", "follow", "forget", "read_again"]


def declare(source: Source) -> None:
    """Add what can be found. Raises ValueError when the name is taken."""
    if SOURCES.setdefault(source.name, source) is not source:
        raise ValueError(f"Two sources of the search are called « {source.name} ».")


@dataclass(frozen=True)
class _Follower:
    source: str
    keys_of: Callable[[Model], Iterable[int]]

    def __call__(self, sender, instance, **kwargs):
        if not kwargs.get("raw"):
            read_again(self.source, list(self.keys_of(instance)))


def follow(source: str, model: type[Model], keys_of: Callable[[Model], Iterable[int]] = lambda row: [row.pk]) -> None:
    """Read rows of a source again whenever a row of ``model`` is saved or deleted: itself, or those it is told in.

    What is changed by ``update()``, or by a many-to-many field, calls ``read_again`` itself; each night repairs.
    """
    follower = _Follower(source, keys_of)
    for signal, name in ((post_save, "saved"), (post_delete, "deleted")):
        signal.connect(follower, sender=model, weak=False, dispatch_uid=f"search {source} {model._meta.label} {name}")
