"""Asking for an access: the address is confirmed first, and nothing says what is known of it."""

import datetime
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import IntegrityError, transaction

from extranet.access import keys
from extranet.access.models import AccessRequest, State
from portal.accounts.models import User
from portal.organisations.models import Organisation
from portal.territories.models import Platform
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.extranet.access.conftest import ASK, CONFIRM, NORA, TYPED, code_in, letters_to, link_in, page_of, person
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def asked() -> AccessRequest:
    return AccessRequest.objects.get(email=NORA)


# What is typed --------------------------------------------------------------------------------------------


def test_the_address_is_confirmed_by_the_link_before_the_coordinator_sees_anything(send, post, pdc, pdc_client, alice):
    assert send()["Location"] == CONFIRM
    [letter] = mail.outbox
    assert letter.to == [NORA]
    assert "Martin" not in alice.get("/extranet/gestion/demandes/?state=toutes").text
    assert alice.get(f"/extranet/gestion/demandes/{asked().pk}/").status_code == 404

    page = pdc_client.get(link_in(letter))
    assert "Confirmer mon adresse" in page.text
    assert asked().state == State.TO_CONFIRM  # a scanner that follows links confirms nothing
    page = post(pdc_client, link_in(letter), {"confirm": ""}, follow=True)
    assert "coordination de la plateforme de Lens-Hénin" in page.text
    assert "Nora Martin" in alice.get("/extranet/gestion/demandes/").text
    [told] = letters_to("alice@demo.example")
    assert "Nora Martin" in told.subject
    assert not User.objects.filter(email=NORA).exists()


def test_it_is_confirmed_by_the_code_on_another_device(send, post, pdc, visit):
    send()
    telephone = visit(PDC_HOST)
    code = code_in(mail.outbox[0])
    page = post(telephone, CONFIRM, {"email": NORA.upper(), "code": f"{code[:3]} {code[3:]}"}, follow=True)
    assert "votre demande est transmise" in page.text
    assert asked().state == State.RECEIVED
    assert page.redirect_chain[-1][0] == page_of(asked())


def test_five_wrong_codes_close_that_way_and_leave_the_link(send, pdc, pdc_client):
    send()
    letter = mail.outbox[0]
    wrong = "000000" if code_in(letter) != "000000" else "111111"
    for _ in range(5):
        assert pdc_client.post(CONFIRM, {"email": NORA, "code": wrong}).status_code == 422
    assert pdc_client.post(CONFIRM, {"email": NORA, "code": code_in(letter)}).status_code == 422
    assert asked().state == State.TO_CONFIRM
    pdc_client.post(link_in(letter), {"confirm": ""})
    assert asked().state == State.RECEIVED


def test_after_a_day_link_and_code_are_over_and_a_new_message_can_be_had(send, post, pdc, pdc_client, clock):
    send()
    letter = mail.outbox[0]
    clock(asked().confirmable_until + datetime.timedelta(seconds=1))
    assert pdc_client.post(CONFIRM, {"email": NORA, "code": code_in(letter)}).status_code == 422
    page = pdc_client.post(link_in(letter), {"confirm": ""}, follow=True)
    assert "vingt-quatre heures" in page.text
    assert asked().state == State.TO_CONFIRM
    post(pdc_client, link_in(letter), {"again": ""})
    pdc_client.post(CONFIRM, {"email": NORA, "code": code_in(mail.outbox[-1])})
    assert asked().state == State.RECEIVED


