"""A committee with its people and its meetings, for the pages that members read."""

import datetime

from django.utils import timezone

from extranet.committees import agenda, meetings, members, papers
from extranet.committees.models import Committee, Convocation, Item, Mandate, Meeting, Member
from portal.organisations.models import Audience, Organisation
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.services import set_membership
from tests.conftest import PDC_HOST, GuardedClient
from tests.factories import make_user
from tests.portal.documents.files import kept, pdf
from tests.portal.documents.making import member, user

LONG_AGO = datetime.timedelta(days=900)
HOME = "/extranet/comites/"


def on(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def at(days: int, hour: int = 9) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(on(days), datetime.time(hour)))


def switch_on(tenant: Tenant) -> None:
    tenant.modules = sorted({*tenant.modules, "comites"})
    tenant.save()


def found(name: str = "Comité des essais", **fields) -> Committee:
    return members.found(Committee(name=name, **fields), by=user("alice"))


def seat(committee: Committee, name: str, *, is_observer: bool = False) -> Member:
    organisation = Organisation.objects.create(name=name, kind=Organisation.Kind.LANDLORD)
    day = timezone.localdate() - LONG_AGO
    return members.seat(committee, organisation, is_observer=is_observer, on=day, by=user("alice"))


def give(seated: Member, person: Membership, kind=Mandate.Kind.TITULAR, *, until: datetime.date | None = None):
    mandate = members.give(seated, person, kind, on=timezone.localdate() - LONG_AGO, by=user("alice"))
    if until:
        members.end(mandate, on=until, by=user("alice"))
    return mandate


def newcomer(tenant: Tenant, first_name: str) -> Membership:
    account = make_user(f"{first_name.lower()}@essai.example", first_name=first_name, last_name="Essai")
    return set_membership(account, tenant, [])


def meet(committee: Committee, days: int = 20, hours: int = 2, **fields) -> Meeting:
    starts_at = at(days)
    times = {"starts_at": starts_at, "ends_at": starts_at + datetime.timedelta(hours=hours)}
    return meetings.prepare(Meeting(committee=committee, **times | fields), by=user("alice"))


def put_off(meeting: Meeting, state: Meeting.State, **fields) -> Meeting:
    """Put a meeting in a state as its day would have left it."""
    Meeting.objects.filter(pk=meeting.pk).update(state=state, sequence=1, convoked_at=timezone.now(), **fields)
    meeting.refresh_from_db()
    return meeting


def held(committee: Committee, days: int, **fields) -> Meeting:
    return put_off(meet(committee, days, **fields), Meeting.State.HELD)


def call(meeting: Meeting, *people: Membership) -> Meeting:
    """Convoke a meeting, and note that these were called."""
    meeting = meetings.convoke(meeting, by=user("alice"))
    for each in people:
        Convocation.objects.get_or_create(meeting=meeting, membership=each, sequence=meeting.sequence)
    return meeting


def item(meeting: Meeting, title: str = "Les impayés", **fields) -> Item:
    return agenda.add_item(Item(meeting=meeting, title=title, **fields), by=user("alice"))


def paper(meeting: Meeting, title: str, item: Item | None = None, audience: Audience | None = None):
    """Put a paper in, for the committee’s circle unless ``audience`` says otherwise; return its document."""
    audience = audience or meeting.committee.folder.audience
    file = kept(pdf([f"Les mots de {title}"]), "piece.pdf")
    return papers.add_paper(meeting, file, item=item, title=title, audience=audience, by=user("alice")).document


def committee_of_bob(tenant: Tenant) -> Committee:
    """A committee whose secretary is chloe, where bob sits for a landlord."""
    switch_on(tenant)
    committee = found(secretary=member("chloe"), aim="Parler des impayés.")
    give(seat(committee, "Toit d’Artois"), member("bob"))
    return committee


def observer_of(committee: Committee) -> Membership:
    person = newcomer(committee.tenant, "Olivier")
    give(seat(committee, "Service observateur", is_observer=True), person)
    return person


def browser(person: str | Membership, host: str = PDC_HOST) -> GuardedClient:
    client = GuardedClient(host)
    return client.login_as(person) if isinstance(person, str) else client.login_account(person.user)


def plain(response) -> str:
    return " ".join(response.text.replace("\N{NARROW NO-BREAK SPACE}", " ").split())
