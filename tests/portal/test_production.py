"""What production says to browsers and to Django's own checks: nothing half closed, on any kind of answer."""

import os
import subprocess
import sys
from importlib import import_module, reload
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousOperation

from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "production-of-these-tests-Zk3x9Qv7Lw2Rb8Tn5Yc1Hj6Md4Fs0Gp",
    "DATABASE_URL": "postgresql://nobody@localhost/none",
    "PLATFORM_HOSTS": "portail.example.org",
    "DEFAULT_FROM_EMAIL": "a@example.org",
    "EMAIL_HOST": "smtp.example.org",
    "ALLAUTH_TRUSTED_PROXY_COUNT": "1",
}
STRICT = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DEVICES = ("camera=()", "microphone=()", "geolocation=()", "payment=()", "usb=()", "browsing-topics=()")
OWN = ("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_", "X_FRAME_OPTIONS", "PERMISSIONS_POLICY", "MIDDLEWARE")
PAGES = [
    "/", "/le-principe/", "/plateformes/", "/services/", "/actualites/", "/ressources/", "/questions-frequentes/",
    "/chiffres-cles/", "/glossaire/", "/trouver/", "/trouver/?q=zzzzz", "/trouver/suggestions/?q=a",
    "/recherche/?q=bail",
    "/contact/", "/agenda/", "/agenda/mois/2026-12/", "/agenda/flux.ics", "/agenda/flux.rss", "/formations/",
    "/comites/extraits/", "/donnees-ouvertes/", "/api/plateformes/", "/api/plateformes/?format=csv",
    "/api/chiffres/",
    "/actualites/flux.rss", "/actualites/flux.atom", "/plan-du-site/", "/sitemap.xml", "/robots.txt",
    "/.well-known/security.txt", "/habillage/couleurs-1.css", "/accessibilite/", "/accessibilite/signaler/",
    "/mentions-legales/", "/donnees-personnelles/", "/cookies/", "/demander-un-acces/", "/compte/connexion/",
    "/compte/mot-de-passe/oublie/", "/extranet/", "/sante/",
]  # fmt: skip
FAULTS = {
    "/nulle-part/": 404, "/media/t/1/absent.png": 404, "/documents/999999/absent.pdf": 404,
    "/invitation/inconnue/": 410, "/desabonnement/inconnu/": 404, "/static/absent.css": 404,
}  # fmt: skip


@pytest.fixture
def production(settings, monkeypatch):
    """Answer as production does: its headers, its cookies, its layers; the tests' own database and mails."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    module = import_module("portal.settings.production")
    reload(module)
    for name in dir(module):
        if name.startswith(OWN):
            setattr(settings, name, getattr(module, name))
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True  # nothing is collected here
    settings.STATIC_ROOT = None


def browser(host: str = PDC_HOST, **how) -> GuardedClient:
    return GuardedClient(host, HTTP_X_FORWARDED_PROTO="https", **how)


def check(response) -> None:
    """Expect every header; of the policy, that nothing written in a page is run, nor comes from elsewhere."""
    assert {name: response.headers.get(name) for name in STRICT} == STRICT
    assert all(each in response["Permissions-Policy"] for each in DEVICES)
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    for word in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*"):
        assert word not in policy
    assert response["X-Frame-Options"] == "DENY"
    for cookie in response.cookies.values():
        assert cookie["secure"] and cookie["samesite"]


def test_django_s_own_checks_have_nothing_to_say_before_a_deployment():
    # What the tests say to themselves in their environment is not said to a server.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")} | ENVIRONMENT
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "?:" not in done.stderr


@pytest.mark.parametrize("host", [PDC_HOST, pytest.param(CASA_HOST, marks=pytest.mark.full)])
def test_every_kind_of_answer_says_what_a_browser_may_do(production, host):
    for address in PAGES:
        response = browser(host).get(address)
        assert response.status_code in (200, 302), address
        check(response)


@pytest.mark.parametrize(("address", "status"), FAULTS.items())
def test_so_do_the_answers_that_tell_of_a_fault(production, address, status):
    response = browser().get(address)
    assert response.status_code == status
    check(response)


def test_so_do_files(production):
    for name in ("design/css/main.css", "design/js/menu.js"):
        response = browser().get(f"/static/{name}")
        assert response.status_code == 200
        response.close()
        check(response)


def test_so_do_an_unknown_host_and_the_operator_s(production, settings):
    settings.PLATFORM_HOSTS = ["localhost"]
    check(browser("nulle-part.example").get("/"))
    check(browser("localhost").get("/"))
    check(browser("localhost").get("/nulle-part/"))


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [(RuntimeError("cassé"), 500, "Un problème de notre côté"), (SuspiciousOperation("?"), 400, "pas compris")],
)
def test_so_does_a_page_that_breaks_and_it_stands_without_the_rest(production, monkeypatch, fault, status, words):
    def breaks(*args, **kwargs):
        raise fault

    monkeypatch.setattr("home.views.search.search", breaks)
    client = browser()
    client.raise_request_exception = False
    response = client.get("/recherche/?q=bail")
    assert response.status_code == status
    assert words in response.text
    assert "cassé" not in response.text
    check(response)


def test_so_does_a_form_that_expired(production):
    client = browser(enforce_csrf_checks=True)
    response = client.post("/contact/", {"message": "Bonjour"})
    assert response.status_code == 403
    assert "Le formulaire a expiré" in response.text
    check(response)


def test_so_does_a_refusal(production):
    response = browser().login_as("bob").get("/extranet/gestion/demandes/")
    assert response.status_code == 403
    check(response)


def test_nothing_is_said_over_a_line_that_anyone_may_change(production):
    response = GuardedClient(PDC_HOST).get("/contact/?sujet=presse")
    assert response.status_code == 301
    assert response["Location"] == f"https://{PDC_HOST}/contact/?sujet=presse"
    assert GuardedClient(PDC_HOST).get("/sante/").status_code == 200  # whoever balances the load asks so


def test_the_back_office_alone_may_be_framed_by_itself(production):
    preview = browser().login_as("gael").get("/admin/identite/apercu/")
    assert preview.status_code == 200
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
