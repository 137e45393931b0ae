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


def test_a_member_is_searched_by_name_or_organisation_and_chosen(gael):
    window = gael.get("/admin/member_chooser/")
    assert window.status_code == 200
    assert "create" not in window.text
    found = gael.get("/admin/member_chooser/results/?q=diane").text
    assert "Diane (exemple)" in found
    assert "Association d’insertion (exemple)" in found
    assert "Bob" not in found
    assert "Diane" in gael.get("/admin/member_chooser/results/?q=insertion").text
    assert "Karim" in gael.get("/admin/member_chooser/results/?q=karmi").text  # a typing error
    assert (
        gael.get(f"/admin/member_chooser/chosen/{member('diane').pk}/").json()["result"]["title"] == "Diane (exemple)"
    )


def test_the_form_holds_one_name_and_not_a_thousand(gael, pdc):
    many_members(pdc, 30, [organisation("CCAS")])
    circle = Circle.objects.filter(owner=member("alice")).first()
    for address in ("circle/new/", "affiliation/new/", f"circle/edit/{circle.pk}/"):
        page = gael.get(f"/admin/{address}").text
        assert "Personne N0001" not in page
        assert "/admin/member_chooser/" in page
    assert "Alice (exemple)" in page


@pytest.mark.parametrize(("person", "host", "status"), [
    ("alice", PDC_HOST, {200}), ("chloe", PDC_HOST, {200}), ("iris", PDC_HOST, {302, 403}), ("bob", PDC_HOST, {403}),
    ("gael", CASA_HOST, {403}),
])  # fmt: skip
@pytest.mark.parametrize("address", ["", "results/?q=bob", "chosen/{pk}/"])
def test_who_keeps_neither_directory_nor_circles_searches_no_member(pdc, person, host, status, address):
    url = "/admin/member_chooser/" + address.format(pk=member("bob").pk)
    assert GuardedClient(host).login_as(person).get(url).status_code in status


@pytest.mark.parametrize("key", ["x", "0", "²", "9" * 30])
def test_what_is_no_member_is_not_found(gael, key):
    assert gael.get(f"/admin/member_chooser/chosen/{key}/").status_code == 404
    assert gael.get(f"/admin/affiliation/new/?membre={key}").status_code == 200


def test_the_neighbour_s_members_are_neither_found_nor_chosen_nor_named(gael):
    with context.use(context.PLATFORM):
        hugo = Membership.objects.get(user__email="hugo@demo.example")
    assert "Hugo" not in gael.get("/admin/member_chooser/results/?q=hugo").text
    assert gael.get(f"/admin/member_chooser/chosen/{hugo.pk}/").status_code == 404
    assert "Hugo" not in gael.get(f"/admin/affiliation/new/?membre={hugo.pk}").text
    fields = {"membership": hugo.pk, "organisation": "", "function": "", "started_on": "2026-01-01", "ended_on": ""}
    assert "Hugo" not in gael.post("/admin/affiliation/new/", fields).text


def test_the_search_takes_a_flat_number_of_queries(gael, pdc):
    address = "/admin/member_chooser/results/?q=personne"

    def count():
        gael.get(address)
        with CaptureQueriesContext(connection) as queries:
            gael.get(address)
        return len(queries)

    many_members(pdc, 3, [organisation("CCAS")])
    before = count()
    many_members(pdc, 30, many_organisations(pdc, 30), start=3)
    assert count() == before


def test_the_team_s_screen_of_a_member_says_where_they_work_and_leads_there(gael):
    bob = member("bob")
    hers = bob.affiliations.get()
    page = gael.get(f"/admin/equipe/{bob.pk}/").text
    assert hers.organisation.name in page
    assert f"/admin/affiliation/edit/{hers.pk}/" in page
    assert "Bob (exemple)" in gael.get(f"/admin/affiliation/new/?membre={bob.pk}").text
    fields = {"function": "", "started_on": "2026-01-01", "ended_on": "2026-06-30"}
    assert gael.post(f"/admin/affiliation/edit/{hers.pk}/", fields).status_code == 302
    page = gael.get(f"/admin/equipe/{bob.pk}/").text
    assert "Aucune organisation aujourd’hui" in page
    assert "au 30\N{NO-BREAK SPACE}juin 2026" in page
