"""A committee of the Pas-de-Calais whose secretary is a landlord, for the tests of the pages that they keep."""

import datetime

from django.utils import timezone

from extranet.committees import agenda, meetings, members
from extranet.committees.models import Committee, Convocation, Item, Mandate, Meeting, Member
from portal.accounts.models import User
from portal.database import context
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership, Module, Tenant
from tests.portal.documents.making import member

START = datetime.date(2024, 1, 1)


def switch_on(tenant: Tenant, *, is_on: bool = True) -> None:
    with context.use(context.PLATFORM):
        others = {*tenant.modules} - {Module.COMMITTEES}
        modules = sorted({*others, Module.COMMITTEES} if is_on else others)
        Tenant.objects.filter(pk=tenant.pk).update(modules=modules)


def organisation(name: str) -> Organisation:
    return Organisation.objects.get_or_create(name=name, defaults={"kind": Organisation.Kind.LANDLORD})[0]


def make_committee(name: str = "Comité des loyers", **fields) -> Committee:
    """Make one of which bob is the secretary: diane sits for « Habitat Essai », nobody for « Sans Mandat Essai »."""
    bob = member("bob")
    committee = members.found(Committee(name=name, secretary=bob, **fields), by=bob.user)
    sit(committee, organisation("Habitat Essai"), member("diane"))
    sit(committee, organisation("Sans Mandat Essai"))
    return committee


def sit(committee: Committee, where: Organisation, who: Membership | None = None) -> Member:
    by = committee.secretary.user
    seat = members.seat(committee, where, on=START, by=by)
    if who:
        members.give(seat, who, Mandate.Kind.TITULAR, on=START, by=by)
    return seat


def make_meeting(committee: Committee, *, days: int = 30, **fields) -> Meeting:
    """Make one, that many days from now, from nine to noon."""
    start = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + datetime.timedelta(days=days)
    fields = {"place": "Salle du conseil"} | fields
    meeting = Meeting(committee=committee, starts_at=start, ends_at=start + datetime.timedelta(hours=3), **fields)
    return meetings.prepare(meeting, by=committee.secretary.user)


def add_item(meeting: Meeting, title: str, **fields) -> Item:
    return agenda.add_item(Item(meeting=meeting, title=title, **fields), by=meeting.committee.secretary.user)


def call(meeting: Meeting) -> Meeting:
    """Convoke it, and write in the log that each of its people was called."""
    meeting = meetings.convoke(meeting, by=meeting.committee.secretary.user)
    for seat in Member.objects.filter(committee=meeting.committee):
        for mandate in seat.mandates.all():
            Convocation.objects.get_or_create(
                meeting=meeting, membership=mandate.membership, sequence=meeting.sequence, defaults={"member": seat}
            )
    return meeting


def begin(meeting: Meeting) -> Meeting:
    return meetings.begin(call(meeting), by=meeting.committee.secretary.user)


def sit_many(committee: Committee, count: int) -> None:
    """Seat that many more organisations, each with somebody of its own."""
    tenant = committee.tenant_id
    for n in range(Member.objects.filter(committee=committee).count(), count):
        user = User.objects.create(email=f"siege{n}@essai.example", first_name="Camille", last_name=f"Siège{n:02}")
        sit(committee, organisation(f"Organisme {n:02}"), Membership.objects.create(user=user, tenant_id=tenant))


def at(meeting: Meeting, rest: str = "preparer/") -> str:
    return f"/extranet/comites/reunions/{meeting.pk}/{rest}"


def of(committee: Committee, rest: str = "membres/") -> str:
    return f"/extranet/comites/{committee.slug}/{rest}"


def words(response) -> str:
    return " ".join(response.content.decode().split())


def in_days(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


FACTS = {
    "name": "Comité des charges", "aim": "Suivre les charges.", "quorum": "2", "proposals_close": "5",
    "secretary_name": "", "chair_name": "",
}  # fmt: skip


def date_facts(**fields) -> dict:
    return {"day": in_days(40).isoformat(), "starts": "14:00", "ends": "16:30", "place": "Mairie", "title": "",
            "remote_link": "", "note": "", "proposals_day": ""} | fields  # fmt: skip
