"""Coming in: by a code, behind a proxy, and without telling anybody who has an account."""

import re

import pytest
from allauth.account.adapter import get_adapter
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from portal.demo.people import PASSWORD
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.portal.accounts.people import DOOR, person, sign_in

pytestmark = pytest.mark.django_db
BY_CODE = "/compte/connexion/code/"
KNOWN, UNKNOWN = "diane@demo.example", "personne@nulle-part.example"


def mailed_code() -> str:
    return re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", mail.outbox[-1].body, re.M)[1]


# By a code that is mailed --------------------------------------------------------------------------------


def test_a_mailed_code_opens_the_account_and_leads_where_one_wanted_to_go():
    client = GuardedClient(PDC_HOST)
    asked = client.post(f"{BY_CODE}?next=/admin/equipe/", {"email": "GAEL@demo.example"})
    assert asked["Location"] == f"{BY_CODE}confirmer/?next=%2Fadmin%2Fequipe%2F"
    letter = mail.outbox[-1]
    assert letter.to == ["gael@demo.example"]
    assert letter.from_email.startswith("Département du Pas-de-Calais")
    assert f"http://{PDC_HOST}/" in letter.body
    entered = client.post(asked["Location"], {"code": mailed_code(), "next": "/admin/equipe/"})
    assert entered["Location"] == "/admin/equipe/"
    assert client.get("/admin/equipe/").status_code == 200


def test_the_door_offers_each_way_in_and_keeps_where_one_wanted_to_go():
    page = GuardedClient(PDC_HOST).get(f"{DOOR}?next=/admin/equipe/").text
    assert f'href="{BY_CODE}?next=%2Fadmin%2Fequipe%2F"' in page
    assert 'action="/compte/connexion/cle/"' in page
    assert page.count('name="next" value="/admin/equipe/"') == 2


def test_a_mailed_code_leads_nowhere_else():
    client = GuardedClient(PDC_HOST)
    asked = client.post(f"{BY_CODE}?next=https://pirate.fr/", {"email": KNOWN})
    assert "pirate" not in asked["Location"]
    entered = client.post(asked["Location"], {"code": mailed_code(), "next": "https://pirate.fr/"})
    assert entered["Location"] == "/extranet/"


def test_a_wrong_code_is_refused_and_the_third_ends_it():
    client = GuardedClient(PDC_HOST)
    client.post(BY_CODE, {"email": KNOWN})
    assert "Ce code n’est pas le bon" in client.post(f"{BY_CODE}confirmer/", {"code": "ABCD"}).text
    client.post(f"{BY_CODE}confirmer/", {"code": "ABCD"})
    client.post(f"{BY_CODE}confirmer/", {"code": "ABCD"})
    assert client.post(f"{BY_CODE}confirmer/", {"code": mailed_code()}).status_code == 302
    assert client.get("/compte/").status_code == 302


def test_a_code_is_good_in_the_window_that_asked_for_it_alone():
    GuardedClient(PDC_HOST).post(BY_CODE, {"email": KNOWN})
    other = GuardedClient(PDC_HOST)
    other.post(BY_CODE, {"email": UNKNOWN})
    other.post(f"{BY_CODE}confirmer/", {"code": mailed_code()})
    assert other.get("/compte/").status_code == 302


# Nobody learns who has an account ------------------------------------------------------------------------


def answers(address: str, field: str, **more) -> list[list[str]]:
    """Return the pages that a known and an unknown address get, without what differs by nature."""
    pages = []
    for email in (KNOWN, UNKNOWN):
        page = GuardedClient(PDC_HOST).post(address, {field: email} | more, follow=True)
        pages.append([line for line in page.text.replace(email, "—").splitlines() if "csrf" not in line])
    return pages


@pytest.mark.parametrize(
    ("address", "field", "more"),
    [(BY_CODE, "email", {}), ("/compte/mot-de-passe/oublie/", "email", {}), (DOOR, "login", {"password": "faux"})],
)
def test_the_answer_is_the_same_for_a_known_and_an_unknown_address(address, field, more):
    known, unknown = answers(address, field, **more)
    assert known == unknown
    assert [letter.to for letter in mail.outbox] in ([], [[KNOWN]])


