"""What the pages of the members show of committees and meetings, in a number of queries that does not grow."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from extranet.committees import minutes_perms, perms, running_order
from extranet.committees.attendance import seated_at, tally_of
from extranet.committees.models import Committee, Mandate, Meeting, Member, Minutes, Paper, Presence, Proposal, Reply
from extranet.committees.running_order import Agenda, Point
from extranet.library import listing
from portal.documents.models import Document, Version
from portal.documents.perms import openable
from portal.tenancy.models import Membership


def name_of(membership: Membership | None) -> str:
    return (membership and membership.user.get_full_name()) or "Membre sans nom"


# Committees -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A committee in the list of one’s own."""

    committee: Committee
    sits: bool
    next: Meeting | None
    is_asked: bool
    """An answer to the convocation to ``next`` is waited for."""


def listed(membership: Membership) -> list[Listed]:
    """Return the committees whose page opens: where one sits first, what meets no more last. Four queries."""
    sits = set(Committee.objects.of_people(membership).values_list("pk", flat=True))
    committees = perms.known_to(membership).select_related("parent").order_by("name")
    ahead = _open(perms.readable(membership)).order_by("committee_id", "starts_at", "pk").distinct("committee_id")
    ahead = {meeting.committee_id: meeting for meeting in ahead}
    asked = asked_of(membership, ahead.values())
    rows = [
        Listed(
            committee=each, sits=each.pk in sits, next=(following := ahead.get(each.pk)),
            is_asked=following is not None and following.pk in asked,
        )
        for each in committees
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.committee.closed_on is not None, not row.sits))


def asked_of(membership: Membership, meetings: Iterable[Meeting]) -> set[int]:
    """Return the keys of the meetings to which this member was called and has said nothing. One query."""
    keys = [meeting.pk for meeting in meetings if meeting.takes_replies]
    asked = Meeting.objects.filter(pk__in=keys, convocations__membership=membership)
    return set(asked.exclude(replies__membership=membership).values_list("pk", flat=True))


