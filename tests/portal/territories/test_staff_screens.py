"""Staff correct contacts and coverage; what is assumed or missing stands out."""

import datetime

import pytest
from django.utils import timezone

from portal.accounts.models import User
from portal.database import context
from portal.tenancy.models import Tenant
from portal.territories.models import (
    Commune,
    Coordination,
    CoverageException,
    CoverageRule,
    Intercommunality,
    Platform,
)
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db
SCREENS = ["platform", "coveragerule", "coverageexception", "otherbody", "services", "territoires/a-verifier"]


@pytest.fixture
def gael(pdc):
    return GuardedClient(PDC_HOST).login_as("gael")


def test_assumed_perimeters_and_missing_contacts_stand_out(gael):
    page = gael.get("/admin/territoires/a-verifier/").text
    assert "17 périmètres sur 20" in " ".join(page.split())
    assert "Aucun téléphone" in page
    assert "coordinationLDA.ruralitéarrageoise@audasse.fr" in page
    assert "Aucun contact connu" in page


def test_a_platform_that_nobody_coordinates_stands_out_for_who_may_say_who_does(gael, pdc):
    alice, day = User.objects.get(email="alice@demo.example"), datetime.timedelta(days=1)
    calaisis, today = Platform.objects.get(slug="calaisis"), timezone.localdate()
    for other in Platform.objects.filter(coordinations=None).exclude(pk=calaisis.pk):
        Coordination.objects.create(platform=other, user=alice, started_on=today + day)  # somebody will
    Coordination.objects.create(platform=calaisis, user=alice, started_on=today - day, ended_on=today)
    page = gael.get("/admin/territoires/a-verifier/").text
    assert "Plateformes sans coordination" in page
    assert page.count("Aucune coordination") == 1
    assert f'<a href="/admin/territoires/coordination/{calaisis.pk}/">{calaisis.name}</a>' in page
    assert "<strong>1</strong> plateforme sans coordination" in gael.get("/admin/").text
    for person in ("alice", "chloe"):
        browser = GuardedClient(PDC_HOST).login_as(person)
        for address in ("/admin/territoires/a-verifier/", "/admin/"):
            assert "sans coordination" not in browser.get(address).text, (person, address)


def test_the_first_page_leads_to_what_is_to_check(gael):
    assert "/admin/territoires/a-verifier/" in gael.get("/admin/").text


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(
    ("person", "host", "status"),
    [
        ("gael", PDC_HOST, 200),
        ("alice", PDC_HOST, 200),
        ("chloe", PDC_HOST, 200),
        ("iris", PDC_HOST, 302),  # rédaction writes pages only: Wagtail sends her back to its first page
        ("bob", PDC_HOST, 403),
        ("gael", CASA_HOST, 403),
    ],
)
def test_who_sees_each_screen(screen, person, host, status):
    response = GuardedClient(host).login_as(person).get(f"/admin/{screen}/")
    assert response.status_code in ({status, 403} if status == 302 else {status})


def test_a_new_telephone_is_read_by_the_public(gael):
    platform = Platform.objects.get(slug="calaisis")
    fields = {
        "name": platform.name,
        "title": platform.title,
        "slug": platform.slug,
        "carrier": "",
        "email": platform.email,
    }
    response = gael.post(f"/admin/platform/edit/{platform.pk}/", fields | {"phone": "03 21 00 00 00"})
    assert response.status_code == 302
    assert "tel:+33321000000" in gael.get("/trouver/?q=Calais").text


def test_a_telephone_that_is_none_is_refused_at_its_field(gael):
    platform = Platform.objects.get(slug="calaisis")
    fields = {"name": platform.name, "title": platform.title, "slug": platform.slug, "carrier": "", "email": ""}
    page = gael.post(f"/admin/platform/edit/{platform.pk}/", fields | {"phone": "12"}).text
    assert "Un numéro à dix chiffres" in page


def test_confirming_a_perimeter_takes_the_notice_away(gael):
    rule = CoverageRule.objects.get(intercommunality__name="CC du Pays de Lumbres")
    assert "indicatif" in gael.get("/trouver/?q=Alquines").text
    gael.post(
        f"/admin/coveragerule/edit/{rule.pk}/",
        {"intercommunality": rule.intercommunality_id, "departement": "62", "platform": rule.platform_id,
         "other_body": "", "state": "confirme", "reason": "Confirmé par écrit."},
    )  # fmt: skip
    assert "indicatif" not in gael.get("/trouver/?q=Alquines").text


@pytest.mark.parametrize("both", [True, False])
def test_a_rule_has_exactly_one_who_answers(gael, both):
    from portal.territories.models import OtherBody

    fields = {"intercommunality": Intercommunality.objects.exclude(coverage_rules__isnull=False).first().pk,
              "departement": "", "state": "confirme", "reason": "",
              "platform": Platform.objects.first().pk if both else "",
              "other_body": OtherBody.objects.first().pk if both else ""}  # fmt: skip
    response = gael.post("/admin/coveragerule/new/", fields)
    assert response.status_code == 200
    assert "Choisissez une plateforme ou un autre organisme" in response.text


