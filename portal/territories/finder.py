"""Which platform answers for a place: pure search over names and postal codes, typed result.

No request, no template. At most three queries a call. Never a platform on a guess: a name that is not
surely one place gives suggestions, a postal code shared by several territories gives the choice.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import CharField, Func, Q, Value

from portal.territories import ranking
from portal.territories.coverage import covered, given, ruled, with_covers
from portal.territories.models import (
    Cedex,
    Commune,
    CoverageException,
    CoverageRule,
    OtherBody,
    PlaceName,
    Platform,
)
from portal.territories.names import normalise
from portal.territories.question import Question, read
from portal.territories.ranking import LIMIT, Entry, How

__all__ = ["Answer", "Cover", "Outcome", "Place", "find", "locate", "suggest"]

LONGEST = 100  # characters of a question


class Outcome(StrEnum):
    PLATFORM = "platform"
    CHOICE = "choice"
    OUTSIDE = "outside"
    OTHER_BODY = "other_body"
    SUGGEST = "suggest"
    NONE = "none"


@dataclass(frozen=True)
class Cover:
    """Who answers for a commune, and by what: a rule, or the exception that takes its place."""

    target: Platform | OtherBody
    rule: CoverageRule | None
    exception: CoverageException | None

    @property
    def is_assumed(self) -> bool:
        return self.rule is not None and self.rule.state == CoverageRule.State.ASSUMED


@dataclass(frozen=True)
class Place:
    """A commune, its département and intercommunality loaded, and who covers it (nobody: outside)."""

    commune: Commune
    covers: tuple[Cover, ...]
    matched: str = ""
    """The old or everyday name under which it was found."""
    matched_kind: str = ""
    """PlaceName.Kind of that name."""

    @property
    def cover(self) -> Cover | None:
        return self.covers[0] if self.covers else None

    @property
    def platform(self) -> Platform | None:
        return self._target(Platform)

    @property
    def other_body(self) -> OtherBody | None:
        return self._target(OtherBody)

    def _target(self, kind: type):
        return self.cover.target if self.cover and isinstance(self.cover.target, kind) else None


@dataclass(frozen=True)
class Answer:
    query: str
    """What was asked, without what cannot be shown, at most 100 characters."""
    outcome: Outcome
    places: tuple[Place, ...] = ()
    near: tuple[Place, ...] = ()
    """A second offer: near names inside the territory."""
    postal_code: str = ""
    is_cedex: bool = False
    is_too_long: bool = False

    @property
    def targets(self) -> tuple[Platform | OtherBody, ...]:
        """Everyone who answers for one of the places, in their order, once each."""
        return tuple(dict.fromkeys(cover.target for place in self.places for cover in place.covers))

    @property
    def platforms(self) -> tuple[Platform, ...]:
        return tuple(target for target in self.targets if isinstance(target, Platform))

    @property
    def subject(self) -> str:
        """What the answer is about: the one place found, else what was asked."""
        sure = self.outcome in (Outcome.PLATFORM, Outcome.OTHER_BODY, Outcome.OUTSIDE)
        if sure and len(self.places) == 1 and not self.postal_code:
            return self.places[0].commune.name
        return self.query

    @property
    def has_outside(self) -> bool:
        return any(not place.covers for place in self.places)


def find(query: str, *, tenant_id: int | None) -> Answer:
    """Return who answers for what was typed. ``tenant_id`` None: over all tenants, as the platform."""
    shown = _showable(query)
    if len(shown) > LONGEST:
        return Answer(shown[:LONGEST], Outcome.NONE, is_too_long=True)
    question = read(shown)
    answer = None
    if question.code:
        answer = _find_code(shown, question, tenant_id)
    elif question.digits:
        places = _suggest_code(question, tenant_id)
        answer = Answer(shown, Outcome.SUGGEST if places else Outcome.NONE, tuple(places))
    if answer is None and question.name:
        answer = _find_name(shown, question, tenant_id)
    return answer or Answer(shown, Outcome.NONE)


def suggest(query: str, *, tenant_id: int | None, limit: int = LIMIT) -> list[Place]:
    """Return the places of the territory that what was typed so far may mean, best first."""
    shown = _showable(query)
    if len(shown) > LONGEST:
        return []
    question = read(shown)
    if question.digits or question.code:
        return _suggest_code(question, tenant_id)[:limit]
    if not question.name:
        return []
    ranked = ranking.rank(question.name, _entries(tenant_id))
    return _load([entry for _, entry in ranked[:limit]], tenant_id)


def locate(code: str, *, tenant_id: int | None) -> Answer | None:
    """Return who answers for the commune of this INSEE code; None when there is no such commune."""
    if not (code.isascii() and code.isalnum() and len(code) == 5):
        return None
    places = list(_by_pk([code], tenant_id).values())
    return Answer(places[0].commune.name, _outcome(places), tuple(places)) if places else None


def _find_code(shown: str, question: Question, tenant_id: int | None) -> Answer | None:
    """Answer with every commune of the postal code, or with those that the name beside it picks out."""
    codes = _communes_of(question.code)
    if not codes:
        return None
    places = sorted(_by_pk(codes, tenant_id).values(), key=lambda place: normalise(place.commune.name))
    is_cedex = not any(question.code in place.commune.postal_codes for place in places)
    if question.name:
        places = _named(question, places) or places
    return Answer(shown, _outcome(places), tuple(places), postal_code=question.code, is_cedex=is_cedex)


def _communes_of(code: str) -> list[str]:
    """Return the INSEE codes behind a postal code or a CEDEX code: no code is both."""
    served_communes = Func("communes", function="unnest", output_field=CharField())
    served = Cedex.objects.filter(code=code).values_list(served_communes)
    same = Commune.objects.filter(postal_codes__contains=[code]).order_by().values_list("pk")
    return [pk for (pk,) in same.union(served).order_by()]


def _named(question: Question, places: list[Place]) -> list[Place]:
    """Return those of ``places`` whose name stands right before or after the code."""
    matches: dict[str, tuple[tuple[int, bool], PlaceName]] = {}
    for name in PlaceName.objects.filter(commune__in=[place.commune.pk for place in places]):
        for form in (name.normalised, name.bare):
            if f"{question.after} ".startswith(f"{form} ") or f" {question.before}".endswith(f" {form}"):
                key = (len(form), name.kind == PlaceName.Kind.CURRENT)
                if name.commune_id not in matches or key > matches[name.commune_id][0]:
                    matches[name.commune_id] = (key, name)
    longest = max((key[0] for key, _ in matches.values()), default=0)
    best = {code: name for code, (key, name) in matches.items() if key[0] == longest}
    return [
        Place(place.commune, place.covers, *_matched(name.name, name.kind))
        for place in places
        if (name := best.get(place.commune.pk))
    ]


def _find_name(shown: str, question: Question, tenant_id: int | None) -> Answer:
    found = ranking.search(question, _entries(tenant_id, question.name))
    loaded = _load([*found.entries, *found.rivals, *found.near], tenant_id)
    known = {place.commune.pk: place for place in loaded}
    places, rivals, near = (
        [known[entry.code] for entry in entries if entry.code in known]
        for entries in (found.entries, found.rivals, found.near)
    )
    if found.how is How.GUESS:
        return Answer(shown, Outcome.SUGGEST if places else Outcome.NONE, tuple(places))
    targets = {cover.target for place in places for cover in place.covers}
    others = [place for place in rivals if targets != {cover.target for cover in place.covers}]
    same = [place for place in rivals if place not in others]
    places += others
    return Answer(shown, _outcome(places), tuple(places), near=(*same, *near))


def _suggest_code(question: Question, tenant_id: int | None) -> list[Place]:
    """Return the territory's communes whose postal code begins so; a first zero may have been lost."""
    rows = list(covered(tenant_id).order_by().values_list("pk", "population", "postal_codes", "name"))
    typed = question.code or question.digits
    for start in (f"0{typed}" if len(typed) == 4 else typed, typed):
        found = [row for row in rows if any(code.startswith(start) for code in row[2])]
        if found:
            break
    found.sort(key=lambda row: (not normalise(row[3]).startswith(question.name), -(row[1] or 0), row[3]))
    codes = [row[0] for row in found[:LIMIT]]
    places = _by_pk(codes, tenant_id) if codes else {}
    return [places[code] for code in codes]


