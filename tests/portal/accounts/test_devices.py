"""« Appareils connectés »: where one is signed in; a message when it is from somewhere new."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.devices import forget_ended_sessions, in_plain_words
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.portal.accounts.people import person, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/compte/appareils/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 "
    "Mobile/15E148 Safari/604.1"
)


def come_in(first_name: str = "fanny", host: str = PDC_HOST, agent: str = FIREFOX):
    client, answer = sign_in(first_name, host, HTTP_USER_AGENT=agent)
    assert answer.status_code == 302
    client.get("/compte/")
    return client


def test_each_session_is_listed_with_its_host_and_its_device():
    come_in(host=CASA_HOST, agent=IPHONE)
    page = come_in().get(PAGE).text
    assert "Firefox sur Windows" in page
    assert "Safari sur un iPhone" in page
    assert PDC_HOST in page
    assert CASA_HOST in page
    assert page.count("Cet appareil") == 1


def test_a_session_is_ended_from_another_device():
    telephone, desk = come_in(host=CASA_HOST, agent=IPHONE), come_in()
    session = UserSession.objects.get(user_agent=IPHONE)
    assert "Cet appareil est déconnecté" in desk.post(f"{PAGE}{session.pk}/deconnecter/", follow=True).text
    assert telephone.get("/compte/").status_code == 302
    assert desk.get("/compte/").status_code == 200


def test_all_others_are_ended_at_once():
    others = [come_in(agent=IPHONE), come_in(host=CASA_HOST)]
    here = come_in()
    assert "Déconnecter tous les autres" in here.get(PAGE).text
    page = here.post(f"{PAGE}deconnecter/", follow=True).text
    assert "Tous les autres appareils sont déconnectés" in page
    assert "Déconnecter tous les autres" not in page
    assert [client.get("/compte/").status_code for client in (*others, here)] == [302, 302, 200]


def test_ending_one_s_own_session_signs_out():
    client = come_in()
    session = UserSession.objects.get(user=person("fanny"))
    client.post(f"{PAGE}{session.pk}/deconnecter/")
    assert client.get("/compte/").status_code == 302


def test_the_sessions_of_others_are_neither_listed_nor_ended():
    gael = come_in("gael", agent=IPHONE)
    session = UserSession.objects.get(user=person("gael"))
    diane = come_in("diane")
    assert "iPhone" not in diane.get(PAGE).text
    assert diane.post(f"{PAGE}{session.pk}/deconnecter/").status_code == 404
    diane.post(f"{PAGE}deconnecter/")
    assert gael.get("/compte/").status_code == 200


def test_a_session_that_opens_nothing_any_more_is_not_listed():
    come_in(agent=IPHONE)
    Session.objects.all().delete()
    client = come_in()
    assert "iPhone" not in client.get(PAGE).text
    forget_ended_sessions()
    assert UserSession.objects.filter(user=person("fanny")).count() == 1


def test_being_seen_costs_a_write_every_few_minutes_only():
    client = come_in()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/trouver/")
    assert not [q for q in queries if "usersession" in q["sql"]]
    before = UserSession.objects.get(user=person("fanny")).last_seen_at
    cache.clear()
    client.get("/trouver/")
    assert UserSession.objects.get(user=person("fanny")).last_seen_at > before


def test_the_list_takes_a_flat_number_of_queries():
    client = come_in()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    count()
    before = count()
    for _ in range(12):
        come_in(agent=IPHONE)
    assert count() == before


# A new device ---------------------------------------------------------------------------------------------


def new_device_mails() -> list:
    return [letter for letter in mail.outbox if "nouvel appareil" in letter.subject]


def test_the_very_first_sign_in_is_no_news():
    come_in("diane")
    assert not new_device_mails()


def test_a_new_device_is_told_in_plain_words():
    come_in("diane")
    come_in("diane", agent=IPHONE)
    (letter,) = new_device_mails()
    assert letter.to == ["diane@demo.example"]
    assert "Safari sur un iPhone" in letter.body
    assert f"http://{PDC_HOST}{PAGE}" in letter.body
    assert "Mozilla" not in letter.body
    assert "127.0.0.1" not in letter.body


def test_a_known_device_is_no_news_even_with_two_people():
    client = come_in("diane")
    for first_name in ("fanny", "diane", "fanny", "diane"):
        client.post("/compte/deconnexion/")
        sign_in(first_name, client=client)
    assert not new_device_mails()
    assert client.cookies["appareil"]["httponly"]


def test_a_cookie_that_was_made_up_makes_nobody_known():
    come_in("diane")
    forger = GuardedClient(PDC_HOST, HTTP_USER_AGENT=IPHONE)
    forger.cookies["appareil"] = f"{person('diane').pk}:faux:faux"
    sign_in("diane", client=forger)
    assert len(new_device_mails()) == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox sur Windows"),
        (IPHONE, "Safari sur un iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome sur Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge sur Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605 Version/18 Safari/605", "Safari sur un Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox sur Linux"),
        ("<script>", "Un navigateur sur un appareil inconnu"),
        ("", "Un navigateur sur un appareil inconnu"),
    ],
)
def test_a_browser_is_said_in_plain_words(agent, words):
    assert in_plain_words(agent) == words
