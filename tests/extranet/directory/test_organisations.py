"""Members find organisations by name, nature, commune and platform, on a map too."""

import pytest
from bs4 import BeautifulSoup

from portal.organisations.models import Affiliation, Organisation, Profile
from portal.territories import maps
from portal.territories.models import Commune, Platform
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.extranet.directory.people import many_members, many_organisations, member, organisation, queries_of

pytestmark = pytest.mark.django_db
LIST = "/extranet/annuaire/"


@pytest.fixture
def bob(pdc):
    return GuardedClient(PDC_HOST).login_as("bob")


def names(client, query: str = "") -> list[str]:
    soup = BeautifulSoup(client.get(LIST + query).text, "html.parser")
    return [each.get_text(strip=True).replace("\xa0", " ") for each in soup.select(".people__name")]


@pytest.mark.parametrize("asked", ["bailleur", "BAILEUR", "Bailleur social"])
def test_a_name_is_found_with_a_typing_error(bob, asked):
    assert names(bob, f"?q={asked}") == ["Bailleur social n° 1 (exemple)", "Bailleur social n° 2 (exemple)"]


def test_accents_do_not_matter_and_the_nearest_name_comes_first(bob):
    assert names(bob, "?q=equipe mobile") == ["Équipe mobile de prévention (exemple)"]
    assert names(bob, "?q=etablissement")[0] == "Établissement de santé mentale (exemple)"


def test_filters_add_up_and_stay_in_the_form(bob):
    page = BeautifulSoup(bob.get(LIST + "?kind=bailleur&platform=calaisis&q=social").text, "html.parser")
    assert names(bob, "?kind=bailleur&platform=calaisis") == ["Bailleur social n° 1 (exemple)"]
    assert page.find("input", attrs={"name": "q"})["value"] == "social"
    assert page.select_one('option[value="bailleur"][selected]')
    assert page.select_one('option[value="calaisis"][selected]')


def test_a_commune_gives_those_who_have_their_seat_there_or_work_there(bob):
    there = names(bob, "?commune=lens")
    assert "Association d’insertion (exemple)" in there  # its seat
    assert "CCAS d’une ville (exemple)" in there  # its platform
    assert "SIAO du département (exemple)" in there  # everywhere
    assert "Maison des solidarités (exemple)" not in there
    assert names(bob, "?commune=62300") == there


def test_an_unknown_commune_offers_its_likes_and_lists_nothing(bob):
    page = bob.get(LIST + "?commune=Mericour").text
    assert "Vouliez-vous dire" in page
    assert "Méricourt" in page
    assert names(bob, "?commune=zzzzzz") == []


@pytest.mark.parametrize("query", ["?kind=roi", "?platform=nulle", "?p=x", "?p=999", "?q=%00", "?q=" + "a" * 300,
                                   "?commune=%00", "?commune=" + "é" * 300])  # fmt: skip
def test_a_bad_query_string_is_a_clean_page(bob, query):
    assert bob.get(LIST + query).status_code == 200


def test_the_map_says_in_text_how_many_work_with_each_platform(bob):
    soup = BeautifulSoup(bob.get(LIST).text, "html.parser")
    items = soup.select("#plateformes .counts__item")
    said = {item.a.get_text(): int(item.select_one(".counts__number").contents[0]) for item in items}
    assert set(said) == set(Platform.objects.values_list("name", flat=True))
    for name, count in said.items():
        slug = Platform.objects.get(name=name).slug
        assert len(names(bob, f"?platform={slug}")) == count
        assert soup.find("a", attrs={"aria-label": f"Plateforme {name} ({count})"})["href"].endswith(f"platform={slug}")


def test_the_map_counts_what_was_found_and_keeps_what_was_asked(bob):
    soup = BeautifulSoup(bob.get(LIST + "?kind=bailleur").text, "html.parser")
    for item in soup.select("#plateformes .counts__item"):
        count = int(item.select_one(".counts__number").contents[0])
        assert "kind=bailleur" in item.a["href"]
        assert len(names(bob, item.a["href"].removeprefix(LIST))) == count


