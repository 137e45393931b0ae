"""What people reach from a mail, without signing in: their access request in each state, and the way out of mails."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from extranet.access.keys import digest, token_of
from extranet.access.models import AccessRequest, State
from portal.database import context
from portal.notifications.models import ChosenPace
from portal.notifications.unsubscription import path_for
from portal.tenancy.models import Membership, Tenant
from tests.e2e.addresses import CASA, PDC
from tests.e2e.test_every_page import check, violations

widths = pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)], ids=["telephone-dark", "desk-light"])


@pytest.fixture
def own_pages(server, django_db_blocker):
    """``{state: (host, address)}`` of senders' pages: those of the demonstration, and two that are not confirmed."""
    made = []
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug="pas-de-calais")
    with django_db_blocker.unblock(), context.use(tenant.context):
        for email, hours in (("a.temps@ccas.example", 20), ("trop.tard@ccas.example", -20)):
            asked = AccessRequest(
                first_name="Amina", last_name="Leroy-Vandenbroucke", email=email, function="Accompagnatrice sociale",
                organisation_name="Association d’accompagnement au nom très long", reason="Lire les comptes rendus.",
                confirmable_until=timezone.now() + datetime.timedelta(hours=hours),
            )  # fmt: skip
            asked.token_digest = digest(token_of(asked))
            asked.save()
            made.append(asked.pk)
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        hosts = {"pas-de-calais": PDC, "casa": CASA}
        pages = {
            (each.state, each.is_confirmable): (hosts[each.tenant.slug], f"/demander-un-acces/suivi/{token_of(each)}/")
            for each in AccessRequest.objects.select_related("tenant")
        }
    yield pages
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        AccessRequest.objects.filter(pk__in=made).delete()


@widths
def test_the_sender_s_page_has_no_fault_in_any_state(server, open_window, own_pages, width, dark):
    assert {state for state, _ in own_pages} >= set(State.values) - {State.EXPIRED}
    window = open_window(width, dark=dark)
    for host, address in own_pages.values():
        window.requests.clear()
        check(window, server(host), address)
        assert window.page.locator("h1").inner_text() == "Votre demande d’accès"


def test_an_answer_left_empty_is_said_where_the_focus_goes(server, open_window, own_pages):
    host, address = own_pages[State.ASKED, False]
    window = open_window(320, dark=True)
    window.page.goto(server(host) + address)
    window.page.get_by_role("button", name="Envoyer").click()
    expect(window.page.get_by_role("alert")).to_be_focused()
    assert violations(window.page) == []
    window.page.get_by_role("alert").get_by_role("link").click()
    expect(window.page.get_by_label("Votre réponse")).to_be_focused()


@widths
def test_the_way_out_of_a_mail_has_no_fault(server, open_window, settings, django_db_blocker, width, dark):
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        diane = Membership.objects.get(user__email="diane@demo.example")
        settings.SECRET_KEY = (settings.DATA_DIR / "e2e" / "secret_key").read_text().strip()  # the server's own
        address = path_for(diane, ["library.new", "cercles_reponses"])
    window = open_window(width, dark=dark)
    check(window, server(PDC), address)
    window.page.get_by_role("button", name="Ne plus les recevoir").click()
    expect(window.page.locator("h1")).to_have_text("C’est fait")
    assert violations(window.page) == []
    assert window.faults == []
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        assert ChosenPace.objects.filter(membership=diane).delete()[0] == 2
