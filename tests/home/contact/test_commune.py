"""The commune of a message leads it to a platform, to the general contact, or to a choice; nothing typed is lost."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail

from home.models import ContactMessage
from portal.territories.finder import Outcome, find
from portal.territories.models import Platform
from tests.home.contact.conftest import MESSAGE

pytestmark = pytest.mark.django_db


def soup_of(page) -> BeautifulSoup:
    return BeautifulSoup(page.content, "html.parser")


def choices_of(page) -> dict[str, str]:
    soup = soup_of(page)
    return {
        radio["value"]: soup.find("label", attrs={"for": radio["id"]}).get_text(" ", strip=True)
        for radio in soup.find_all("input", attrs={"name": "place", "type": "radio"})
    }


@pytest.fixture
def shared_code(pdc) -> str:
    """A postal code whose communes do not all have the same platform."""
    for code in ("62130", "62580", "62620", "62810", "62158", "62690"):
        answer = find(code, tenant_id=pdc.pk)
        if answer.outcome is Outcome.CHOICE and answer.platforms:
            return code
    raise AssertionError("no shared postal code in the demonstration")


@pytest.mark.parametrize("commune", ["Lens", "62300", "lens (62)"])
def test_a_commune_leads_to_its_platform_and_the_page_says_which(send, pdc_client, forwarded, pdc, commune):
    answer = send("/contact/", commune=commune)
    assert answer["Location"] == "/contact/message-envoye/?plateforme=lens-henin"
    assert [letter.to for letter in forwarded()] == [["coordinateurLDAlens@apsa62.fr"]]
    assert "plateforme de Lens-Hénin" in pdc_client.get(answer["Location"]).text
    message = ContactMessage.objects.get()
    assert message.platform.slug == "lens-henin"
    assert commune.casefold().startswith("lens") <= ("Lens" in message.commune)


@pytest.mark.parametrize(
    ("commune", "reason", "words"),
    [
        ("Lille", "hors-territoire", "en dehors du territoire"),
        ("Arras", "autre-organisme", "Aucune de nos plateformes ne répond dans cette commune"),
        ("qwxzqwxz", "inconnue", "pas reconnu la commune"),
    ],
)
def test_where_no_platform_answers_the_general_contact_does_and_the_page_says_why(
    send, pdc_client, forwarded, pdc, commune, reason, words
):
    answer = send("/contact/", commune=commune)
    assert answer["Location"] == f"/contact/message-envoye/?commune={reason}"
    assert words in pdc_client.get(answer["Location"]).text
    assert [letter.to for letter in forwarded()] == [["gael@demo.example"]]
    assert ContactMessage.objects.get().platform is None


def test_without_a_commune_the_general_contact_answers(send, forwarded):
    assert send("/contact/", commune=" ")["Location"] == "/contact/message-envoye/"
    assert [letter.to for letter in forwarded()] == [["gael@demo.example"]]


def test_a_shared_postal_code_asks_which_platform_and_keeps_all_that_was_typed(send, forwarded, shared_code, pdc):
    page = send("/contact/", commune=shared_code)
    choices = choices_of(page)
    platforms = [platform.slug for platform in find(shared_code, tenant_id=pdc.pk).platforms]
    assert sorted(choices) == sorted([*platforms, "autre"])
    assert all(typed in page.text for typed in (shared_code, MESSAGE["name"], MESSAGE["email"], MESSAGE["message"]))
    assert soup_of(page).find(class_="error-summary").find("a")["href"] == "#id_place_0"
    assert not ContactMessage.objects.exists()
    assert mail.outbox == []
    answer = send("/contact/", commune=shared_code, place=platforms[0])
    assert answer["Location"] == f"/contact/message-envoye/?plateforme={platforms[0]}"
    assert [letter.to for letter in forwarded()] == [[Platform.objects.get(slug=platforms[0]).email]]


def test_who_does_not_know_which_platform_writes_to_the_general_contact(send, pdc_client, forwarded, shared_code):
    answer = send("/contact/", commune=shared_code, place="autre")
    assert answer["Location"] == "/contact/message-envoye/?commune=a-preciser"
    assert "reste à préciser" in pdc_client.get(answer["Location"]).text
    assert [letter.to for letter in forwarded()] == [["gael@demo.example"]]


@pytest.mark.parametrize("place", ["casa", "lens-henin-faux", "0", "\0", "a" * 500])
def test_a_place_that_was_not_proposed_is_asked_again(send, shared_code, place):
    page = send("/contact/", commune=shared_code, place=place)
    assert page.status_code == 200
    assert not ContactMessage.objects.exists()


def test_a_choice_made_for_another_commune_is_forgotten(send, shared_code, forwarded):
    send("/contact/", commune="Lens", place="calaisis")
    assert [letter.to for letter in forwarded()] == [["coordinateurLDAlens@apsa62.fr"]]


def test_a_typing_error_gets_near_names_each_leading_where_its_commune_does(send, forwarded):
    page = send("/contact/", commune="Mericour")
    choices = choices_of(page)
    assert "Vouliez-vous dire" in page.text
    code = next(code for code, label in choices.items() if label.startswith("Méricourt"))
    assert "Lens-Hénin" in choices[code]
    answer = send("/contact/", commune="Mericour", place=code)
    assert answer["Location"] == "/contact/message-envoye/?plateforme=lens-henin"
    assert [letter.to for letter in forwarded()] == [["coordinateurLDAlens@apsa62.fr"]]


def test_after_an_error_elsewhere_the_form_says_where_the_message_will_go(send):
    page = send("/contact/", commune="Lens", email="")
    assert "votre message ira à la plateforme de Lens-Hénin" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert soup_of(page).find(id="id_commune")["value"] == "Lens"


def test_a_platform_s_own_form_does_not_ask_for_a_commune(pdc_client, send, forwarded):
    assert soup_of(pdc_client.get("/contact/lens-henin/")).find(attrs={"name": "commune"}) is None
    send("/contact/lens-henin/", commune="Calais", place="calaisis")
    assert [letter.to for letter in forwarded()] == [["coordinateurLDAlens@apsa62.fr"]]


@pytest.mark.parametrize("slug", ["casa", "inconnue", "\0", ""])
def test_the_confirmation_names_no_platform_but_this_tenant_s(pdc_client, slug):
    page = pdc_client.get("/contact/message-envoye/", {"plateforme": slug, "commune": slug, "sujet": slug})
    assert page.status_code == 200
    assert "Sophia" not in page.text


def test_the_suggestions_fill_the_field_with_what_the_finder_knows(pdc_client, pdc):
    field = soup_of(pdc_client.get("/contact/")).find(id="id_commune")
    assert (field["data-suggest-url"], field["data-suggest-fills"]) == ("/trouver/suggestions/", "commune")
    for typed in ("len", "62300", "mericour"):
        for suggestion in pdc_client.get("/trouver/suggestions/", {"q": typed}).json()["suggestions"]:
            answer = find(suggestion["fill"], tenant_id=pdc.pk)
            assert [place.commune.name for place in answer.places] == [suggestion["fill"].rpartition(" (")[0]]


def test_a_suggestion_of_an_everyday_name_fills_in_the_commune(casa_client, casa):
    [first, *_] = casa_client.get("/trouver/suggestions/", {"q": "juan-les-pins"}).json()["suggestions"]
    assert first["label"].startswith("Juan-les-Pins")
    assert first["fill"] == "Antibes (06)"
