"""The search itself: what holds the words, for who asks. No request, no template.

Two queries where the words are found, and four more at most where they are not: which of them are not, what was meant,
then what holds some of them. The French of PostgreSQL, without accents (``french_unaccent``).
"""

from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Left
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from portal.documents.search import CONFIG, START, STOP, marked
from portal.search.models import Finding
from portal.search.narrowing import shown_to
from portal.search.sources import SOURCES, Source, sources_of
from portal.search.spelling import corrected
from portal.search.words import asked, cleaned, forms, telling
from portal.search.words import one_form as singular
from portal.tenancy.models import Membership, Tenant

PER_PAGE = 10
MOST_CORRECTED = 12  # words of a question
MOST_MARKED = 50_000
"""Signs of a text in which words are marked: marking reads it all again."""


@dataclass(frozen=True)
class Result:
    source: Source
    title: str
    url: str
    extract: SafeString | str


@dataclass(frozen=True)
class Kind:
    """A filter: a source, and how many results it has."""

    source: Source
    count: int


@dataclass(frozen=True)
class Answer:
    """``question`` is what was asked; ``meant``, the spelling that was searched in its place, if any.

    ``is_partial``: nothing holds all the words, these hold some of them.
    """

    question: str
    found: QuerySet[Finding] = field(repr=False)
    words: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    meant: str = ""
    is_partial: bool = False

    @property
    def total(self) -> int:
        return sum(kind.count for kind in self.kinds)

    @property
    def is_answered(self) -> bool:
        """Whether something holds all that was asked, one error of the fingers forgiven."""
        return bool(self.kinds) and not self.is_partial

    def page(self, number: str | int | None, kind: str = ""):
        """Return a page of results, of one kind if it is one of ours; the nearest page that there is."""
        counts = {each.source.name: each.count for each in self.kinds}
        found = self.found.filter(source=kind) if kind in counts else self.found
        page = _Counted(found, PER_PAGE, counts.get(kind, self.total)).get_page(number)
        page.object_list = _results(list(page.object_list)) if self.kinds else []
        return page


class _Counted(Paginator):
    """The number is known: it is that of the filters."""

    def __init__(self, found: QuerySet[Finding], per_page: int, number: int):
        super().__init__(found, per_page)
        self.number_found = number

    @cached_property
    def count(self) -> int:
        return self.number_found


def search(query: str, tenant: Tenant, membership: Membership | None) -> Answer:
    """Return what this member (None: a visitor) may see that holds the words; any string is a question."""
    question = cleaned(query)
    shown = shown_to(tenant, membership)
    typed = asked(question)
    words = telling(typed)
    if not words:
        return Answer(question, Finding.objects.none())
    exact = '"' in typed  # there the small words count: they stand between the others
    answer = _answer(question, shown, _query(typed if exact else " ".join(words)), words, tenant)
    if answer.kinds:
        return answer
    meant = corrected(words, _unknown(words, shown), tenant)
    suggested = "" if meant == words else " ".join(meant)
    if suggested:
        answer = _answer(question, shown, _query(suggested), meant, tenant, meant=suggested)
    if not answer.kinds and len(words) > 1:
        some = _query(" or ".join(meant))
        answer = _answer(question, shown, some, meant, tenant, meant=suggested, is_partial=True)
    return answer


def _unknown(words: tuple[str, ...], shown: QuerySet[Finding]) -> set[str]:
    """Return those of the words that nothing holds, in any of their forms: one query for several, none for one."""
    if len(words) == 1:
        return set(words)
    each = {f"word_{n}": Count("pk", filter=Q(vector=_query(word))) for n, word in enumerate(words[:MOST_CORRECTED])}
    held = shown.aggregate(**each)
    return {word for n, word in enumerate(words[:MOST_CORRECTED]) if not held[f"word_{n}"]}


def _query(words: str) -> SearchQuery:
    return SearchQuery(singular(words), config=CONFIG, search_type="websearch")


def _answer(question: str, shown: QuerySet[Finding], query: SearchQuery, words, tenant: Tenant, **how) -> Answer:
    matching = shown.filter(vector=query)
    counts = dict(matching.order_by().values_list("source").annotate(Count("pk")))
    kinds = tuple(Kind(each, counts[each.name]) for each in sources_of(tenant) if each.name in counts)
    if not kinds:
        return Answer(question, Finding.objects.none(), words)
    found = (
        matching.annotate(rank=SearchRank(F("vector"), query, normalization=Value(1)), extract=_headline(words))
        .order_by("-rank", "title", "pk")
        .only("source", "key", "title", "summary", "url")
    )
    return Answer(question, found, words, kinds, **how)


def _headline(words: tuple[str, ...]) -> SearchHeadline:
    any_form = " or ".join(sorted({form for word in words for form in forms(word)}))
    return SearchHeadline(
        Left("text", MOST_MARKED), SearchQuery(any_form, config=CONFIG, search_type="websearch"), config=CONFIG,
        start_sel=START, stop_sel=STOP, max_fragments=2, min_words=8, max_words=20, fragment_delimiter=" … ",
    )  # fmt: skip


def _results(found: list[Finding]) -> list[Result]:
    addresses: dict[str, dict[int, str]] = {}
    for name in {each.source for each in found if SOURCES[each.source].addresses}:
        addresses[name] = SOURCES[name].addresses([each.key for each in found if each.source == name])
    return [
        Result(
            source=SOURCES[each.source],
            title=each.title,
            url=addresses[each.source].get(each.key, "") if each.source in addresses else each.url,
            extract=marked(each.extract) or each.summary,
        )
        for each in found
    ]
