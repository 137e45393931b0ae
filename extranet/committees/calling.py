"""Who is to be called to a meeting, by organisation; who was, and what they replied."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils import timezone

from extranet.committees.attendance import seated_at
from extranet.committees.models import Convocation, Mandate, Meeting, Member, Reply
from portal.tenancy.models import Membership


@dataclass
class Called:
    """Somebody who was called: each telling, and the reply that stands."""

    membership: Membership
    member: Member | None
    tellings: list[Convocation] = field(default_factory=list)
    reply: Reply | None = None


def seats_to_call(meeting: Meeting) -> list[Member]:
    """Return the organisations that sit on the day of a meeting, each with ``people``: its open mandates then."""
    day = timezone.localdate(meeting.starts_at)
    mandates = Mandate.objects.open(day).select_related("membership__user")
    return list(seated_at(meeting).prefetch_related(Prefetch("mandates", mandates, to_attr="people")))


def office_of(meeting: Meeting, seats: list[Member]) -> list[tuple[str, Membership]]:
    """Return the secretary and the chair who are called without a mandate, each with what they are."""
    committee, known = meeting.committee, {mandate.membership_id for seat in seats for mandate in seat.people}
    found = [("secrétaire", committee.secretary), ("présidence", committee.chair)]
    if committee.secretary_id == committee.chair_id:
        found = [("secrétaire et présidence", committee.secretary)]
    return [
        (what, each) for what, each in found
        if each and each.pk not in known and not each.ended_at and each.user.is_active
    ]  # fmt: skip


def called_to(meeting: Meeting) -> list[tuple[Membership, Member | None]]:
    """Return who is to be called, each once, with the organisation for which they sit: mandates that hold on that day,
    observers too, then the secretary and the chair.
    """
    seats = seats_to_call(meeting)
    found: dict[int, tuple[Membership, Member | None]] = {}
    for seat in seats:
        for mandate in seat.people:
            found.setdefault(mandate.membership_id, (mandate.membership, seat))
    return [*found.values(), *((membership, None) for _, membership in office_of(meeting, seats))]


def log_of(meeting: Meeting) -> list[Called]:
    """Return those who were called, in the order of the organisations, with what they replied. Two queries."""
    replies = {reply.membership_id: reply for reply in meeting.replies.all()}
    rows = meeting.convocations.select_related("membership__user", "member__organisation")
    found: dict[int, Called] = {}
    for row in rows:
        called = found.setdefault(row.membership_id, Called(row.membership, row.member))
        called.tellings.append(row)
        called.member, called.reply = row.member, replies.get(row.membership_id)
    return sorted(found.values(), key=lambda each: (each.member is None, str(each.member), str(each.membership.user)))


def counts_of(log: list[Called]) -> list[tuple[str, int]]:
    """Return how many come, do not, are replaced, and have not replied."""
    answers = Counter(called.reply.answer if called.reply else "" for called in log)
    said = {
        Reply.Answer.PRESENT: "Viennent", Reply.Answer.EXCUSED: "Ne viennent pas",
        Reply.Answer.REPLACED: "Se font remplacer", "": "N’ont pas répondu",
    }  # fmt: skip
    return [(words, answers[answer]) for answer, words in said.items()]