def _entries(tenant_id: int | None, name: str = "") -> list[Entry]:
    """Read, in one query, every name of the territory, and the names of France that are exactly ``name``."""
    columns = (
        "commune_id", "name", "kind", "normalised", "bare",
        "commune__departement_id", "commune__departement__name", "commune__population",
    )  # fmt: skip
    names = PlaceName.objects.order_by()
    parts = [
        names.filter(commune__in=ruled(tenant_id).values("pk")),
        names.filter(commune__in=given(tenant_id).values("commune")),
    ]
    parts = [part.values_list(*columns, Value(True)) for part in parts]
    if name:
        exact = names.filter(Q(normalised=name) | Q(bare=name))
        parts.append(exact.values_list(*columns, Value(False)))
    return [Entry(*row) for row in parts[0].union(*parts[1:], all=True)]


def _load(entries: list[Entry], tenant_id: int | None) -> list[Place]:
    """Return the places of ``entries``, in their order, with the name under which each was found."""
    codes = [entry.code for entry in entries]
    if not codes:
        return []
    places = _by_pk(codes, tenant_id)
    return [
        Place(place.commune, place.covers, *_matched(entry.name, entry.kind))
        for entry in entries
        if (place := places.get(entry.code))
    ]


def _matched(name: str, kind: str) -> tuple[str, str]:
    return ("", "") if kind == PlaceName.Kind.CURRENT else (name, kind)


