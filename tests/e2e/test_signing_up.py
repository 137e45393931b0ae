"""The last seat of a date goes from one to the next: on the page, by mail, without signing in. In a real browser."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Event, Occurrence
from portal.database import context
from portal.notifications.models import Mail
from portal.organisations.models import Audience
from portal.tenancy.models import Tenant
from tests.e2e.addresses import PDC
from tests.e2e.test_every_page import check, violations

LINK = "https://visio.example/salle-42"


@pytest.fixture
def date(server, django_db_blocker):
    """The address of a date with one seat, and what the last mail to somebody says; nothing of it stays."""
    with django_db_blocker.unblock():
        with context.use(context.PLATFORM):
            tenant = Tenant.objects.get(slug="pas-de-calais")
        with context.use(tenant.context):
            audience = Audience.objects.create()
            event = Event.objects.create(
                title="Une seule place", audience=audience, takes_signups=True, is_published=True
            )
            start = timezone.now() + datetime.timedelta(days=20)
            row = Occurrence.objects.create(
                event=event, starts_at=start, ends_at=start + datetime.timedelta(hours=2), capacity=1, remote_link=LINK
            )
    yield f"/agenda/{row.pk}/"
    with django_db_blocker.unblock(), context.use(tenant.context):
        event.delete()
        audience.delete()


@pytest.fixture
def mail_to(server, django_db_blocker):
    """``mail_to(person)`` is what the last mail to them says."""

    def read(person: str) -> str:
        with django_db_blocker.unblock(), context.use(context.PLATFORM):
            return (
                Mail.objects.filter(to=[f"{person}@demo.example"]).order_by("pk").values_list("text", flat=True).last()
            )

    return read


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)], ids=["telephone-dark", "desk-light"])
def test_removing_somebody_and_a_link_that_is_void_have_no_fault(server, open_window, signed_in, date, width, dark):
    host = server(PDC)
    alice = open_window(width, dark=dark, storage_state=signed_in("alice", PDC))
    alice.page.goto(host + date)
    alice.page.get_by_role("button", name="Je viens", exact=True).click()
    check(alice, host, f"/extranet/gestion{date}")
    alice.page.get_by_role("link", name="Retirer Alice").click()
    check(alice, host, alice.page.url.removeprefix(host))
    alice.page.get_by_role("button", name="Retirer de la liste").click()
    expect(alice.page.get_by_role("heading", name="Inscriptions retirées (1)")).to_be_visible()
    nobody = open_window(width, dark=dark)
    check(nobody, host, "/agenda/repondre/faux/")
    expect(nobody.page.get_by_role("heading", level=1)).to_have_text("Ce lien n’est plus valable")


def test_the_last_seat_goes_from_one_to_the_next(server, open_window, signed_in, date, mail_to):
    diane, bob = (open_window(320, dark=True, storage_state=signed_in(who, PDC)) for who in ("diane", "bob"))
    diane.page.goto(server(PDC) + date)
    diane.page.get_by_role("button", name="Je viens", exact=True).click()
    expect(diane.page.get_by_role("link", name=LINK)).to_be_visible()
    assert violations(diane.page) == []

    bob.page.goto(server(PDC) + date)
    bob.page.get_by_role("button", name="Demander une place").click()
    expect(bob.page.get_by_text("Liste d’attente, rang 1")).to_be_visible()
    assert violations(bob.page) == []

    diane.page.get_by_role("button", name="Je ne viens pas").click()
    expect(diane.page.get_by_text("Vous ne venez pas", exact=True)).to_be_visible()

    mail = open_window(320)  # wherever the mail is read: nobody is signed in there
    path = re.search(r"(/agenda/repondre/\S+)", mail_to("bob"))[1]
    check(mail, server(PDC), path)
    mail.page.get_by_role("button", name="Accepter la place").click()
    expect(mail.page.get_by_role("status")).to_contain_text("Vous venez")

    bob.page.reload()
    expect(bob.page.get_by_role("link", name=LINK)).to_be_visible()
    alice = open_window(320, dark=True, storage_state=signed_in("alice", PDC))
    check(alice, server(PDC), f"/extranet/gestion{date}")
    expect(alice.page.get_by_role("heading", name="Viennent (1)")).to_be_visible()
    alice.page.get_by_role("link", name="Inscrire quelqu’un").click()
    alice.page.get_by_label("Nom ou organisation").press_sequentially("fann", delay=50)
    expect(alice.page.get_by_role("option", name=re.compile("Fanny"))).to_be_visible()
    assert violations(alice.page) == []
    assert diane.faults == bob.faults == mail.faults == alice.faults == []
