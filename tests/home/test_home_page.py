"""The front page: a way in for whoever comes, and for whoever is in already."""

import pytest

from tests.conftest import PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db
ASK = 'href="/demander-un-acces/"'


def test_a_visitor_is_offered_to_sign_in_or_to_ask_for_access(pdc_client):
    page = pdc_client.get("/").text
    assert "Se connecter" in page
    assert ASK in page


def test_a_member_is_led_to_their_space(pdc):
    page = GuardedClient(PDC_HOST).login_as("diane").get("/").text
    assert "Ouvrir mon espace" in page
    assert "Se connecter" not in page
    assert ASK not in page


def test_somebody_without_access_here_may_still_ask_for_it(pdc):
    page = GuardedClient(PDC_HOST).login_as("ezra").get("/").text
    assert ASK in page