def _by_pk(codes: list[str], tenant_id: int | None) -> dict[str, Place]:
    """Read communes with all that covers them, in one query."""
    rows: dict[str, list[Commune]] = {}
    for row in with_covers(Commune.objects.filter(pk__in=codes).order_by(), tenant_id):
        rows.setdefault(row.pk, []).append(row)
    return {code: Place(same[0], _covers(same)) for code, same in rows.items()}


def _covers(rows: list[Commune]) -> tuple[Cover, ...]:
    """Return a commune's covers, one a tenant: its exception if there is one, which may cover nothing."""
    covers: dict[int, Cover | None] = {}
    rules = {row.rule.pk: row.rule for row in rows if getattr(row, "rule", None)}
    exceptions = {row.exception.pk: row.exception for row in rows if getattr(row, "exception", None)}
    for rule in rules.values():
        rule.intercommunality = rows[0].intercommunality  # it is that one: do not read it again
        covers[rule.tenant_id] = Cover(rule.target, rule, None)
    for exception in exceptions.values():
        exception.commune = rows[0]
        target = exception.target
        covers[exception.tenant_id] = Cover(target, None, exception) if target else None
    return tuple(cover for _, cover in sorted(covers.items()) if cover)


def _outcome(places: list[Place]) -> Outcome:
    """Say what these places are together: one answer only when all of them have the same."""
    answers = {frozenset(cover.target for cover in place.covers) for place in places}
    if answers == {frozenset()}:
        return Outcome.OUTSIDE
    if len(answers) > 1:
        return Outcome.CHOICE
    [targets] = answers
    is_platform = any(isinstance(target, Platform) for target in targets)
    return Outcome.PLATFORM if is_platform else Outcome.OTHER_BODY


def _showable(query: str) -> str:
    """Return what was typed without NULs and lone surrogates, which no page and no database can hold."""
    return query.encode("utf-8", "ignore").decode().replace("\0", "").strip()
