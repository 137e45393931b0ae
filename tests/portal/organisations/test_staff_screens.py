"""Staff keep the directory: organisations, who works where, circles."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.database import context
from portal.organisations.models import Affiliation, Circle, Organisation
from portal.tenancy.models import Membership
from portal.territories.models import Platform
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.extranet.directory.people import many_members, many_organisations, member, organisation

pytestmark = pytest.mark.django_db
SCREENS = ["organisation/", "organisation/new/", "affiliation/", "affiliation/new/", "circle/", "circle/new/",
           "annuaire/importer/"]  # fmt: skip


@pytest.fixture
def gael(pdc):
    return GuardedClient(PDC_HOST).login_as("gael")


def sheet(**fields) -> dict:
    empty = dict.fromkeys(("mission", "seat", "phone", "email", "website", "internal_contact", "ended_on"), "")
    return empty | {"name": "Foyer", "kind": "association", "email_domains": ""} | fields


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(("person", "host", "status"), [
    ("gael", PDC_HOST, {200}), ("alice", PDC_HOST, {200}), ("chloe", PDC_HOST, {200}), ("iris", PDC_HOST, {302, 403}),
    ("bob", PDC_HOST, {403}), ("gael", CASA_HOST, {403}),
])  # fmt: skip
def test_who_sees_each_screen(screen, person, host, status):
    assert GuardedClient(host).login_as(person).get(f"/admin/{screen}").status_code in status


def test_an_organisation_is_made_and_found(gael):
    platforms = [Platform.objects.get(slug="artois").pk]
    answer = gael.post("/admin/organisation/new/", sheet(platforms=platforms, seat="62498", email_domains="foyer.fr"))
    assert answer.status_code == 302
    made = Organisation.objects.get(name="Foyer")
    assert made.email_domains == ["foyer.fr"]
    assert "Foyer" in GuardedClient(PDC_HOST).login_as("bob").get("/extranet/annuaire/?platform=artois").text


def test_a_name_twice_and_a_free_domain_are_errors_in_words(gael):
    assert "porte déjà ce nom" in gael.post("/admin/organisation/new/", sheet(name="ccas d’une ville (EXEMPLE)")).text
    assert "tout le monde peut y ouvrir" in gael.post("/admin/organisation/new/", sheet(email_domains="gmail.com")).text


def test_a_proposed_organisation_is_compared_then_confirmed(gael):
    proposed = organisation("Association de quartier")
    assert "Association de quartier" in gael.get("/admin/organisation/?is_proposed=true").text
    page = gael.get(f"/admin/annuaire/organisations/{proposed.pk}/confirmer/").text
    assert "Association d’insertion (exemple)" in page  # its name is alike
    gael.post(f"/admin/annuaire/organisations/{proposed.pk}/confirmer/")
    proposed.refresh_from_db()
    assert not proposed.is_proposed


def test_reuniting_shows_what_moves_and_does_it_once_confirmed(gael):
    into, double = organisation("CCAS"), organisation("Mission locale")
    address = f"/admin/annuaire/organisations/{into.pk}/reunir/"
    assert "Léo" in gael.post(address, {"duplicate": double.pk}).text
    assert Organisation.objects.filter(pk=double.pk).exists()
    gael.post(address, {"duplicate": double.pk, "confirmed": "1"})
    assert not Organisation.objects.filter(pk=double.pk).exists()
    assert Affiliation.objects.get(membership__user__first_name="Léo").organisation == into
    assert gael.post(address, {"duplicate": into.pk, "confirmed": "1"}).status_code == 422


def test_an_organisation_where_people_work_is_not_deleted(gael):
    there = organisation("CCAS")
    page = gael.post(f"/admin/organisation/delete/{there.pk}/", follow=True).text
    assert "donnez-lui une date de fin" in page
    empty = organisation("Association de quartier")
    gael.post(f"/admin/organisation/delete/{empty.pk}/")
    assert list(Organisation.objects.filter(pk__in=[there.pk, empty.pk])) == [there]


def test_a_member_is_made_referent(gael):
    bobs = member("bob").affiliations.get()
    page = gael.get(f"/admin/affiliation/edit/{bobs.pk}/")
    assert page.status_code == 200
    fields = {"function": "Directeur", "is_referent": "on", "started_on": "2026-01-01", "ended_on": ""}
    assert gael.post(f"/admin/affiliation/edit/{bobs.pk}/", fields).status_code == 302
    assert GuardedClient(PDC_HOST).login_as("bob").get("/extranet/mon-equipe/").status_code == 200


def test_somebody_who_works_there_already_is_refused_in_words(gael):
    fields = {"membership": member("bob").pk, "organisation": organisation("Bailleur social n° 1").pk, "function": "",
              "started_on": "2026-01-01", "ended_on": ""}  # fmt: skip
    assert "travaille déjà pour cette organisation" in gael.post("/admin/affiliation/new/", fields).text


def test_who_is_referent_no_more_leaves_no_invitation_behind(gael):
    from extranet.directory import colleagues

    hers = organisation("Association d’insertion")
    sent = colleagues.invite_colleague(hers, "x@y.fr", by=member("diane"))
    affiliation = member("diane").affiliations.get()
    fields = {"function": "", "started_on": affiliation.started_on, "ended_on": ""}
    assert gael.post(f"/admin/affiliation/edit/{affiliation.pk}/", fields).status_code == 302
    sent.refresh_from_db()
    assert not sent.is_open


def test_who_runs_a_new_circle_is_in_it(gael):
    fields = {"name": "Veille", "slug": "veille", "purpose": "Lire.", "platform": "", "owner": member("diane").pk,
              "is_listed": "on", "takes_requests": "on"}  # fmt: skip
    assert gael.post("/admin/circle/new/", fields).status_code == 302
    circle = Circle.objects.get(slug="veille")
    assert list(circle.members.all()) == [member("diane")]


def test_the_neighbour_s_rows_cannot_be_opened_or_chosen(gael):
    with context.use(context.PLATFORM):
        theirs = Organisation.objects.get(name="GALICE")
        circle = Circle.objects.get(slug="information-des-maires")
        affiliation = Affiliation.objects.get(membership__user__email="hugo@demo.example")
        hugo = Membership.objects.get(user__email="hugo@demo.example")
    screens = [f"organisation/edit/{theirs.pk}/", f"circle/edit/{circle.pk}/", f"affiliation/edit/{affiliation.pk}/"]
    screens += [f"annuaire/organisations/{theirs.pk}/{verb}/" for verb in ("confirmer", "reunir")]
    for address in screens:
        assert gael.get(f"/admin/{address}").status_code == 404
    fields = {
        "membership": hugo.pk,
        "organisation": theirs.pk,
        "function": "",
        "started_on": "2026-01-01",
        "ended_on": "",
    }
    assert gael.post("/admin/affiliation/new/", fields).status_code == 200
    into = organisation("CCAS")
    posted = {"duplicate": theirs.pk, "confirmed": "1"}
    assert gael.post(f"/admin/annuaire/organisations/{into.pk}/reunir/", posted).status_code == 422
    assert not Affiliation.objects.filter(membership=hugo).exists()


def test_each_list_takes_a_flat_number_of_queries(gael, pdc):
    addresses = ["/admin/organisation/", "/admin/affiliation/", "/admin/circle/"]

    def count(address):
        gael.get(address)
        with CaptureQueriesContext(connection) as queries:
            gael.get(address)
        return len(queries)

    before = {address: count(address) for address in addresses}
    many_members(pdc, 30, many_organisations(pdc, 30))
    for n in range(30):
        Circle.objects.create(name=f"Cercle {n}", slug=f"cercle-{n}", owner=member("diane"))
    assert {address: count(address) for address in addresses} == before
