"""A second factor: an application of codes, recovery codes; offered to all, secret in the database."""

import re

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection

from portal.accounts.second_factor import MFAAdapter
from portal.demo.people import PASSWORD
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.portal.accounts.people import code, confirm_again, give_application, person, recovery_codes, sign_in

pytestmark = pytest.mark.django_db
FACTORS, SECOND_STEP = "/compte/double-authentification/", "/compte/connexion/double/"


@pytest.fixture
def diane():
    client, _ = sign_in("diane")
    confirm_again(client)
    return client


def secret_shown(page: str) -> str:
    return re.search(r'account__secret">([A-Z2-7]+)<', page)[1]


def test_an_application_is_added_with_the_code_it_shows(diane, pdc, django_capture_on_commit_callbacks):
    secret = secret_shown(diane.get(f"{FACTORS}application/").text)
    refused = diane.post(f"{FACTORS}application/", {"code": "000000"})
    assert "Ce code n’est pas le bon" in refused.text
    with django_capture_on_commit_callbacks() as callbacks:
        answer = diane.post(f"{FACTORS}application/", {"code": code(secret)}, follow=True)
    with request_context(answer.wsgi_request):
        for callback in callbacks:
            callback()
    assert answer.redirect_chain == [(f"{FACTORS}secours/", 302)]
    assert recovery_codes(person("diane"))[0] in answer.text
    assert "[Pas-de-Calais] Application de codes ajoutée" in [letter.subject for letter in mail.outbox]
    assert "En place" in diane.get(FACTORS).text


def test_what_touches_the_second_factor_asks_again_who_one_is():
    client, _ = sign_in("diane")
    for address in ("application/", "cles/ajouter/", "secours/"):
        assert client.get(f"{FACTORS}{address}")["Location"].startswith("/compte/confirmer/?next="), address


@pytest.mark.parametrize("host", [PDC_HOST, CASA_HOST])
def test_signing_in_takes_a_code_on_every_host(host):
    secret = give_application(person("fanny"))
    client, answer = sign_in("fanny", host)
    assert answer["Location"] == SECOND_STEP
    assert client.get("/compte/").status_code == 302
    page = client.post(SECOND_STEP, {"code": "123"})
    assert "Ce code n’est pas le bon" in page.text
    assert client.post(SECOND_STEP, {"code": code(secret)})["Location"] == "/extranet/"
    assert client.get("/compte/").status_code == 200


def test_the_page_that_was_asked_for_comes_after_the_second_step():
    secret = give_application(person("gael"))
    client = GuardedClient(PDC_HOST)
    client.post("/compte/connexion/?next=/admin/equipe/", {"login": "gael@demo.example", "password": PASSWORD})
    assert client.post(SECOND_STEP, {"code": code(secret)})["Location"] == "/admin/equipe/"


def test_a_code_serves_once_as_long_as_it_is_good():
    secret = give_application(person("diane"))
    early = code(secret, steps=1)
    assert sign_in("diane")[0].post(SECOND_STEP, {"code": early}).status_code == 302
    assert "Ce code n’est pas le bon" in sign_in("diane")[0].post(SECOND_STEP, {"code": early}).text
    used = Authenticator.objects.get(user=person("diane"), type="totp").wrap()
    with connection.cursor() as cursor:
        cursor.execute("SELECT expires - now() > interval '80 seconds' FROM accounts_counter"
                       " WHERE cache_key LIKE %s", [f"%{used._get_used_cache_key(early)}"])  # fmt: skip
        assert cursor.fetchone() == (True,)


def test_a_recovery_code_serves_once():
    give_application(person("diane"))
    spare = recovery_codes(person("diane"))[0]
    assert sign_in("diane")[0].post(SECOND_STEP, {"code": spare})["Location"] == "/extranet/"
    assert "Ce code n’est pas le bon" in sign_in("diane")[0].post(SECOND_STEP, {"code": spare}).text
    assert len(recovery_codes(person("diane"))) == 9


def test_codes_are_read_without_writing_and_can_be_kept_in_a_file(diane):
    give_application(person("diane"))
    before = Authenticator.objects.get(user=person("diane"), type="recovery_codes").data
    page, file = diane.get(f"{FACTORS}secours/"), diane.get(f"{FACTORS}secours/fichier/")
    assert all(spare in page.text and spare in file.text for spare in recovery_codes(person("diane")))
    assert "attachment" in file["Content-Disposition"]
    assert "no-store" in page["Cache-Control"]
    assert Authenticator.objects.get(user=person("diane"), type="recovery_codes").data == before


def test_new_codes_end_the_former_ones(diane):
    give_application(person("diane"))
    before = recovery_codes(person("diane"))
    diane.post(f"{FACTORS}secours/nouveaux/")
    assert not set(before) & set(recovery_codes(person("diane")))


def test_the_application_is_removed_and_its_owner_told(diane):
    give_application(person("diane"))
    assert "codes de secours disparaissent" in diane.get(f"{FACTORS}application/retirer/").text
    diane.post(f"{FACTORS}application/retirer/")
    assert not Authenticator.objects.filter(user=person("diane")).exists()
    assert "Application de codes retirée" in mail.outbox[-1].subject


def test_a_code_by_mail_does_not_pass_by_the_second_factor():
    give_application(person("diane"))
    client = GuardedClient(PDC_HOST)
    client.post("/compte/connexion/code/", {"email": "diane@demo.example"})
    mailed = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", mail.outbox[-1].body, re.M)[1]
    assert client.post("/compte/connexion/code/confirmer/", {"code": mailed})["Location"] == SECOND_STEP


def test_guesses_are_counted():
    give_application(person("diane"))
    client, _ = sign_in("diane")
    pages = [client.post(SECOND_STEP, {"code": f"{number:06}"}).text for number in range(7)]
    assert "Trop d’essais" in pages[-1]


# Kept secret ---------------------------------------------------------------------------------------------


def test_secrets_cannot_be_read_in_the_database():
    secret = give_application(person("diane"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        kept = cursor.fetchone()[0]
    assert secret not in kept
    assert all(spare not in kept for spare in recovery_codes(person("diane")))


def test_a_secret_key_can_be_changed(settings):
    kept = MFAAdapter().encrypt("SECRET")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert MFAAdapter().decrypt(kept) == "SECRET"


def test_a_lost_secret_key_lets_nobody_in(settings, caplog):
    secret = give_application(person("diane"))
    application = Authenticator.objects.get(user=person("diane"), type="totp").wrap()
    settings.SECRET_KEY = "another"
    assert not application.validate_code(code(secret))
    assert "SECRET_KEY_FALLBACKS" in caplog.text
    settings.SECRET_KEY_FALLBACKS = ["tests-only"]
    assert application.validate_code(code(secret))