def _open(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Keep those that are prepared, called or under way, and not over."""
    return meetings.coming().exclude(state=Meeting.State.CANCELLED)


def last_minutes(committee: Committee, membership: Membership) -> Minutes | None:
    """Return the minutes of the latest meeting whose minutes are published and may be read by this member."""
    published = minutes_perms.readable(membership).filter(state=Minutes.State.PUBLISHED)
    of_it = published.filter(meeting__committee=committee).select_related("meeting")
    return of_it.order_by("-meeting__starts_at", "-pk").first()


@dataclass(frozen=True, kw_only=True)
class Seat:
    """An organisation that sits, with its people."""

    member: Member
    titulars: list[str]
    deputies: list[str]


def seats(committee: Committee) -> list[Seat]:
    """Return who sits today, observers last. Two queries."""
    today = timezone.localdate()
    mandates = Mandate.objects.open(today).select_related("membership__user")
    members = Member.objects.on(today).filter(committee=committee).select_related("organisation")
    members = members.prefetch_related(Prefetch("mandates", mandates, to_attr="current"))
    return [
        Seat(
            member=member,
            titulars=[name_of(each.membership) for each in member.current if each.kind == Mandate.Kind.TITULAR],
            deputies=[name_of(each.membership) for each in member.current if each.kind == Mandate.Kind.DEPUTY],
        )
        for member in members.order_by("is_observer", "organisation__name", "pk")
    ]


def substitutes(membership: Membership, committee: Committee) -> list[str]:
    """Return the others who sit for the same organisations: who may come in the place of this member."""
    seats = perms.seats_of(membership, committee)
    mandates = Mandate.objects.open(timezone.localdate()).filter(member__in=seats).exclude(membership=membership)
    names = {each.membership_id: name_of(each.membership) for each in mandates.select_related("membership__user")}
    return sorted(names.values())


# Meetings -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Where one stands with a convocation: ``is_called`` once, ``reply`` if they said, ``is_open`` while they may."""

    is_called: bool
    is_open: bool
    reply: Reply | None


def answer_of(membership: Membership, meeting: Meeting, *, sits: bool) -> Answer:
    """Return what a member answered to a meeting. Two queries."""
    is_called = meeting.convocations.filter(membership=membership).exists()
    return Answer(
        is_called=is_called, is_open=is_called and sits and meeting.takes_replies,
        reply=meeting.replies.filter(membership=membership).first(),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Papers:
    """The documents of a meeting that one may open, by item (None: of the whole meeting), and their weight in bytes."""

    of: dict[int | None, list[Document]]
    size: int = 0

    @property
    def all(self) -> list[Document]:
        return [document for documents in self.of.values() for document in documents]

    @property
    def of_the_whole(self) -> list[Document]:
        return self.of.get(None, [])

    @property
    def unread(self) -> list[Document]:
        return [document for document in self.all if document.is_unread]


def papers_of(meeting: Meeting, membership: Membership) -> Papers:
    """Return what this member may open of the papers of a meeting, each dressed as the library dresses it.

    Four queries. ``perms.may_read_papers`` was asked.
    """
    papers = list(Paper.objects.filter(meeting=meeting).select_related("document").order_by("position", "pk"))
    documents = [paper.document for paper in papers]
    current = Version.objects.filter(document__in=documents, is_current=True, document__state=Document.State.PUBLISHED)
    versions = {each.document_id: each for each in openable(membership.user, membership, current)}
    for document in documents:
        document.currents = [versions[document.pk]] if document.pk in versions else []
    listing.dressed([document for document in documents if document.currents], membership)
    found = defaultdict(list)
    for paper in papers:
        if paper.document.currents:
            found[paper.item_id].append(paper.document)
    return Papers(of=dict(found), size=sum(each.size for each in versions.values()))


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A point of the agenda, with the papers that go with it."""

    point: Point
    papers: list[Document] = field(default_factory=list)

    @property
    def length(self) -> str:
        return running_order.duration(self.point.item.minutes) if self.point.item.minutes else ""


@dataclass(frozen=True, kw_only=True)
class ShownPart:
    title: str
    points: list[Shown]


def parts(agenda: Agenda, papers: Papers) -> list[ShownPart]:
    return [
        ShownPart(
            title=part.section.title if part.section else "",
            points=[Shown(point=point, papers=papers.of.get(point.item.pk, [])) for point in part.points],
        )
        for part in agenda.parts
    ]


def agenda_of(meeting: Meeting) -> Agenda:
    """Return the agenda, each item with the meeting it came from and the one it went to. Two queries."""
    items = meeting.items.select_related("came_from__meeting", "moved_to__meeting")
    return running_order.agenda_of(meeting, items=items)


def proposals_of(meeting: Meeting, membership: Membership) -> QuerySet[Proposal]:
    """Return what this member proposed for a meeting, and what they were answered."""
    return meeting.proposals.filter(by=membership).select_related("item", "member__organisation")


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """An organisation at a meeting: its people as noted, or the one that spoke for it."""

    name: str
    people: list[Presence]


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """Who came, as was noted."""

    sentence: str
    on_quorum: str
    delegations: list[Delegation]
    others: Sequence[Presence]
    """Those who sit for nobody: guests, the secretary, the chair."""
    unmarked: list[str]
    """Organisations of which nothing was noted."""


def attendance_of(meeting: Meeting) -> Attendance | None:
    """Return who came to a meeting, or None before anything is noted. Four queries."""
    if meeting.state not in {Meeting.State.RUNNING, *Meeting.OVER}:
        return None
    rows = meeting.presences.select_related("member__organisation", "membership__user", "represented_by__organisation")
    rows = list(rows.order_by("member__organisation__name", "pk"))
    if not rows:
        return None
    by_member = defaultdict(list)
    for row in rows:
        by_member[row.member].append(row)
    others = by_member.pop(None, [])
    tally = tally_of(meeting)
    seated = seated_at(meeting).order_by("organisation__name", "pk")
    return Attendance(
        sentence=tally.sentence, on_quorum=tally.on_quorum, others=others,
        delegations=[Delegation(name=str(member), people=people) for member, people in by_member.items()],
        unmarked=[str(member) for member in seated if member not in by_member],
    )  # fmt: skip