def test_a_wrong_password_costs_as_much_hashing_as_an_unknown_address(monkeypatch):
    """What takes long at the door is the hash: as many for each, or the clock would tell."""
    counted = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: counted.append(1) or encode(*args))
    costs = []
    for email in (KNOWN, UNKNOWN):
        counted.clear()
        GuardedClient(PDC_HOST).post(DOOR, {"login": email, "password": "faux"})
        costs.append(len(counted))
    assert costs[0] == costs[1] > 0


# How often ------------------------------------------------------------------------------------------------


def test_guesses_at_a_password_are_counted_over_all_hosts():
    for number in range(5):
        GuardedClient((PDC_HOST, CASA_HOST)[number % 2]).post(DOOR, {"login": KNOWN, "password": "faux"})
    client, refused = sign_in("diane")
    assert "Trop d’essais sans succès" in refused.text
    assert client.get("/compte/").status_code == 302


def test_too_many_requests_get_a_page_that_says_so():
    client = GuardedClient(PDC_HOST)
    for _ in range(21):
        answer = client.post("/compte/mot-de-passe/oublie/", {"email": UNKNOWN})
    assert answer.status_code == 429
    assert "Trop de demandes à la suite" in answer.text


def test_behind_a_proxy_each_visitor_is_counted_alone(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(25):
        client = GuardedClient(PDC_HOST, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
        assert client.post("/compte/mot-de-passe/oublie/", {"email": f"{number}@x.example"}).status_code == 302


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_made_up_address_does_not_hide_who_tries(settings, proxies):
    """Without a proxy the header is ignored; behind one, what the proxy itself wrote, the last, counts."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    statuses = []
    for number in range(21):
        forged = f"198.51.100.{number}" + (", 203.0.113.7" if proxies else "")
        client = GuardedClient(PDC_HOST, HTTP_X_FORWARDED_FOR=forged)
        statuses.append(client.post("/compte/mot-de-passe/oublie/", {"email": f"{number}@x.example"}).status_code)
    assert statuses[-1] == 429


def test_the_number_of_proxies_is_read_from_the_environment(settings):
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2", REMOTE_ADDR="3.3.3.3")
    for proxies, address in ((0, "3.3.3.3"), (1, "2.2.2.2"), (2, "1.1.1.1")):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
        assert get_adapter(request).get_client_ip(request) == address
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3
    with pytest.raises(ImproperlyConfigured):
        get_adapter(request).get_client_ip(request)


# One door -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/admin/login/?next=/admin/pages/", "/compte/connexion/?next=/admin/pages/"),
        ("/admin/password_reset/", "/compte/mot-de-passe/oublie/"),
        ("/admin/", "/compte/connexion/?next=/admin/"),
        ("/admin/equipe/", "/compte/connexion/?next=/admin/equipe/"),
    ],
)
def test_wagtail_s_doors_lead_to_ours(address, leads_to):
    assert GuardedClient(PDC_HOST).get(address)["Location"] == leads_to


@pytest.mark.parametrize("address", ["/django-admin/", "/django-admin/login/", "/accounts/login/"])
def test_there_is_no_other_door(address):
    assert GuardedClient(PDC_HOST).get(address).status_code == 404


def test_leaving_the_back_office_leaves_the_portal_too():
    client, _ = sign_in("gael")
    assert client.get("/compte/").status_code == 200
    client.post("/admin/logout/")
    assert client.get("/compte/").status_code == 302


def test_one_s_name_is_one_s_own_to_write():
    client, _ = sign_in("diane")
    assert "Écrivez votre nom" in client.post("/compte/nom/", {"first_name": "Diane", "last_name": ""}).text
    client.post("/compte/nom/", {"first_name": "Diane", "last_name": "Lefebvre", "is_superuser": "on"})
    diane = person("diane")
    assert (str(diane), diane.is_superuser) == ("Diane Lefebvre", False)
    assert "Diane Lefebvre" in client.get("/compte/").text


def test_a_new_password_is_told_and_signs_out_the_other_devices():
    here, _ = sign_in("diane")
    elsewhere, _ = sign_in("diane", CASA_HOST)
    new = "quatre mots sans rapport"
    changed = here.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert changed.status_code == 302
    assert here.get("/compte/").status_code == 200
    assert "Votre mot de passe a été changé" in mail.outbox[-1].subject
    assert elsewhere.get("/compte/").status_code == 302
