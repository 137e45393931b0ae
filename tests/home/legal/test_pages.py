"""The pages that the law asks for, on each portal from its first day."""

import importlib
import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from home.legal.models import AccessibilityAction, AccessibilityAudit, AccessibilityScheme
from home.models import ContentPage
from portal.database import context
from portal.demo.loader import load_demo
from portal.tenancy.processing import Processing, declare, processings_of
from tests.conftest import CASA_HOST, PDC_HOST, TODAY, GuardedClient
from tests.home.legal.conftest import HOST

pytestmark = pytest.mark.django_db

LAW = [
    "/accessibilite/", "/accessibilite/schema-pluriannuel/", "/accessibilite/signaler/", "/mentions-legales/",
    "/donnees-personnelles/", "/cookies/",
]  # fmt: skip
LINKED = {"/accessibilite/", "/mentions-legales/", "/donnees-personnelles/", "/cookies/"}
TYPES = [
    "/", "/le-principe/", "/plateformes/", "/plateformes/finistere/", "/services/", "/actualites/", "/contact/",
    "/trouver/?q=Brest", "/trouver/29232-quimper/", "/donnees-ouvertes/", "/compte/connexion/", "/demander-un-acces/",
    "/nulle-part/", *LAW,
]  # fmt: skip


@pytest.mark.parametrize("address", TYPES)
def test_on_the_first_day_each_page_has_each_mandatory_link_and_it_leads_somewhere(finistere, address):
    visitor = GuardedClient(HOST)
    page = visitor.get(address)
    text = page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Accessibilité : non conforme" in text
    footer = text[text.index('<footer class="footer"') :]
    links = set(re.findall(r'href="(/[^"]*)"', footer))
    assert links >= LINKED
    for link in LINKED:
        assert visitor.get(link).status_code == 200


@pytest.mark.parametrize("host", [PDC_HOST, CASA_HOST])
@pytest.mark.parametrize("address", LAW)
def test_each_page_takes_few_queries_and_no_more_with_more_to_say(host, address, request):
    client = GuardedClient(host)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    assert count() <= 12  # nothing is remembered yet
    before = count()
    tenant = request.getfixturevalue("pdc" if host == PDC_HOST else "casa")
    scheme = AccessibilityScheme.objects.get()
    AccessibilityAudit.objects.bulk_create(
        AccessibilityAudit(tenant=tenant, date=TODAY.replace(year=2000 + n % 20), rate=10, auditor="…", sample="…")
        for n in range(30)
    )
    AccessibilityAction.objects.bulk_create(
        AccessibilityAction(tenant=tenant, scheme=scheme, year=2026 + n % 3, action=f"A{n}") for n in range(30)
    )
    client.get(address)
    assert count() <= before + (address == "/accessibilite/")


def test_examples_are_marked_on_the_demonstration_and_what_is_known_is_not(casa_client):
    page = casa_client.get("/mentions-legales/").text
    assert re.search(r"Communauté d’agglomération Sophia Antipolis</dd>", page)
    assert re.search(r"04 65 71 00 06</a> \(exemple\)", page)
    assert "en cours de complément" not in page


def test_the_scheme_shows_its_plans_year_by_year(casa_client, scheme):
    page = casa_client.get("/accessibilite/schema-pluriannuel/").text
    assert f"Plan d’actions {scheme.starts_on.year}" in page
    assert "Former les personnes qui publient (exemple)" in page
    scheme.delete()
    assert "Cette information est en cours de complément." in casa_client.get("/accessibilite/schema-pluriannuel/").text


def test_the_neighbour_s_words_are_not_ours(casa_client, pdc_client, scheme):
    scheme.commitments = "Engagement de la seule CASA"
    scheme.save()
    address = "/accessibilite/schema-pluriannuel/"
    assert "la seule CASA" in casa_client.get(address).text
    assert "la seule CASA" not in pdc_client.get(address).text
    assert "dpo@casa" not in pdc_client.get("/donnees-personnelles/").text


def test_personal_data_tells_each_use_and_of_modules_only_those_that_are_on(casa, casa_client):
    page = casa_client.get("/donnees-personnelles/").text
    for words in (
        "Le formulaire de contact", "90\N{NO-BREAK SPACE}jours", "Les demandes d’accès",
        "Les comptes des professionnels", "Les inscriptions à l’agenda", "Les évaluations des formations",
        "Les comités", "La lecture des documents", "Les courriels et les annonces",
        "Les signalements d’accessibilité", "3\N{NO-BREAK SPACE}ans après la session",
        "12 mois sans visite", "mission d’intérêt public", "opposition", "cnil.fr/fr/plaintes",
    ):  # fmt: skip
        assert words in page, words
    casa.modules = []
    casa.dormant_after = 6
    casa.save()
    page = casa_client.get("/donnees-personnelles/").text
    for words in ("Les inscriptions à l’agenda", "Les évaluations des formations", "Les comités"):
        assert words not in page
    assert "6 mois sans visite" in page


def test_every_use_of_personal_data_is_said_whole(pdc):
    for each in processings_of(pdc):
        assert all([each.title, each.data, each.purpose, each.recipients, each.kept_by(pdc)]), each.code
        assert not each.kept_by(pdc).endswith(".")


def test_two_uses_of_one_code_are_refused(pdc):
    first = processings_of(pdc)[0]
    declare(first)
    other = {name: getattr(first, name) for name in ("code", "order", "data", "purpose", "recipients", "kept")}
    with pytest.raises(Exception, match=first.code):
        declare(Processing(title="Autre", **other))


def test_cookies_are_named_as_this_installation_names_them(casa_client, settings):
    settings.SESSION_COOKIE_NAME = "__Host-session"
    page = casa_client.get("/cookies/").text
    for words in ("__Host-session", "csrftoken", "appareil", "aucun bandeau", "12 heures", "12 mois"):
        assert words in page, words


@pytest.mark.parametrize("address", LAW)
def test_bad_questions_change_nothing(casa_client, address):
    assert casa_client.get(f"{address}?page=%00&q=%FF&le=abc").status_code == 200


def migration():
    return importlib.import_module("home.legal.migrations.0003_written_pages_step_aside")


def test_pages_written_before_step_aside_as_drafts_and_may_come_back(casa, casa_client):
    home = Page.objects.get(pk=casa.home_page_id)
    page = home.add_child(instance=ContentPage(title="Cookies", slug="cookies", lead="Nos mots"))
    page.save_revision().publish()
    kept = home.add_child(instance=ContentPage(title="Autre", slug="autre"))
    with context.use(context.PLATFORM):
        migration().step_aside(apps, None)
    page.refresh_from_db()
    assert (page.slug, page.live, page.url_path) == ("ancienne-cookies", False, f"{home.url_path}ancienne-cookies/")
    assert page.latest_revision.content["slug"] == "ancienne-cookies"
    assert page.lead == "Nos mots"
    kept.refresh_from_db()
    assert (kept.slug, kept.live) == ("autre", True)
    assert "Aucun traceur" in casa_client.get("/cookies/").text
    assert casa_client.get("/ancienne-cookies/").status_code == 404
    with context.use(context.PLATFORM):
        migration().come_back(apps, None)
    page.refresh_from_db()
    assert (page.slug, page.live) == ("cookies", True)


def test_the_demonstration_writes_no_such_page_and_twice_writes_the_same(casa):
    def rows():
        models = (AccessibilityScheme, AccessibilityAction)
        return [model.objects.count() for model in models]

    before = rows()
    assert not Page.objects.filter(slug__in=["accessibilite", "mentions-legales", "cookies"]).exists()
    load_demo(TODAY)
    assert rows() == before
