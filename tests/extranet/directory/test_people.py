"""« Qui fait quoi » shows what each member chose to show, and nothing else."""

import pytest
from bs4 import BeautifulSoup

from portal.organisations.models import Profile
from portal.tenancy.services import end_membership
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.directory.people import many_members, many_organisations, member, queries_of

pytestmark = pytest.mark.django_db
LIST, MINE = "/extranet/annuaire/personnes/", "/extranet/annuaire/mon-profil/"


@pytest.fixture
def bob(pdc):
    return GuardedClient(PDC_HOST).login_as("bob")


def people(client, query: str = "") -> list[str]:
    soup = BeautifulSoup(client.get(LIST + query).text, "html.parser")
    return [each.get_text(strip=True).removesuffix(" (exemple)") for each in soup.select(".people__name")]


def test_people_are_found_by_name_function_organisation_nature_and_platform(bob):
    assert people(bob, "?q=nadya") == ["Nadia Lefebvre"]
    assert people(bob, "?q=lefevbre") == ["Nadia Lefebvre"]
    assert "Maud Legrand" in people(bob, "?q=juriste")
    assert set(people(bob, "?q=insertion&kind=association")) == {"Diane", "Nadia Lefebvre", "Karim Dubois"}
    assert people(bob, "?q=coordination lens") == ["Alice"]
    assert "Alice" in people(bob, "?platform=lens-henin")
    assert "Alice" not in people(bob, "?platform=calaisis")
    assert people(bob, "?q=zzzz") == []


@pytest.mark.parametrize("query", ["?kind=roi", "?platform=nulle", "?p=x", "?q=%00", "?q=" + "a" * 300])
def test_a_bad_query_string_is_a_clean_page(bob, query):
    assert bob.get(LIST + query).status_code == 200


def test_an_address_and_a_number_are_shown_only_to_whom_it_was_chosen(bob):
    diane = member("diane")
    Profile.objects.filter(membership=diane).update(shows_phone=False, shows_email=False)
    page = bob.get(f"{LIST}{diane.pk}/").text
    assert "tel:+33600000010" not in page
    assert "demo.example" not in page
    Profile.objects.filter(membership=diane).update(shows_phone=True, shows_email=True)
    page = bob.get(f"{LIST}{diane.pk}/").text
    assert "tel:+33600000010" in page
    assert "[arobase]" in page
    assert "diane@demo.example" not in page


def test_who_is_not_listed_or_left_has_no_sheet(bob):
    herve, karim = member("herve.picard"), member("karim.dubois")
    assert bob.get(f"{LIST}{herve.pk}/").status_code == 404
    assert "Hervé Picard" not in people(bob)
    assert "Karim Dubois" in people(bob)
    end_membership(karim, by=member("gael").user)
    assert "Karim Dubois" not in people(bob)
    assert bob.get(f"{LIST}{karim.pk}/").status_code == 404


def test_the_neighbour_s_members_are_not_here(bob, casa):
    ezra = member("ezra", "casa")
    assert bob.get(f"{LIST}{ezra.pk}/").status_code == 404


def test_a_name_that_is_missing_does_not_give_the_address_away(bob, pdc):
    nadia = member("nadia.lefebvre").user
    nadia.first_name = nadia.last_name = ""
    nadia.save()
    page = bob.get(LIST).text
    assert "Membre sans nom" in page
    assert "nadia.lefebvre@" not in page


# My profile -----------------------------------------------------------------------------------------------


def fields(**changed) -> dict:
    function = f"function_{member('bob').affiliations.get().pk}"
    return {function: "Responsable", "mission": "J’attribue.", "phone": "", "is_listed": "on"} | changed


def test_what_i_change_is_what_colleagues_see(bob):
    answer = bob.post(MINE, fields(phone="06 12 34 56 78", shows_phone="on"), follow=True)
    assert "Votre profil est enregistré" in answer.text
    preview = BeautifulSoup(answer.text, "html.parser").select_one("#apercu").parent.get_text(" ", strip=True)
    assert "J’attribue." in preview
    assert "Responsable" in preview
    seen = GuardedClient(PDC_HOST).login_as("diane").get(f"{LIST}{member('bob').pk}/").text
    assert "tel:+33612345678" in seen
    assert "Responsable" in seen


def test_i_may_stay_out_of_the_directory(bob):
    page = bob.post(MINE, fields(is_listed=""), follow=True).text
    assert "vous n’apparaissez pas dans l’annuaire" in page
    assert "Bob" not in people(GuardedClient(PDC_HOST).login_as("diane"))


def test_a_number_to_show_must_be_there_and_right(bob):
    answer = bob.post(MINE, fields(shows_phone="on"))
    assert answer.status_code == 422
    assert "Écrivez le numéro à montrer" in answer.text
    assert "Un numéro à dix chiffres" in bob.post(MINE, fields(phone="12")).text


def test_my_own_sheet_is_my_profile(bob):
    assert bob.get(f"{LIST}{member('bob').pk}/")["Location"] == MINE


def test_a_member_without_an_organisation_has_a_profile(pdc):
    chloe = GuardedClient(PDC_HOST).login_as("chloe")
    assert chloe.post(MINE, {"mission": "J’écris.", "is_listed": "on"}).status_code == 302
    assert "Équipe de cet espace" in chloe.get(MINE).text


def test_the_list_takes_a_flat_number_of_queries_with_a_thousand_members(bob, pdc):
    addresses = [LIST, LIST + "?q=personne", LIST + "?kind=association&platform=artois"]
    organisations = many_organisations(pdc, 300)
    many_members(pdc, 1, organisations[:1])
    before = {address: queries_of(bob, address) for address in addresses}
    many_members(pdc, 1000, organisations, start=1)
    assert {address: queries_of(bob, address) for address in addresses} == before
    assert max(before.values()) <= 18
    assert "1019 personnes" in bob.get(LIST).text