def test_the_same_intercommunality_twice_is_an_error_in_words(gael):
    rule = CoverageRule.objects.exclude(platform=None).first()
    response = gael.post(
        "/admin/coveragerule/new/",
        {"intercommunality": rule.intercommunality_id, "departement": "", "platform": rule.platform_id,
         "other_body": "", "state": "confirme", "reason": ""},
    )  # fmt: skip
    assert response.status_code == 200
    assert "a déjà une règle" in response.text


def test_an_assumption_says_why(gael):
    siren = Intercommunality.objects.exclude(coverage_rules__isnull=False).first().pk
    page = gael.post(
        "/admin/coveragerule/new/",
        {"intercommunality": siren, "departement": "", "platform": Platform.objects.first().pk, "other_body": "",
         "state": "a_confirmer", "reason": ""},
    ).text  # fmt: skip
    assert "Dites pourquoi" in page


def test_an_exception_is_made_by_choosing_a_commune(gael):
    found = gael.get("/admin/commune_chooser/results/?q=wimer").text
    assert "Wimereux" in found
    commune = Commune.objects.get(name="Wimereux")
    platform = Platform.objects.get(slug="calaisis")
    response = gael.post(
        "/admin/coverageexception/new/",
        {"commune": commune.pk, "platform": platform.pk, "other_body": "", "reason": "essai"},
    )
    assert response.status_code == 302
    assert CoverageException.objects.get().target == platform


@pytest.mark.parametrize("chooser", ["commune_chooser", "intercommunality_chooser"])
def test_nobody_makes_a_commune_while_choosing_one(pdc, chooser):
    olga = GuardedClient(PDC_HOST).login_as("olga")
    assert olga.post(f"/admin/{chooser}/create/", {}).status_code == 404
    window = olga.get(f"/admin/{chooser}/")
    assert window.status_code == 200
    assert "create" not in window.text


def test_the_neighbour_s_rows_cannot_be_opened_changed_or_chosen(gael):
    with context.use(context.PLATFORM):
        theirs = Platform.objects.get(slug="casa")
        rule = CoverageRule.objects.filter(tenant=Tenant.objects.get(slug="casa")).get()
    assert gael.get(f"/admin/platform/edit/{theirs.pk}/").status_code == 404
    assert gael.post(f"/admin/platform/delete/{theirs.pk}/").status_code == 404
    assert gael.get(f"/admin/coveragerule/edit/{rule.pk}/").status_code == 404
    fields = {"intercommunality": Intercommunality.objects.exclude(coverage_rules__isnull=False).first().pk,
              "departement": "", "platform": theirs.pk, "other_body": "",
              "state": "confirme", "reason": ""}  # fmt: skip
    assert gael.post("/admin/coveragerule/new/", fields).status_code == 200
    assert "Sophia" not in gael.get("/admin/coveragerule/new/").text


def test_a_platform_that_still_answers_somewhere_stays_and_says_why(gael):
    platform = Platform.objects.get(slug="artois")
    response = gael.post(f"/admin/platform/delete/{platform.pk}/", follow=True)
    assert response.status_code == 200
    assert "répond encore pour une partie du territoire" in response.text
    assert Platform.objects.filter(pk=platform.pk).exists()
    assert gael.get("/plateformes/artois/").status_code == 200


def test_a_platform_that_answers_nowhere_goes_with_its_page(gael):
    platform = Platform.objects.create(name="Essai", slug="essai", title="plateforme d’essai")
    assert gael.post(f"/admin/platform/delete/{platform.pk}/").status_code == 302
    assert gael.get("/plateformes/essai/").status_code == 404


def test_a_new_platform_has_its_page_at_once(gael):
    response = gael.post(
        "/admin/platform/new/",
        {"name": "Essai", "title": "plateforme d’essai", "slug": "essai", "carrier": "", "phone": "", "email": ""},
    )
    assert response.status_code == 302
    assert gael.get("/plateformes/essai/").status_code == 200


def test_each_list_takes_a_flat_number_of_queries(gael, pdc, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    addresses = [
        "/admin/platform/",
        "/admin/coveragerule/",
        "/admin/coverageexception/",
        "/admin/territoires/a-verifier/",
    ]

    def count(address):
        gael.get(address)
        with CaptureQueriesContext(connection) as queries:
            gael.get(address)
        return len(queries)

    def grow(first, last):
        for commune in Commune.objects.filter(departement="80")[first:last]:
            CoverageException.objects.create(commune=commune, platform=Platform.objects.first())

    grow(0, 2)
    before = {address: count(address) for address in addresses}
    grow(2, 15)
    for n in range(10):
        Platform.objects.create(name=f"P{n}", slug=f"p{n}", title=f"plateforme {n}", phone="0321000000", email="a@b.fr")
    assert {address: count(address) for address in addresses} == before
