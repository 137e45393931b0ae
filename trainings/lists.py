"""Who signed up for a session, for those who keep the trainings and for its trainers."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from events.models.seats import State
from portal.tenancy.models import Membership
from trainings import perms
from trainings.days import dates
from trainings.models import Certificate, Presence, Registration, Session

ORDER = (
    State.ASKED, State.TAKEN, State.OFFERED, State.WAITING, State.REFUSED, State.LAPSED, State.GIVEN_UP,
)  # fmt: skip
LABELS = {
    State.ASKED: "Demandes à valider", State.TAKEN: "Inscrites", State.OFFERED: "Place proposée",
    State.WAITING: "En attente", State.REFUSED: "Refusées", State.LAPSED: "Sans réponse à une place",
    State.GIVEN_UP: "Annulées",
}  # fmt: skip
HEADS = [
    "Nom", "Courriel", "Organisation", "Nature", "État", "Rang", "Demandé le", "Proposée jusqu’au", "Inscrit par",
    "Présence", "Accessibilité", "Repas",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Line:
    """One person of a session. ``rank``: in the waiting list; ``by``: who signed them up, if somebody else did;
    ``is_from_a_file``: came, as a file says, which no certificate is made of.
    """

    pk: int
    name: str
    email: str
    organisation: str
    kind: str
    state: State
    label: str
    rank: int | None
    asked_at: datetime.datetime
    offered_until: datetime.datetime | None
    by: str
    presence: str
    is_certified: bool = False
    is_from_a_file: bool = False
    accessibility: str = ""
    meals: str = ""


def sessions(membership: Membership, *, now: datetime.datetime) -> QuerySet[Session]:
    """Return the sessions whose list this member reads, with how many of each state: two queries with their days."""
    rows = Session.objects.all() if perms.may_keep(membership) else perms.runs(membership)
    counts = {name: Count("seats", filter=Q(seats__state=state)) for name, state in [
        ("asked", State.ASKED), ("taken", State.TAKEN), ("offered", State.OFFERED), ("waiting", State.WAITING),
    ]}  # fmt: skip
    return rows.select_related("training", "commune").annotate(**counts).prefetch_related("half_days")


def lines_of(session: Session, *, state: str = "", q: str = "") -> list[Line]:
    """Return the people of a session, those of a state, those like some words: three queries, whatever their number."""
    certified = Certificate.objects.valid().filter(registration=OuterRef("pk"))
    rows = session.seats.select_related("membership__user", "organisation", "signed_up_by", "needs")
    rows = rows.annotate(is_certified=Exists(certified))
    waiting = list(session.seats.in_rank().values_list("pk", flat=True))
    ranks = {pk: rank for rank, pk in enumerate(waiting, 1)}
    lines = [_line(row, ranks.get(row.pk)) for row in rows.order_by("membership__user__last_name__unaccent", "pk")]
    words = q.casefold().split()
    kept = (
        line for line in lines
        if (not state or line.state == state)
        and all(word in f"{line.name} {line.organisation}".casefold() for word in words)
    )  # fmt: skip
    return sorted(kept, key=lambda line: (ORDER.index(line.state), line.rank or 0))


def counts_of(session: Session) -> dict[State, int]:
    """Return how many are in each state, in the order in which they are shown; none are left out."""
    found = dict(session.seats.values_list("state").annotate(Count("pk")))
    return {state: found[state] for state in ORDER if state in found}


def _line(row: Registration, rank: int | None) -> Line:
    user, needs = row.membership.user, row.needs if row.has_needs else None
    is_own = row.signed_up_by_id in (None, row.membership.user_id)
    return Line(
        pk=row.pk, name=str(user), email=user.email, organisation=row.organisation.name if row.organisation else "",
        kind=row.get_organisation_kind_display(), state=State(row.state), label=row.get_state_display(), rank=rank,
        asked_at=row.asked_at, offered_until=row.offered_until, by="" if is_own else str(row.signed_up_by),
        presence=row.get_presence_display() if row.presence else "", is_certified=row.is_certified,
        is_from_a_file=row.presence in (Presence.PRESENT, Presence.PARTLY) and not row.is_certified,
        accessibility=needs.accessibility if needs else "", meals=needs.meals if needs else "",
    )  # fmt: skip


def table_of(session: Session) -> list[list[str]]:
    """Return the list as a table, its first line what it is of."""
    return [[f"{session.training}, {dates(session)}"], HEADS, *(_cells(line) for line in lines_of(session))]


def _cells(line: Line) -> list[str]:
    return [
        line.name, line.email, line.organisation, line.kind, line.label, str(line.rank or ""), _written(line.asked_at),
        _written(line.offered_until), line.by, line.presence, line.accessibility, line.meals,
    ]  # fmt: skip


def _written(moment: datetime.datetime | None) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}" if moment else ""
