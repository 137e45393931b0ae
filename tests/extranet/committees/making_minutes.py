"""A committee, its meetings and their minutes, for these tests."""

import datetime

from django.utils import timezone

from extranet.committees import minutes as verbs
from extranet.committees.models import Committee, Item, Mandate, Meeting, Member, Minutes, Presence
from portal.documents.models import Folder
from portal.organisations.models import Audience, Circle, Organisation
from portal.tenancy.models import Membership, Tenant
from tests.portal.documents.making import member


def open_module(tenant: Tenant) -> None:
    Tenant.objects.filter(pk=tenant.pk).update(modules=sorted({*tenant.modules, "comites"}))


def make_committee(name: str = "Comité d’essai", **fields) -> Committee:
    """Bob sits for a landlord as its titular; alice is the secretary."""
    slug = f"comite-{Committee.objects.count()}"
    circle = Circle.objects.create(name=name, slug=slug)
    folder = Folder.objects.create(name=name, slug=slug, audience=Audience.objects.create())
    fields = {"secretary": member("alice")} | fields
    return Committee.objects.create(name=name, slug=slug, circle=circle, folder=folder, **fields)


def seat(committee: Committee, person: Membership, name: str = "Habitat d’essai (exemple)", **fields) -> Mandate:
    organisation, _ = Organisation.objects.get_or_create(name=name, defaults={"kind": Organisation.Kind.LANDLORD})
    since = timezone.localdate() - datetime.timedelta(days=400)
    seated, _ = Member.objects.get_or_create(
        committee=committee, organisation=organisation, defaults={"started_on": since}
    )
    return Mandate.objects.create(member=seated, membership=person, **({"started_on": since} | fields))


def make_meeting(
    committee: Committee, days: int = -3, *, items=("Vacance des logements", "Charte"), **fields
) -> Meeting:
    """A meeting that was held, so many days from today, with its agenda."""
    starts_at = timezone.now() + datetime.timedelta(days=days)
    fields = {"state": Meeting.State.HELD, "sequence": 1} | fields
    meeting = Meeting.objects.create(
        committee=committee, starts_at=starts_at, ends_at=starts_at + datetime.timedelta(hours=2), **fields
    )
    for position, title in enumerate(items):
        Item.objects.create(meeting=meeting, title=title, position=position)
    return meeting


def present(meeting: Meeting, mandate: Mandate) -> Presence:
    return Presence.objects.create(
        meeting=meeting, member=mandate.member, membership=mandate.membership, state=Presence.State.PRESENT
    )


def make_minutes(meeting: Meeting, *, state: str = "brouillon", text: str = "Le comité a parlé.", by=None) -> Minutes:
    """Minutes brought to a state by the verbs alone: approved at another meeting, later the same week."""
    by = by or member("alice")
    minutes = verbs.begin(meeting, by=by)
    for passage in minutes.passages.filter(kind="point"):
        verbs.write(passage, f"{passage.title} : {text}", read_version=0, by=by)
    if state == "brouillon":
        return minutes
    minutes = verbs.open_rereading(minutes, days=10, by=by)
    if state == "relecture":
        return minutes
    later = meeting.committee.meetings.filter(starts_at__gt=meeting.starts_at).first()
    later = later or make_meeting(meeting.committee, -1, items=())
    minutes = verbs.approve(minutes, meeting=later, by=by)
    return minutes if state == "approuve" else verbs.publish(minutes, by=by)


def passage_of(minutes: Minutes, title: str = "Charte"):
    return minutes.passages.get(title=title)
