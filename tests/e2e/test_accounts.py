"""One's own account in a real browser: passkeys, the pages on a telephone, a second factor that was lost."""

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from portal.database import context
from portal.demo.people import PASSWORD
from tests.e2e.addresses import CASA, PDC
from tests.e2e.test_every_page import violations
from tests.e2e.test_staff import sign_in
from tests.portal.accounts.people import code

FACTORS = "/compte/double-authentification/"
OWN_PAGES = ["", "nom/", "adresses/", "mot-de-passe/", "appareils/", "double-authentification/",
             "double-authentification/application/", "double-authentification/cles/ajouter/"]  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_keeps_a_second_factor(server, django_db_blocker):
    yield
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        Authenticator.objects.all().delete()


@pytest.fixture
def device():
    """``device(window)`` gives the window a telephone that recognises its owner at once."""

    def give(window) -> None:
        session = window.context.new_cdp_session(window.page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    return give


def confirm(page) -> None:
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Confirmer").click()


def sign_out(page) -> None:
    if page.get_by_role("button", name="Menu").is_visible():
        page.get_by_role("button", name="Menu").click()
    page.locator("header").get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("link", name="Espace professionnel")).to_be_visible()


def test_a_passkey_is_made_and_opens_the_back_office_here_and_nowhere_else(server, open_window, device):
    window = sign_in(open_window(), server(PDC), "gael", "/extranet/")
    page = window.page
    device(window)
    page.goto(server(PDC) + FACTORS)
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    confirm(page)
    page.get_by_label("Nom de la clé").fill("Ordinateur du bureau")
    page.get_by_role("button", name="Ajouter cette clé").click()
    expect(page.locator("h1")).to_have_text("Codes de secours")
    page.get_by_role("link", name="C’est rangé, continuer").click()
    expect(page.get_by_role("heading", name="Ordinateur du bureau")).to_be_visible()
    sign_out(page)

    page.goto(f"{server(PDC)}/compte/connexion/?next=/admin/equipe/")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(page).to_have_url(re.compile("/admin/equipe/$"))
    page.wait_for_load_state("networkidle")

    page.goto(f"{server(CASA)}/compte/connexion/")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(page.get_by_role("alert")).to_contain_text("n’a pas répondu")
    assert window.faults == []


def test_without_javascript_there_is_another_way_in(server, open_window):
    plain = open_window(320, java_script_enabled=False)
    plain.page.goto(server(PDC) + "/compte/connexion/")
    expect(plain.page.get_by_role("button", name="Utiliser une clé d’accès")).to_be_hidden()
    expect(plain.page.get_by_role("link", name="Recevoir un code par courriel")).to_be_visible()
    sign_in(plain, server(PDC), "gael", "/extranet/")
    plain.page.goto(f"{server(PDC)}{FACTORS}cles/ajouter/")
    confirm(plain.page)
    expect(plain.page.get_by_role("main")).to_contain_text("Une application de codes marche partout")


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)])
def test_the_pages_of_one_s_account_have_no_fault(server, open_window, width, dark):
    window = sign_in(open_window(width, dark=dark), server(PDC), "gael", "/extranet/")
    page = window.page
    page.goto(f"{server(PDC)}/compte/confirmer/?next=/compte/")
    assert violations(page) == []
    confirm(page)
    for address in OWN_PAGES:
        assert page.goto(f"{server(PDC)}/compte/{address}").status == 200
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert window.faults == []


def test_a_second_factor_that_was_lost_is_given_back(server, open_window):
    iris, gael = open_window(320), open_window()
    sign_in(iris, server(PDC), "iris", "/extranet/")
    iris.page.goto(f"{server(PDC)}{FACTORS}application/")
    confirm(iris.page)
    secret = iris.page.locator(".account__secret").inner_text()
    iris.page.get_by_label("Code à six chiffres").fill(code(secret))
    iris.page.get_by_role("button", name="Ajouter l’application").click()
    expect(iris.page.locator("h1")).to_have_text("Codes de secours")
    assert violations(iris.page) == []
    sign_out(iris.page)

    sign_in(iris, server(PDC), "iris", "/compte/connexion/double/")
    expect(iris.page.get_by_role("main")).to_contain_text("Vous n’avez plus rien de tout cela")
    assert violations(iris.page) == []

    sign_in(gael, server(PDC), "gael", "/extranet/")
    gael.page.goto(server(PDC) + "/admin/equipe/")
    gael.page.get_by_role("link", name="Iris (exemple)").click()
    gael.page.get_by_role("link", name="Réinitialiser la double authentification").click()
    expect(gael.page.get_by_role("button", name="Réinitialiser", exact=True)).to_be_visible()
    assert violations(gael.page, "main") == []
    gael.page.get_by_role("button", name="Réinitialiser", exact=True).click()
    expect(gael.page.locator(".messages")).to_contain_text("est réinitialisée")

    iris.page.goto(server(PDC) + "/boite-aux-lettres/")
    expect(iris.page.get_by_role("main")).to_contain_text("Votre double authentification a été réinitialisée")
    sign_in(iris, server(PDC), "iris", "/extranet/")
