"""A coordinator moves a date; the page, the mail and the telephone of who comes say so. In a real browser."""

import datetime
import re

import icalendar
import pytest
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.models import ModelLogEntry

from events import tokens
from events.models import Event, FeedToken, Occurrence
from events.signing_up import Choice, answer
from events.words import day
from portal.database import context
from portal.design.typography import NBSP
from portal.notifications.models import Mail
from portal.organisations.models import Audience
from portal.tenancy.models import Membership, Tenant
from tests.e2e.addresses import PDC

OLD, NEW = (timezone.localdate() + datetime.timedelta(days=days) for days in (20, 22))
TITLE = "Rencontre (essai)"


def morning(day: datetime.date, hour: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


@pytest.fixture
def meeting(server, django_db_blocker):
    """A date to which diane comes, and her private feed; nothing of it stays."""
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug="pas-de-calais")
        last_entry = ModelLogEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    with django_db_blocker.unblock(), context.use(tenant.context):
        audience = Audience.objects.create()
        event = Event.objects.create(
            title="Rencontre (essai)", audience=audience, takes_signups=True, is_published=True
        )
        row = Occurrence.objects.create(event=event, starts_at=morning(OLD, 9), ends_at=morning(OLD, 11))
        diane = Membership.objects.get(user__email="diane@demo.example")
        answer(row, diane, Choice.YES, by=diane)
        token, secret = tokens.make(diane, name="Essai", purpose=FeedToken.Purpose.MINE)
    yield row, f"/agenda/abonnement/{secret}.ics"
    with django_db_blocker.unblock(), context.use(tenant.context):
        event.delete()
        audience.delete()
        token.delete()
        Mail.objects.filter(to=["diane@demo.example"], subject__contains=TITLE).delete()
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        ModelLogEntry.objects.filter(pk__gt=last_entry).delete()


def in_feed(page, url: str) -> icalendar.Event:
    """Return the date as a calendar program reads it; the page is on the same host."""
    text = page.evaluate("url => fetch(url).then((answer) => answer.text())", url)
    [found] = [each for each in icalendar.Calendar.from_ical(text).walk("VEVENT") if each["SUMMARY"] == TITLE]
    return found


def await_mail(page, mailbox: str, subject: str) -> None:
    """Look into the mailbox of the demonstration until the worker has written."""
    for _ in range(300):
        page.goto(mailbox)
        if page.get_by_role("link", name=re.compile(subject)).count():
            return
    pytest.fail(f"No mail « {subject} » came.")


def test_who_comes_is_told_of_a_date_that_moves(server, open_window, signed_in, meeting, django_db_blocker):
    row, feed = meeting
    alice, diane = (open_window(storage_state=signed_in(who, PDC)).page for who in ("alice", "diane"))
    telephone = open_window(320).page  # nobody is signed in there
    telephone.goto(f"{server(PDC)}/agenda/")
    before = in_feed(telephone, feed)
    assert before["SEQUENCE"] == 0

    alice.goto(f"{server(PDC)}/admin/agenda/dates/{row.pk}/")
    alice.get_by_label("Jour*", exact=True).fill(NEW.isoformat())
    alice.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(alice.get_by_text(f"ce sera {day(NEW)}")).to_be_visible()  # what will change is read before it is done
    alice.get_by_role("button", name="Modifier", exact=True).click()
    expect(alice.get_by_role("link", name=re.compile("^" + day(NEW).replace(NBSP, r"\s")))).to_be_visible()

    diane.goto(f"{server(PDC)}/agenda/{row.pk}/")
    expect(diane.locator("main time").first).to_contain_text(day(NEW).capitalize())
    after = in_feed(telephone, feed)
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], 1)
    assert after.start == morning(NEW, 9)

    await_mail(telephone, f"{server(PDC)}/boite-aux-lettres/", "Changement de date")
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        mail = Mail.objects.filter(to=["diane@demo.example"], subject__contains="Changement de date").latest("pk")
    assert day(OLD) in mail.text and day(NEW) in mail.text
