"""Passkeys: made for one host, neither offered nor taken on another."""

import json

import pytest
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup

from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.portal.accounts.authenticator import Device
from tests.portal.accounts.people import confirm_again, give_application, person, recovery_codes, sign_in

pytestmark = pytest.mark.django_db
FACTORS, SECOND_STEP, BY_PASSKEY = (
    "/compte/double-authentification/",
    "/compte/connexion/double/",
    "/compte/connexion/cle/",
)
JSON = {"HTTP_ACCEPT": "application/json"}


def options_in(page: str) -> dict:
    return json.loads(BeautifulSoup(page, "html.parser").find(id="passkey-options").text)


def make_passkey(first_name: str, host: str = PDC_HOST, name: str = "Téléphone"):
    """Return the client of somebody who has just made a passkey on ``host``, and the device."""
    client, _ = sign_in(first_name, host)
    confirm_again(client)
    device = Device(f"http://{host}", host)
    credential = device.create(options_in(client.get(f"{FACTORS}cles/ajouter/").text))
    answer = client.post(f"{FACTORS}cles/ajouter/", {"name": name, "credential": credential})
    assert answer.status_code == 302, answer.text
    return client, device


def enter(device: Device, host: str, query: str = ""):
    client = GuardedClient(host)
    options = client.get(BY_PASSKEY, **JSON).json()["request_options"]
    return client, client.post(BY_PASSKEY + query, {"credential": device.get(options)})


def test_a_passkey_opens_the_account_without_a_password_where_it_was_made():
    _, device = make_passkey("gael")
    client, answer = enter(device, PDC_HOST, "?next=/admin/equipe/")
    assert answer["Location"] == "/admin/equipe/"
    assert client.get("/admin/equipe/").status_code == 200


def test_a_next_address_elsewhere_is_not_followed_after_a_passkey():
    _, device = make_passkey("gael")
    _, answer = enter(device, PDC_HOST, "?next=https://pirate.fr/")
    assert answer["Location"] == "/extranet/"


def test_a_passkey_is_the_second_step_after_a_password():
    _, device = make_passkey("gael")
    client, answer = sign_in("gael")
    assert answer["Location"] == SECOND_STEP
    page = client.get(SECOND_STEP).text
    options = options_in(page)
    assert len(options["publicKey"]["allowCredentials"]) == 1
    assert client.post(SECOND_STEP, {"credential": device.get(options)})["Location"] == "/extranet/"


def test_a_passkey_is_neither_offered_nor_taken_on_another_host():
    _, device = make_passkey("fanny")
    client, answer = sign_in("fanny", CASA_HOST)
    assert answer["Location"] == SECOND_STEP  # its owner still has to prove who they are
    page = client.get(SECOND_STEP).text
    assert "passkey-options" not in page
    assert "ne sert que là-bas" in page
    assert client.post(SECOND_STEP, {"credential": device.get({"publicKey": {"challenge": "x"}})}).status_code == 200
    assert client.get("/compte/").status_code == 302
    assert client.post(SECOND_STEP, {"code": recovery_codes(person("fanny"))[0]})["Location"] == "/extranet/"


@pytest.mark.parametrize(
    ("origin", "rp_id"),
    [
        (f"http://{PDC_HOST}", PDC_HOST),  # carried as it is
        (f"http://{CASA_HOST}", PDC_HOST),
        (f"http://{PDC_HOST}", CASA_HOST),
        (f"http://{CASA_HOST}", CASA_HOST),  # by a browser that lies, with a key that was made elsewhere
    ],
)
def test_signing_in_with_another_host_s_passkey_is_refused(origin, rp_id):
    _, device = make_passkey("fanny")
    device.origin, device.rp_id = origin, rp_id
    client, answer = enter(device, CASA_HOST)
    assert answer["Location"] == "/compte/connexion/"
    assert client.get("/compte/").status_code == 302


def test_an_answer_made_on_a_subdomain_is_refused():
    _, device = make_passkey("fanny")
    device.origin = f"http://autre.{PDC_HOST}"
    assert enter(device, PDC_HOST)[1]["Location"] == "/compte/connexion/"


