"""« Accessibilité : … conforme » is computed from the audits, to the day."""

import datetime

import pytest
from django.utils import timezone

from home.legal.conformity import FULL, NONE, PARTIAL, Audited, anniversary, state_of
from home.legal.models import AccessibilityAudit

DAY = datetime.date
TODAY, JANUARY = DAY(2026, 11, 21), DAY(2026, 1, 15)


def audit(date=JANUARY, rate=80, withdrawn_on=None, key=1) -> Audited:
    return Audited(key, date, rate, withdrawn_on)


@pytest.mark.parametrize(
    ("rate", "words"), [(0, NONE), (49.99, NONE), (50, PARTIAL), (80, PARTIAL), (99.99, PARTIAL), (100, FULL)]
)
def test_the_rate_decides(rate, words):
    assert state_of([audit(rate=rate)], TODAY) == words


def test_without_an_audit_nothing_conforms():
    assert state_of([], TODAY) == NONE


def test_an_audit_counts_until_its_third_anniversary_and_not_a_day_longer():
    one = audit(DAY(2023, 11, 21), 100)
    assert state_of([one], DAY(2026, 11, 21)) == FULL
    assert state_of([one], DAY(2026, 11, 22)) == NONE


def test_an_audit_counts_from_its_own_day():
    assert state_of([audit(DAY(2026, 11, 22))], TODAY) == NONE
    assert state_of([audit(TODAY)], TODAY) == PARTIAL


def test_three_years_after_a_29_february_is_the_28th():
    assert anniversary(DAY(2024, 2, 29), 3) == DAY(2027, 2, 28)
    assert state_of([audit(DAY(2024, 2, 29))], DAY(2027, 3, 1)) == NONE


def test_the_latest_audit_alone_counts_be_it_worse():
    audits = [audit(DAY(2025, 1, 1), 100, key=1), audit(DAY(2026, 1, 1), 40, key=2)]
    assert state_of(audits, TODAY) == NONE
    assert state_of(reversed(audits), TODAY) == NONE


def test_an_audit_still_to_come_hides_none():
    assert state_of([audit(rate=60, key=1), audit(DAY(2027, 1, 1), 100, key=2)], TODAY) == PARTIAL


def test_a_withdrawn_audit_counts_no_more_from_that_day():
    one = audit(withdrawn_on=TODAY)
    assert state_of([one], TODAY - datetime.timedelta(days=1)) == PARTIAL
    assert state_of([one], TODAY) == NONE


@pytest.fixture
def written(casa):
    def write(**fields):
        fields = {"date": timezone.localdate(), "rate": 72, "auditor": "Cabinet d’essai", "sample": "Accueil"} | fields
        return AccessibilityAudit.objects.create(**fields)

    return write


def mention(page) -> str:
    return page.text.split('href="/accessibilite/">')[1].split("<")[0].replace("\N{NO-BREAK SPACE}", " ")


def test_the_home_page_says_it_and_a_new_audit_shows_at_once(written, casa_client):
    assert mention(casa_client.get("/")) == "Accessibilité : non conforme"
    one = written()
    assert mention(casa_client.get("/")) == "Accessibilité : partiellement conforme"
    one.rate = 100
    one.save()
    assert mention(casa_client.get("/")) == "Accessibilité : totalement conforme"
    one.delete()
    assert mention(casa_client.get("/")) == "Accessibilité : non conforme"


def test_the_mention_ends_with_the_audit_though_nothing_was_saved(written, casa_client, monkeypatch):
    one = written()
    assert mention(casa_client.get("/le-principe/")) == "Accessibilité : partiellement conforme"
    monkeypatch.setattr("home.legal.pack.timezone.localdate", lambda: one.last_day + datetime.timedelta(days=1))
    assert mention(casa_client.get("/le-principe/")) == "Accessibilité : non conforme"


def test_the_neighbour_s_audit_says_nothing_of_us(written, pdc_client):
    written(rate=100)
    assert mention(pdc_client.get("/")) == "Accessibilité : non conforme"
    assert "Cabinet d’essai" not in pdc_client.get("/accessibilite/").text


def test_the_statement_tells_the_audit_in_the_mandatory_template(written, casa_client):
    written(
        defects="Contraste du bouton Chercher\nTitre manquant", derogations="Une carte ancienne",
        exempt_contents="Une vidéo de 2018", tools="Un contrôleur", environments="Firefox et NVDA",
        sample="Accueil : /",
    )  # fmt: skip
    page = casa_client.get("/accessibilite/").text
    for words in (
        "partiellement conforme", "72\N{NO-BREAK SPACE}%", "Cabinet d’essai", "4.1.2", "Contraste du bouton Chercher",
        "Titre manquant", "Une carte ancienne", "Une vidéo de 2018", "Un contrôleur", "Firefox et NVDA",
        "État de conformité", "Résultats des tests", "Non-conformités", "Dérogations", "non soumis à l’obligation",
        "Établissement de cette déclaration", "Technologies utilisées", "Environnement de test", "Outils",
        "Pages ayant", "Retour d’information et contact", "Voies de recours", "Défenseur des droits",
    ):  # fmt: skip
        assert words in page, words


def test_without_an_audit_the_statement_says_why(casa_client):
    page = casa_client.get("/accessibilite/").text
    assert "aucun audit n’est en cours de validité" in page
    assert "Voies de recours" in page
