"""Reading the decisions of committees: who may, the register and what narrows it, what comes back on an agenda."""

import re
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from extranet.committees import perms
from extranet.committees.models import Committee, Decision, Meeting
from portal.design.spreadsheets import Cell
from portal.documents.search import singular
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership, Module

NUMBER = re.compile(r"(?:d\s*-?\s*)?(\d{4})\s*-\s*(\d{1,6})", re.IGNORECASE)
"""« D-2026-014 », « 2026-14 »"""
WITH_COMMITTEES = Q(tenant__modules__contains=[Module.COMMITTEES])
"""Where the tenant has switched them off, nobody is asked anything."""
SORTS = {
    "": ("-decided_on", "-year", "-number"),
    "echeance": (F("due_on").asc(nulls_last=True), "year", "number"),
    "anciennes": ("decided_on", "year", "number"),
}
MOST_WORDS = 8
HEADS = ["Numéro", "Décision", "Précisions", "Comité", "Prise le", "Organisations responsables",
         "Personne responsable", "Échéance", "En retard", "État", "Réglée le", "Motif", "Remplacée par"]  # fmt: skip


def readable(membership: Membership | None) -> QuerySet[Decision]:
    """Return the decisions that one may read: of who left, those of their mandate; all for who keeps committees."""
    if not membership:
        return Decision.objects.none()
    return Decision.objects.all() if perms.may_keep_all(membership) else Decision.objects.readable_by(membership)


def may_follow(membership: Membership | None, decision: Decision) -> bool:
    """Who keeps the committee, who sits there for a responsible organisation, the responsible person if they sit."""
    if perms.may_keep(membership, decision.committee):
        return True
    return bool(membership) and Decision.objects.followed_by(membership).filter(pk=decision.pk).exists()


def may_read_figures(membership: Membership | None, committee: Committee) -> bool:
    """Who sits today, and who keeps the committee; of who left, nobody."""
    return perms.sits(membership, committee) or perms.may_keep(membership, committee)


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """What is asked of the register; an empty value asks nothing. ``of``: mine, or late ones."""

    q: str = ""
    state: str = ""
    organisation: str = ""
    year: str = ""
    of: str = ""
    sort: str = ""


def register(committee: Committee, membership: Membership, asked: Narrowing) -> QuerySet[Decision]:
    """Return the decisions of a committee that a member may read, narrowed and sorted, with what a list shows."""
    found = readable(membership).filter(committee=committee)
    if asked.q:
        found = found.filter(_holds(asked.q))
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.organisation:
        found = found.filter(organisations=asked.organisation)
    if asked.year:
        found = found.filter(year=asked.year)
    if asked.of == "miennes":
        found = found.followed_by(membership)
    elif asked.of == "retard":
        found = found.late(timezone.localdate())
    return shown(found).order_by(*SORTS[asked.sort])


def years_of(committee: Committee, membership: Membership) -> list[int]:
    """Return the years of the decisions that a member may read, the last one first."""
    found = readable(membership).filter(committee=committee).order_by("-year")
    return list(found.values_list("year", flat=True).distinct())


def responsible_in(committee: Committee, membership: Membership) -> list[Organisation]:
    """Return the organisations that are responsible for a decision which a member may read, by name."""
    found = readable(membership).filter(committee=committee).order_by()
    return list(Organisation.objects.filter(decisions__in=found.values("pk")).distinct().order_by("name"))


def shown(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Return them with what a list shows of each: three queries, whatever their number."""
    return decisions.select_related("committee", "meeting", "person__user", "replaced_by").prefetch_related(
        "organisations"
    )


def _holds(words: str) -> Q:
    """Return the condition: each word stands in the title or the text, accents and plurals forgiven; or the number."""
    if asked := NUMBER.fullmatch(words.strip()):
        return Q(year=int(asked[1]), number=int(asked[2]))
    held = Q()
    for word in singular(words).split()[:MOST_WORDS]:
        held &= Q(title__unaccent__icontains=word) | Q(text__unaccent__icontains=word)
    return held


def by_number(decisions: QuerySet[Decision], words: str) -> Decision | None:
    """Return the decision that « D-2026-014 » names among these, or None."""
    asked = NUMBER.fullmatch(words.strip())
    return decisions.filter(year=int(asked[1]), number=int(asked[2])).first() if asked else None


def waiting_for(membership: Membership, committee: Committee) -> QuerySet[Decision]:
    """Return the open decisions of a committee that this member has to follow, the most pressing first."""
    mine = Decision.objects.open().followed_by(membership).filter(committee=committee)
    return shown(mine).order_by(*SORTS["echeance"])


def follow_ups(meeting: Meeting) -> QuerySet[Decision]:
    """Return what the committee had decided before the day of a meeting, and that was still open on that day."""
    day = timezone.localdate(meeting.starts_at)
    before = Decision.objects.filter(committee=meeting.committee_id, decided_on__lt=day)
    still = before.filter(Q(settled_on=None) | Q(settled_on__gte=day))
    return shown(still).order_by(*SORTS["echeance"])


def table_of(decisions: QuerySet[Decision]) -> list[list[Cell]]:
    """Return the register as a table to export, its header first."""
    return [
        HEADS,
        *(
            [
                each.reference, each.title, each.text, each.committee.name, each.decided_on, organisations_of(each),
                str(each.person.user) if each.person else "", each.due_on, each.is_late, each.get_state_display(),
                each.settled_on, each.reason, each.replaced_by.reference if each.replaced_by else "",
            ]
            for each in decisions
        ),
    ]  # fmt: skip


def organisations_of(decision: Decision) -> str:
    return ", ".join(sorted(each.name for each in decision.organisations.all()))