def test_only_digests_are_kept(send, pdc):
    send()
    row = str(AccessRequest.objects.filter(email=NORA).values().get())
    assert link_in(mail.outbox[0]).split("/")[3] not in row
    assert f"'{code_in(mail.outbox[0])}'" not in row


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("first_name", "", "Écrivez votre prénom"),
        ("email", "nora", "n’est pas complet"),
        ("organisation_name", " ", "nom de votre organisation"),
        ("function", "", "Écrivez votre fonction"),
        ("phone", "12", "dix chiffres"),
        ("reason", "", "en une phrase"),
        ("commune_name", "", "la commune où vous travaillez"),
        ("commune_name", "zzzzzz", "Nous ne connaissons pas"),
        ("commune_name", "Mericour", "Vouliez-vous dire"),
        ("commune_name", "62580", "choisissez la plateforme"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_typed_is_lost(send, pdc, field, value, said):
    page = send(**{field: value})
    assert page.status_code == 422
    soup = BeautifulSoup(page.content, "html.parser")
    control = soup.find(attrs={"name": field})
    assert control["aria-invalid"] == "true"
    described = " ".join(soup.find(id=each).get_text() for each in control["aria-describedby"].split())
    assert said in described.replace("\xa0", " ")
    assert TYPED["reason"] in page.text or field == "reason"
    assert not AccessRequest.objects.filter(email=NORA).exists()


def test_the_commune_says_the_platform_and_a_chosen_platform_wins(send, pdc):
    send(commune_name="Lens (62)")
    assert (asked().platform.slug, asked().commune_id) == ("lens-henin", "62498")
    send(commune_name="Lens", platform=Platform.objects.get(slug="artois").pk)
    assert asked().platform.slug == "artois"
    send(commune_name="62580", platform=Platform.objects.get(slug="sud-arrageois-ternois").pk)
    assert asked().platform.slug == "sud-arrageois-ternois"


@pytest.mark.parametrize("changes", [{"commune_name": "Arras"}, {"commune_name": "", "covers_everything": "on"}])
def test_where_no_platform_answers_the_administrators_do(send, post, pdc, pdc_client, alice, gael, changes):
    send(**changes)
    post(pdc_client, page_of(asked()), {"confirm": ""})
    assert asked().platform is None
    assert letters_to("gael@demo.example")
    assert "Nora Martin" in gael.get("/extranet/gestion/demandes/").text
    assert alice.get(f"/extranet/gestion/demandes/{asked().pk}/").status_code == 403


def test_a_platform_without_a_coordinator_is_told_to_the_administrators(send, post, pdc, pdc_client):
    send(commune_name="Calais")
    post(pdc_client, page_of(asked()), {"confirm": ""})
    assert [letter.to for letter in mail.outbox[1:]] == [["gael@demo.example"]]


def test_a_tenant_with_one_platform_asks_nothing_of_where(casa_client, casa):
    assert "commune_name" not in casa_client.get(ASK).text
    casa_client.post(ASK, TYPED)
    assert AccessRequest.objects.get(email=NORA).platform.slug == "casa"


def test_organisations_are_proposed_by_typing_and_only_the_confirmed_ones(pdc, pdc_client):
    Organisation.objects.create(name="Bailleur clandestin", kind="autre", is_proposed=True)
    answer = pdc_client.get("/demander-un-acces/organisations/?q=BAILLEÙR").json()["suggestions"]
    assert [each["label"] for each in answer] == ["Bailleur social n° 1 (exemple)", "Bailleur social n° 2 (exemple)"]
    assert pdc_client.get("/demander-un-acces/organisations/?q=b").json() == {"suggestions": []}
    assert GuardedClient(CASA_HOST).get("/demander-un-acces/organisations/?q=insertion").json() == {"suggestions": []}


def test_a_known_organisation_is_found_without_its_accents_and_another_is_proposed_once_confirmed(
    send, pdc, pdc_client
):
    send(organisation_name="  association D'insertion (exemple) ".replace("'", "’"))
    assert asked().organisation.name == "Association d’insertion (exemple)"
    send(organisation_name="Centre neuf")
    assert asked().organisation is None
    assert not Organisation.objects.filter(name="Centre neuf").exists()
    pdc_client.post(page_of(asked()), {"confirm": ""})
    assert asked().organisation.is_proposed


# Nothing says what is known of an address -----------------------------------------------------------------


def what_is_seen(send, visit, address: str) -> tuple:
    """Return all that a visitor sees of a request for this address, but the address itself."""
    client = visit(PDC_HOST)
    answer = send(client, email=address)
    after = client.get(answer["Location"])
    wrong = client.post(CONFIRM, {"email": address, "code": "000000"})
    mains = [BeautifulSoup(page.content, "html.parser").main for page in (after, wrong)]
    pages = [main.get_text().replace(address.lower(), "") for main in mains]
    return answer.status_code, answer["Location"], wrong.status_code, *pages


@pytest.fixture
def four_addresses(make, pdc):
    """Nobody's; a member's; one of a member elsewhere; one whose request is under way."""
    make(email="deja.demandee@asso.example")
    return ["inconnue@asso.example", "BOB@demo.example", "hugo@demo.example", "deja.demandee@asso.example"]


def test_the_screens_are_the_same_whatever_is_known(send, visit, four_addresses):
    seen = {what_is_seen(send, visit, address) for address in four_addresses}
    assert len(seen) == 1


def test_a_member_is_told_by_mail_alone_and_nothing_is_kept(send, pdc):
    send(email="Bob@demo.example")
    [letter] = letters_to("bob@demo.example")
    assert "déjà membre" in letter.body
    assert "/compte/connexion/" in letter.body
    assert not AccessRequest.objects.filter(email="bob@demo.example").exists()


def test_somebody_who_waits_is_shown_the_way_to_their_request(send, make, pdc, pdc_client):
    request = make()
    send(reason="Une autre raison")
    [letter] = letters_to(NORA)
    assert link_in(letter) == page_of(request)
    assert asked().reason == "Suivre l’agenda."
    assert asked().state == State.RECEIVED


def test_an_account_elsewhere_asks_as_anybody_and_finds_the_form_filled(send, post, pdc):
    hugo = GuardedClient(PDC_HOST).login_as("hugo")
    assert "Demander un accès" in hugo.get("/extranet/").text
    form = BeautifulSoup(hugo.get(ASK).content, "html.parser")
    assert form.find(attrs={"name": "email"})["value"] == "hugo@demo.example"
    send(hugo, email="hugo@demo.example")
    assert AccessRequest.objects.get(email="hugo@demo.example").state == State.TO_CONFIRM


def test_a_request_that_nobody_confirmed_gives_way_to_the_next(send, pdc, pdc_client):
    send()
    first = link_in(mail.outbox[0])
    send(reason="Une autre raison")
    assert pdc_client.get(first).status_code == 410
    assert asked().reason == "Une autre raison"


def test_the_database_keeps_one_open_request_an_address(make, pdc):
    request = make()
    request.pk, request.reference, request.token_digest, request._state.adding = None, None, "x", True
    with pytest.raises(IntegrityError), transaction.atomic():
        request.save()


def test_a_member_who_opens_the_form_is_taken_to_their_space(alice):
    assert alice.get(ASK)["Location"] == "/extranet/"


def test_the_login_page_leads_to_the_form(pdc_client):
    assert f'href="{ASK}"' in pdc_client.get("/compte/connexion/").text


# Machines and haste ---------------------------------------------------------------------------------------


def test_a_machine_that_fills_everything_is_told_nothing(send, pdc):
    assert send(website="http://spam.example")["Location"] == CONFIRM
    assert mail.outbox == []


def test_the_seventh_request_of_an_hour_waits(send):
    for number in range(6):
        assert send(email=f"n{number}@asso.example").status_code == 302
    page = send(email="n6@asso.example")
    assert page.status_code == 429
    assert TYPED["reason"] in page.text


def test_an_address_gets_three_letters_a_day_and_the_screen_does_not_tell(send, pdc, visit):
    for number in range(4):
        client = GuardedClient(PDC_HOST, REMOTE_ADDR=f"192.0.2.{number}")
        assert send(client)["Location"] == CONFIRM
    assert len(mail.outbox) == 3


def test_codes_cannot_be_tried_without_end(pdc_client):
    for _ in range(20):
        pdc_client.post(CONFIRM, {"email": NORA, "code": "123456"})
    assert pdc_client.post(CONFIRM, {"email": NORA, "code": "123456"}).status_code == 429


# Following ------------------------------------------------------------------------------------------------


def test_a_page_opens_by_its_token_on_its_own_host_alone(make, pdc_client, casa_client):
    request = make()
    assert pdc_client.get(page_of(request)).status_code == 200
    assert casa_client.get(page_of(request)).status_code == 410
    assert pdc_client.get(page_of(request)[:-2] + "/").status_code == 410


def test_a_page_and_a_code_outlive_a_change_of_secret(send, settings, pdc, pdc_client):
    send()
    page, code = page_of(asked()), code_in(letters_to(NORA)[0])
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert page_of(asked()) == page
    assert pdc_client.get(page).status_code == 200
    assert keys.is_code(asked(), code)


def test_a_lost_secret_makes_the_next_mail_s_address_anew(make, settings, pdc_client):
    request = make()
    settings.SECRET_KEY = "another"
    address = keys.page_of(request)
    assert pdc_client.get(urlsplit(address).path).status_code == 200


def test_the_page_is_kept_by_no_cache_and_found_by_no_engine(make, pdc_client):
    page = pdc_client.get(page_of(make()))
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page.text


def test_what_is_written_in_a_request_is_shown_as_text(make, pdc_client, alice):
    request = make(reason="<script>alert(1)</script>", last_name="<b>Martin</b>")
    for page in (pdc_client.get(page_of(request)), alice.get(f"/extranet/gestion/demandes/{request.pk}/")):
        assert "<script>alert" not in page.text
        assert "<b>Martin" not in page.text


def test_the_sender_withdraws_and_may_ask_again(make, post, pdc, pdc_client, alice):
    request = make()
    assert "est retirée" in post(pdc_client, page_of(request), {"withdraw": ""}, follow=True).text
    request.refresh_from_db()
    assert request.state == State.WITHDRAWN
    assert "Nora Martin" not in alice.get("/extranet/gestion/demandes/").text
    make()


def test_what_nobody_has_seen_is_erased_when_it_is_withdrawn(make, post, pdc_client):
    request = make(confirmed=False)
    assert post(pdc_client, page_of(request), {"withdraw": ""}, follow=True).status_code == 410
    assert not AccessRequest.objects.filter(pk=request.pk).exists()


def test_the_notice_says_how_long_a_request_is_kept(pdc_client):
    text = pdc_client.get(ASK).text.replace("\xa0", " ")
    assert "7 jours" in text
    assert "12 mois" in text


def test_a_disabled_account_asks_as_anybody(send, pdc):
    make_user(NORA, is_active=False)
    send()
    assert asked().state == State.TO_CONFIRM
    assert keys.token_of(asked()) in letters_to(NORA)[0].body
    assert person("alice")