def test_a_challenge_serves_once():
    _, device = make_passkey("gael")
    client = GuardedClient(PDC_HOST)
    signed = device.get(client.get(BY_PASSKEY, **JSON).json()["request_options"])
    assert client.post(BY_PASSKEY, {"credential": signed})["Location"] == "/extranet/"
    client.post("/compte/deconnexion/")
    assert client.post(BY_PASSKEY, {"credential": signed})["Location"] == "/compte/connexion/"


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", '"x"', '{"id": 1}', "pas du JSON", '{"response": {"userHandle": 3}}']
)
def test_nonsense_in_the_place_of_a_passkey_is_refused(credential):
    client = GuardedClient(PDC_HOST)
    client.get(BY_PASSKEY, **JSON)
    assert client.post(BY_PASSKEY, {"credential": credential}).status_code == 302


def test_a_closed_account_stays_closed_to_its_passkey():
    _, device = make_passkey("fanny")
    fanny = person("fanny")
    fanny.is_active = False
    fanny.save()
    client, answer = enter(device, PDC_HOST)
    assert answer["Location"] == "/compte/inactif/"
    assert client.get("/compte/").status_code == 302


def test_a_key_without_a_pin_is_not_a_passkey():
    client, _ = sign_in("diane")
    confirm_again(client)
    device = Device(f"http://{PDC_HOST}", PDC_HOST)
    device._data = lambda flags, data=device._data: data(flags & ~0x04)
    credential = device.create(options_in(client.get(f"{FACTORS}cles/ajouter/").text))
    page = client.post(f"{FACTORS}cles/ajouter/", {"name": "x", "credential": credential})
    assert page.status_code == 200
    assert not Authenticator.objects.filter(user=person("diane")).exists()


# One's own keys ------------------------------------------------------------------------------------------


def test_keys_are_named_listed_with_their_host_and_removed():
    make_passkey("fanny", CASA_HOST, "Bureau")
    Authenticator.objects.all().delete()  # then a second one, without the first in the way
    client, _ = make_passkey("fanny", PDC_HOST, "Téléphone")
    key = Authenticator.objects.get(user=person("fanny"), type="webauthn")
    page = client.get(FACTORS).text
    assert "Téléphone" in page
    assert PDC_HOST in page
    client.post(f"{FACTORS}cles/{key.pk}/nommer/", {"name": "Tablette"})
    assert "Tablette" in client.get(FACTORS).text
    assert "Tablette" in client.get(f"{FACTORS}cles/{key.pk}/retirer/").text
    client.post(f"{FACTORS}cles/{key.pk}/retirer/")
    assert not Authenticator.objects.filter(user=person("fanny")).exists()  # nor the codes that hung on it


def test_a_key_of_another_host_is_listed_as_such_and_can_be_removed():
    make_passkey("fanny", PDC_HOST)
    client, _ = sign_in("fanny", CASA_HOST)
    client.post(SECOND_STEP, {"code": recovery_codes(person("fanny"))[0]})
    confirm_again(client)
    assert "autre portail" in client.get(FACTORS).text
    key = Authenticator.objects.get(user=person("fanny"), type="webauthn")
    client.post(f"{FACTORS}cles/{key.pk}/retirer/")
    assert not Authenticator.objects.filter(pk=key.pk).exists()


def test_the_key_of_somebody_else_is_nobody_s_business():
    make_passkey("gael")
    key = Authenticator.objects.get(type="webauthn")
    client, _ = sign_in("diane")
    confirm_again(client)
    for action in ("nommer", "retirer"):
        assert client.get(f"{FACTORS}cles/{key.pk}/{action}/").status_code == 404
        assert client.post(f"{FACTORS}cles/{key.pk}/{action}/", {"name": "à moi"}).status_code == 404
    key.refresh_from_db()
    assert key.wrap().name == "Téléphone"


def test_confirming_who_one_is_offers_the_keys_of_this_host_alone():
    give_application(person("fanny"))
    Authenticator.objects.all().delete()
    make_passkey("fanny", PDC_HOST)
    client, _ = sign_in("fanny", CASA_HOST)
    client.post(SECOND_STEP, {"code": recovery_codes(person("fanny"))[0]})
    page = client.get(f"/compte/confirmer/?next={FACTORS}cles/ajouter/").text
    assert "un code de secours" in page
    assert "votre clé d’accès" not in page
