import pytest

from tests.conftest import PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db


def test_staff_find_their_guide_in_the_help_menu():
    client = GuardedClient(PDC_HOST).login_as("iris")
    assert "/admin/guide/" in client.get("/admin/").text
    assert "périmètre indicatif" in client.get("/admin/guide/").text


def test_visitors_do_not(pdc_client):
    assert pdc_client.get("/admin/guide/").status_code == 302
