"""Who came to a meeting, by organisation and by person, and what that makes of the quorum."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from extranet.committees.models import Meeting, Member, Presence
from extranet.committees.states import locked, refuse_if_approved, refuse_unless
from portal.accounts.models import User
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError

State = Presence.State
SPEAKS = {State.PRESENT, State.REPRESENTED}
"""What makes an organisation represented: one of its people is there, or another one speaks for it."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What is noted of one person or, without one, of an organisation that another represents."""

    state: Presence.State
    member: Member | None = None
    membership: Membership | None = None
    name: str = ""
    represented_by: Member | None = None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many of the organisations that sit are represented; observers do not count. ``quorum`` only informs."""

    represented: int
    of: int
    are_landlords: bool
    quorum: int | None = None

    @property
    def sentence(self) -> str:
        """« 11 bailleurs représentés sur 11 », « Aucune organisation représentée sur 4 »."""
        one, many = ("bailleur représenté", "bailleurs représentés") if self.are_landlords else (
            "organisation représentée", "organisations représentées")  # fmt: skip
        if self.represented:
            return f"{self.represented} {many if self.represented > 1 else one} sur {self.of}"
        return f"{'Aucun' if self.are_landlords else 'Aucune'} {one} sur {self.of}"

    @property
    def on_quorum(self) -> str:
        """« Quorum de 6 atteint », « Quorum de 6 non atteint », or nothing where none was set."""
        if not self.quorum:
            return ""
        return f"Quorum de {self.quorum} {'atteint' if self.represented >= self.quorum else 'non atteint'}"


def seated_at(meeting: Meeting):
    """Return the organisations that belonged to the committee on the day of a meeting, observers too."""
    day = timezone.localdate(meeting.starts_at)
    return Member.objects.on(day).filter(committee=meeting.committee_id).select_related("organisation")


def tally_of(meeting: Meeting) -> Tally:
    """Count the organisations represented at a meeting, as noted so far. Two queries."""
    seated = list(seated_at(meeting).voting())
    speaking = set(meeting.presences.filter(state__in=SPEAKS).values_list("member", flat=True))
    return Tally(
        represented=sum(member.pk in speaking for member in seated), of=len(seated), quorum=meeting.committee.quorum,
        are_landlords=bool(seated) and all(m.organisation.kind == Organisation.Kind.LANDLORD for m in seated),
    )  # fmt: skip


@transaction.atomic
def note(meeting: Meeting, marks: Iterable[Mark], *, by: User) -> None:
    """Write who came, in the place of what was noted before. Raises RefusedError before the meeting begins, and for
    an organisation that did not sit that day, or that represents another without being there.
    """
    meeting = locked(meeting)
    refuse_unless(
        meeting, {Meeting.State.RUNNING, Meeting.State.HELD}, "On relève qui est là quand la réunion a commencé."
    )
    refuse_if_approved(meeting)
    marks = list(marks)
    seated = {member.pk for member in seated_at(meeting)}
    there = {mark.member.pk for mark in marks if mark.member and mark.state == State.PRESENT}
    for mark in marks:
        _refuse_if_wrong(mark, seated, there)
    Presence.objects.filter(meeting=meeting).delete()
    for mark in marks:
        Presence.objects.create(
            meeting=meeting, member=mark.member, membership=mark.membership, name=mark.name.strip(),
            state=mark.state, represented_by=mark.represented_by,
        )  # fmt: skip


def _refuse_if_wrong(mark: Mark, seated: set[int], there: set[int]) -> None:
    if mark.member and mark.member.pk not in seated:
        raise RefusedError(f"{mark.member} ne siégeait pas ce jour-là.")
    if mark.state == State.REPRESENTED:
        if mark.represented_by is None:
            raise RefusedError(f"Dites qui représente {mark.member}.")
        if mark.represented_by.pk not in there:
            raise RefusedError(f"{mark.represented_by} n’est pas là, et ne peut représenter {mark.member}.")
    elif mark.membership is None and not mark.name.strip():
        raise RefusedError("Donnez le nom de chaque personne présente.")
