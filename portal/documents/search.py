"""Finding documents by their words, in French, with or without accents. The query itself is narrowed to who asks."""

import re

from django.contrib.postgres.search import CombinedSearchVector, SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portal.documents.models import Content, Document

CONFIG = "french_unaccent"
"""PostgreSQL's own French, after the accents are taken away (migration 0002)."""
START, STOP = "\x02", "\x03"
"""Around a found word: signs that no text of ours holds, replaced by tags once all else is escaped."""


PLURAL = r"(\w{3,})[sx]"


def singular(words: str) -> str:
    """Return words without the mark of the plural: PostgreSQL's French stems « loyer » and « loyers » apart."""
    return re.sub(rf"{PLURAL}\b", r"\1", words)


def vector(title: str, description: str) -> CombinedSearchVector:
    """Return what the search reads of a Content: title first, description, then its text."""
    text = Func(
        F("text"), Value(rf"{PLURAL}\M"), Value(r"\1"), Value("g"), function="regexp_replace", output_field=TextField()
    )
    return (
        SearchVector(Value(singular(title)), weight="A", config=CONFIG)
        + SearchVector(Value(singular(description)), weight="B", config=CONFIG)
        + SearchVector(text, weight="C", config=CONFIG)
    )


def _query(words: str) -> SearchQuery:
    return SearchQuery(words, config=CONFIG, search_type="websearch")


def found(documents: QuerySet[Document], words: str) -> QuerySet[Document]:
    """Keep the documents whose title, description or current text hold these words, the best first.

    « "mots exacts" », « ou » written OR, and « -mot » are understood; nothing that is typed is an error.
    """
    query = _query(singular(words))
    return (
        documents.filter(versions__is_current=True, versions__content__vector=query)
        .annotate(rank=SearchRank(F("versions__content__vector"), query))
        .order_by("-rank", "-published_at", "-pk")
    )


def put_extracts(documents: list[Document], words: str) -> None:
    """Give each document of a page of results ``extract``: where the words stand, marked. One query."""
    one = singular(words)
    query = _query(words) | _query(one) | _query(re.sub(r"(\w{3,})\b", r"\1s", one))
    text = Concat("version__document__description", Value(" "), "text", output_field=TextField())
    headline = SearchHeadline(
        text, query, config=CONFIG, start_sel=START, stop_sel=STOP, max_fragments=2, min_words=8, max_words=18,
        fragment_delimiter=" … ",
    )  # fmt: skip
    of = Content.objects.filter(version__is_current=True, version__document__in=[each.pk for each in documents])
    extracts = dict(of.values_list("version__document", headline))
    for document in documents:
        document.extract = marked(extracts.get(document.pk, ""))


def marked(headline: str) -> SafeString | str:
    """Return an extract as HTML, its found words in ``<mark>``; "" when it holds none."""
    if START not in headline:
        return ""
    html = escape(headline).replace(START, "<mark>").replace(STOP, "</mark>")
    return mark_safe(html)  # noqa: S308 (escaped above)
