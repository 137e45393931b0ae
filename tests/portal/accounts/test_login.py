"""One door, in French, that tells nobody who has an account."""

import pytest
from django.core import mail

from portal.accounts.models import User
from portal.demo.people import PASSWORD
from tests.conftest import PDC_HOST, GuardedClient
from tests.factories import make_user

pytestmark = pytest.mark.django_db
DOOR = "/compte/connexion/"


def test_the_door_says_whom_to_ask_for_an_account(casa_client):
    page = casa_client.get(DOOR).text
    assert "Coordinatrice de la plateforme" in page
    assert "plateforme.lda@agglo-casa.fr" not in page
    assert "[arobase]" in page


def test_staff_sign_in_by_e_mail_whatever_the_case(pdc_client):
    response = pdc_client.post(f"{DOOR}?next=/admin/", {"login": "ALICE@demo.example", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert pdc_client.get("/admin/").status_code == 200


@pytest.mark.parametrize(("person", "lands_on"), [("gael", "/extranet/"), ("diane", "/extranet/"), ("ezra", "/")])
def test_each_lands_where_they_have_something_to_do(pdc_client, person, lands_on):
    response = pdc_client.post(DOOR, {"login": f"{person}@demo.example", "password": PASSWORD})
    assert response["Location"] == lands_on


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(pdc_client):
    answers = []
    for login in ("alice@demo.example", "personne@nulle-part.example"):
        page = pdc_client.post(DOOR, {"login": login, "password": "faux"}).text
        answers.append(page.replace(login, "—"))
    strip = lambda page: [line for line in page.splitlines() if "csrf" not in line]  # noqa: E731
    assert strip(answers[0]) == strip(answers[1])


def test_password_reset_mails_only_a_known_address_and_says_the_same(pdc_client):
    pages = [
        pdc_client.post("/compte/mot-de-passe/oublie/", {"email": email}, follow=True)
        for email in ("alice@demo.example", "personne@nulle-part.example")
    ]
    assert [p.status_code for p in pages] == [200, 200]
    assert [m.to for m in mail.outbox] == [["alice@demo.example"]]
    assert f"http://{PDC_HOST}/compte/mot-de-passe/oublie/" in mail.outbox[0].body


def test_nobody_signs_up_alone(pdc_client):
    page = pdc_client.get("/compte/inscription/")
    assert page.status_code == 200
    pdc_client.post(
        "/compte/inscription/",
        {"email": "moi@x.example", "password1": "un-mot-de-passe-long", "password2": "un-mot-de-passe-long"},
    )
    assert not User.objects.filter(email="moi@x.example").exists()


def test_a_next_address_elsewhere_is_not_followed(pdc_client):
    response = pdc_client.post(f"{DOOR}?next=https://pirate.fr/", {"login": "alice@demo.example", "password": PASSWORD})
    assert response["Location"].startswith("/")


def test_wagtail_s_own_login_leads_to_the_same_door(pdc_client):
    response = pdc_client.get("/admin/")
    assert response["Location"].startswith(DOOR)


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_reset/"])
def test_wagtail_has_no_second_door(pdc_client, address):
    assert pdc_client.get(address).status_code in {302, 404}


def test_an_address_is_one_account_whatever_its_case():
    make_user("Nora@essai.example")
    with pytest.raises(Exception, match="one_account_per_email"):
        make_user("NORA@essai.example")


def test_every_account_page_is_whole():
    client = GuardedClient(PDC_HOST).login_as("diane")
    for address in ["mot-de-passe/", "deconnexion/", "confirmer/", "adresses/", "inactif/"]:
        assert client.get(f"/compte/{address}").status_code in {200, 302}, address
