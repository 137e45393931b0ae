"""« Mes notifications »: each subject with its pace, for this space alone."""

import pytest
from bs4 import BeautifulSoup

from portal.notifications.preferences import paces_of
from portal.notifications.subjects import SUBJECTS, Pace, Subject

pytestmark = pytest.mark.django_db
ADDRESS = "/extranet/notifications/"


def chosen_on(page) -> dict[str, str]:
    soup = BeautifulSoup(page.content, "html.parser")
    chosen = {field["name"]: field.find("option", selected=True) for field in soup.find_all("select")}
    return {name: option["value"] for name, option in chosen.items() if option}


def test_each_subject_starts_at_its_own_pace(pdc_client, subjects):
    page = pdc_client.login_as("diane").get(ADDRESS)
    assert chosen_on(page) == {"seance": "aussitot", "document": "jour", "annuaire": "semaine"}
    assert "diane@demo.example" in page.text
    assert "7 h 30".replace(" ", "\N{NO-BREAK SPACE}") in page.text.replace(" ", "\N{NO-BREAK SPACE}")


def test_a_choice_is_kept_and_said(pdc_client, subjects, member):
    client = pdc_client.login_as("diane")
    choice = {"seance": "jour", "document": "jamais", "annuaire": "semaine"}
    page = client.post(ADDRESS, choice, follow=True)
    assert "Vos choix sont enregistrés" in page.text
    assert chosen_on(page) == choice
    assert paces_of(member("bob"))["seance"] == Pace.AT_ONCE


def test_a_pace_that_does_not_exist_is_refused_and_nothing_is_lost(pdc_client, subjects, member):
    page = pdc_client.login_as("diane").post(ADDRESS, {"seance": "parfois", "document": "jamais", "annuaire": "jour"})
    assert page.status_code == 422
    assert chosen_on(page) == {"document": "jamais", "annuaire": "jour"}
    assert "Un point est à corriger" in page.text
    assert paces_of(member("diane"))["document"] == Pace.DAILY


def test_a_subject_that_does_not_concern_somebody_is_not_asked(pdc_client, subjects, monkeypatch):
    only_staff = Subject(code="demandes", label="Demandes d’accès", concerns=lambda member: bool(member.roles))
    monkeypatch.setitem(SUBJECTS, "demandes", only_staff)
    assert "Demandes d’accès" not in pdc_client.login_as("diane").get(ADDRESS).text
    assert "Demandes d’accès" in pdc_client.login_as("alice").get(ADDRESS).text


def test_no_subject_says_so(pdc_client, subjects, monkeypatch):
    for code in subjects:
        monkeypatch.delitem(SUBJECTS, code)
    assert "Aucun sujet ne vous concerne" in pdc_client.login_as("diane").get(ADDRESS).text


def test_a_visitor_is_asked_to_sign_in_and_a_stranger_refused(pdc_client, visit):
    assert pdc_client.get(ADDRESS).status_code == 302
    assert visit("pas-de-calais.localhost").login_as("ezra").get(ADDRESS).status_code == 403