def test_each_seat_is_a_point_and_the_same_is_said_in_text(bob, pdc):
    Organisation.objects.filter(kind="bailleur").update(seat="62498")
    abroad = organisation("Bailleur social n° 2")
    Organisation.objects.filter(pk=abroad.pk).update(seat=Commune.objects.get(name="Valbonne"))
    soup = BeautifulSoup(bob.get(LIST + "?kind=bailleur").text, "html.parser")
    said = {
        item.a.get_text(): item.select_one(".counts__number").get_text(" ", strip=True)
        for item in soup.select("#sieges .counts__item")
    }
    assert said == {"Lens": "1", "Valbonne": "1 hors de la carte"}
    [point] = soup.select(".territory__point")
    assert (float(point["cx"]), float(point["cy"])) == maps.centres_of(pdc)["62498"]
    link = soup.select_one("#sieges a")["href"]
    assert "kind=bailleur" in link
    assert "Bailleur social n° 1 (exemple)" in names(bob, link)


def test_an_organisation_without_a_seat_is_counted_apart(bob):
    Organisation.objects.filter(kind="siao").update(seat=None)
    Organisation.objects.filter(kind="bailleur").update(seat="62498")
    assert "Siège non précisé" in bob.get(LIST).text
    assert "Siège non précisé" not in bob.get(LIST + "?kind=bailleur").text


def test_the_neighbour_s_seats_are_not_on_the_map(pdc, casa):
    Organisation.objects.filter(tenant=casa).update(seat=Commune.objects.get(name="Valbonne"))
    assert "Valbonne" not in GuardedClient(PDC_HOST).login_as("bob").get(LIST).text
    assert "Valbonne" in GuardedClient(CASA_HOST).login_as("hugo").get(LIST).text


def test_what_is_proposed_or_gone_is_in_nobody_s_list(bob):
    gone = organisation("Mission locale")
    Organisation.objects.filter(pk=gone.pk).update(ended_on="2026-01-01")
    proposed = organisation("Association de quartier")
    assert not {gone.name, proposed.name} & set(names(bob))
    assert bob.get(f"{LIST}organisations/{gone.pk}/").status_code == 404
    assert bob.get(f"{LIST}organisations/{proposed.pk}/").status_code == 404
    assert GuardedClient(PDC_HOST).login_as("alice").get(f"{LIST}organisations/{proposed.pk}/").status_code == 200


def test_a_sheet_gives_contacts_without_a_raw_address_and_the_people_who_chose_to_be_listed(bob):
    shown = organisation("Association d’insertion")
    Profile.objects.update_or_create(membership=Affiliation.objects.get(membership__user__first_name="Karim").membership,
                                     defaults={"is_listed": False})  # fmt: skip
    page = bob.get(f"{LIST}organisations/{shown.pk}/").text
    assert "tel:+33321000001" in page
    assert "@association.exemple.fr" not in page
    assert page.count("[arobase]") == 2  # the public address, and the one in the members' contact
    assert "Diane" in page
    assert "Karim" not in page


def test_a_visitor_and_the_neighbour_see_nothing_of_it(pdc):
    pk = organisation("Association d’insertion").pk
    assert GuardedClient(PDC_HOST).get(f"{LIST}organisations/{pk}/").status_code == 302
    assert GuardedClient(CASA_HOST).login_as("hugo").get(f"{LIST}organisations/{pk}/").status_code == 404


def test_what_is_found_is_paged_and_what_was_asked_survives(bob, pdc):
    many_organisations(pdc, 60)
    page = bob.get(LIST + "?q=structure&kind=association").text
    assert "60 organisations" in page
    assert "Page 1 sur 2" in page
    assert "q=structure&amp;kind=association&amp;p=2" in page


def test_the_list_and_the_sheet_take_a_flat_number_of_queries(bob, pdc):
    sheet = f"{LIST}organisations/{organisation('Association d’insertion').pk}/"
    addresses = [LIST, LIST + "?q=structure", LIST + "?commune=lens", sheet]
    [first] = many_organisations(pdc, 1)
    many_members(pdc, 1, [organisation("Association d’insertion")])
    before = {address: queries_of(bob, address) for address in addresses}
    organisations = many_organisations(pdc, 299, start=1)
    many_members(pdc, 1000, [organisation("Association d’insertion"), first, *organisations[:9]], start=1)
    assert {address: queries_of(bob, address) for address in addresses} == before
    assert max(before.values()) <= 22


def test_the_menu_says_annuaire_to_all_and_mon_equipe_to_referents(pdc, bob):
    assert "Annuaire" in bob.get("/extranet/").text
    assert "Mon équipe" not in bob.get("/extranet/").text
    assert "Mon équipe" in GuardedClient(PDC_HOST).login_as("diane").get("/extranet/").text
    assert member("diane").affiliations.get().is_referent
