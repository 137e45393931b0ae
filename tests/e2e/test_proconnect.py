"""ProConnect in a real browser: from its button to the dashboard by a second factor, and out again by both doors."""

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from portal.accounts.models import ProConnectIdentity
from portal.database import context
from portal.tenancy.models import Tenant
from tests.counterparts import openid
from tests.e2e.addresses import PDC
from tests.e2e.conftest import PROCONNECT_PORT
from tests.e2e.test_accounts import FACTORS, confirm, sign_out
from tests.e2e.test_every_page import violations
from tests.e2e.test_staff import sign_in
from tests.portal.accounts.people import code
from tests.portal.accounts.test_proconnect import BACK, OUT


@pytest.fixture
def provider(server, django_db_blocker):
    """ProConnect answers, and is on in the Pas-de-Calais; nothing of it stays."""
    with openid.running(PROCONNECT_PORT) as running:
        running.returns.append(server(PDC) + BACK)
        running.exits.append(server(PDC) + OUT)
        _switch(django_db_blocker, on=True)
        yield running
    _switch(django_db_blocker, on=False)


def _switch(django_db_blocker, *, on: bool) -> None:
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        Tenant.objects.filter(slug="pas-de-calais").update(has_proconnect=on)
        for model in (Authenticator, ProConnectIdentity):
            model.objects.all().delete()


def _fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_from_the_button_to_the_dashboard_and_out_by_both_doors(server, open_window, provider):
    window = sign_in(open_window(), server(PDC), "diane", "/extranet/")
    page = window.page
    page.goto(f"{server(PDC)}{FACTORS}application/")
    confirm(page)
    secret = page.locator(".account__secret").inner_text()
    page.get_by_label("Code à six chiffres").fill(code(secret))
    page.get_by_role("button", name="Ajouter l’application").click()
    expect(page.locator("h1")).to_have_text("Codes de secours")
    sign_out(page)

    page.goto(f"{server(PDC)}/compte/connexion/")
    assert violations(page) == []
    assert [url for url in window.requests if str(PROCONNECT_PORT) in url] == []
    page.get_by_role("link", name="S’identifier avec ProConnect").click()
    expect(page.locator("h1")).to_have_text("Encore une étape")
    page.get_by_label("Code").fill(code(secret, steps=1))
    page.get_by_role("button", name="Continuer").click()
    expect(page).to_have_url(re.compile("/extranet/$"))
    page.goto(f"{server(PDC)}/compte/identite/")
    expect(page.get_by_role("main")).to_contain_text("ouvre ce compte depuis")
    assert violations(page) == []

    sign_out(page)
    expect(page).to_have_url(f"{server(PDC)}/")
    assert len(provider.ended) == 1
    assert window.faults == []


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)])
def test_a_stranger_reads_what_to_do(server, open_window, provider, width, dark):
    provider.person["email"] = "une-adresse-assez-longue-pour-deborder@nulle-part.example"
    page = open_window(width, dark=dark).page
    page.goto(f"{server(PDC)}/compte/connexion/")
    assert violations(page) == []
    assert _fits(page)
    page.get_by_role("link", name="S’identifier avec ProConnect").click()
    expect(page.locator("h1")).to_have_text("Cette identité n’ouvre pas cet espace")
    assert violations(page) == []
    assert _fits(page)
    page.get_by_role("link", name="Sortir de ProConnect").click()
    expect(page).to_have_url(f"{server(PDC)}/")
    assert len(provider.ended) == 1
