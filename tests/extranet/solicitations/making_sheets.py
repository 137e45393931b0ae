"""Pages, guests, study meetings and mails of these tests."""

import datetime
import html
import re

from django.utils import timezone

from extranet.solicitations import meetings
from extranet.solicitations.models import Guest, Message, Solicitation, StudyMeeting
from portal.notifications.models import Mail
from portal.tenancy.models import Membership
from portal.tenancy.services import set_membership
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.solicitations.making import today
from tests.factories import make_user
from tests.portal.documents.making import member as member_of


def browser(person: Membership) -> GuardedClient:
    return GuardedClient(PDC_HOST).login_account(person.user)


def page_of(solicitation: Solicitation, where: str = "") -> str:
    return f"/extranet/solliciter/{solicitation.reference}/" + (f"{where}/" if where else "")


def plain(response) -> str:
    """Return the words of a page, on one line."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+([,.)])", r"\1", re.sub(r"\(\s+", "(", " ".join(text.split())))


def at(in_days: int, hour: int = 9) -> datetime.datetime:
    """Return that hour, in France, of so many days from today."""
    day = today() + datetime.timedelta(days=in_days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def plan(solicitation: Solicitation, *, in_days: int = 7, **fields) -> StudyMeeting:
    fields = {"starts_at": at(in_days), "ends_at": at(in_days, 11), "place": "Salle des fêtes"} | fields
    return meetings.plan(StudyMeeting(solicitation=solicitation, **fields), by=member_of("alice"))


def newcomer(tenant, name: str, *roles: str) -> Membership:
    return set_membership(make_user(f"{name}@essai.example", first_name=name.title(), last_name="Essai"), tenant, roles)


def fill(solicitation: Solicitation, by: Membership, others: list[Membership]) -> None:
    """Add a guest, a message and a study meeting for each of the others: rows, without what follows from them."""
    rows = []
    for number, person in enumerate(others):
        rows += [(Guest, {"membership": person}), (Message, {"by": by, "text": f"Mot {number}."})]
        rows += [(StudyMeeting, {"starts_at": at(9 + number), "ends_at": at(9 + number, 11), "place": "Là"})]
    for model, fields in rows:
        model.objects.create(solicitation=solicitation, **fields)


def subjects(person: Membership) -> list[str]:
    """Return what the mails to one person are called, in their order, without the mark of their tenant."""
    mine = [mail.subject for mail in Mail.objects.order_by("pk") if mail.to == [person.user.email]]
    return [" ".join(subject.partition("] ")[2].split()) for subject in mine]
