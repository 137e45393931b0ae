"""Committees, meetings and papers of these tests."""

import datetime
import io

import pypdf
from django.utils import timezone

from extranet.committees import agenda, meetings, members, proposals
from extranet.committees.models import Committee, Item, Mandate, Meeting, Member, Proposal
from portal.notifications.models import Mail
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership
from portal.tenancy.services import set_membership
from tests.factories import make_user
from tests.portal.documents.making import member as member_of

SINCE = datetime.timedelta(days=400)


def today() -> datetime.date:
    return timezone.localdate()


def days(number: int) -> datetime.date:
    return today() + datetime.timedelta(days=number)


def at(number: int, hour: int = 9) -> datetime.datetime:
    """Return that hour, in France, of so many days from today."""
    return timezone.make_aware(datetime.datetime.combine(days(number), datetime.time(hour)))


def organisation(name: str, kind: str = Organisation.Kind.LANDLORD) -> Organisation:
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind})[0]


def found(name: str = "Comité d’essai", *, secretary: Membership | None = None, **fields) -> Committee:
    by = secretary or member_of("gael")
    return members.found(Committee(name=name, secretary=secretary, **fields), by=by.user)


def seat(committee: Committee, name: str, *, is_observer: bool = False, since: datetime.date | None = None) -> Member:
    by = member_of("gael").user
    return members.seat(committee, organisation(name), is_observer=is_observer, on=since or today() - SINCE, by=by)


def give(member: Member, membership: Membership, kind=Mandate.Kind.TITULAR, *, since=None) -> Mandate:
    return members.give(member, membership, kind, on=since or today() - SINCE, by=member_of("gael").user)


def newcomer(tenant, name: str) -> Membership:
    return set_membership(make_user(f"{name}@essai.example", first_name=name.title(), last_name="Essai"), tenant, [])


def prepare(committee: Committee, in_days: int = 30, **fields) -> Meeting:
    fields = {"starts_at": at(in_days), "ends_at": at(in_days, 12), "place": "Salle des fêtes"} | fields
    return meetings.prepare(Meeting(committee=committee, **fields), by=member_of("alice").user)


def convoke(meeting: Meeting) -> Meeting:
    """Convoke a meeting: the task writes to everybody."""
    return meetings.convoke(meeting, by=member_of("alice").user)


def add(meeting: Meeting, title: str = "Les impayés", **fields) -> Item:
    return agenda.add_item(Item(meeting=meeting, title=title, **fields), by=member_of("alice").user)


def propose(meeting: Meeting, by: Membership, title: str = "Les visites à deux") -> Proposal:
    return proposals.propose(Proposal(meeting=meeting, by=by, title=title))


def held(meeting: Meeting) -> Meeting:
    """Make a convoked meeting one that was held, as if its day had passed."""
    by = member_of("alice").user
    return meetings.hold(meetings.begin(meeting, by=by), by=by)


def mails(containing: str = "") -> list[Mail]:
    return list(Mail.objects.filter(subject__contains=containing).order_by("pk"))


def plain(text: str) -> str:
    return " ".join(text.split())


def words_of(pdf: bytes) -> str:
    return plain("\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages))
