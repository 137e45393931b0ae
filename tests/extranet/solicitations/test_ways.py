"""The public side: who may ask a platform, how, and what follows. A visitor is told whom to ring, and asked nothing."""

import pytest

from portal.tenancy.cache import refresh
from portal.tenancy.models import Tenant
from portal.territories.models import Platform
from tests.portal.documents.making import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_module")]
PAGE, PLATFORM = "/solliciter/", "/plateformes/lens-henin/"
HEADING = "Qui peut solliciter la plateforme"


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def switch_off(tenant: Tenant) -> None:
    tenant.modules = [each for each in tenant.modules if each != "sollicitations"]
    tenant.save(update_fields=["modules"])
    refresh(tenant.pk)


def test_a_visitor_reads_who_may_ask_what_follows_and_whom_to_ring(pdc_client):
    said = text_of(pdc_client.get(PAGE))
    for words in (
        "Qui peut solliciter", "Ce qui suit", "au bout de 5 et de 10 jours", "au bout de 15", 'href="tel:115"',
        'href="tel:3919"', 'href="/demander-un-acces/"', "/compte/connexion/?next=/extranet/solliciter/nouvelle/",
    ):  # fmt: skip
        assert words in said, words
    for platform in Platform.objects.exclude(phone=""):
        assert platform.phone_uri in said


def test_a_visitor_is_asked_nothing_about_a_household(pdc_client):
    said = text_of(pdc_client.get(PAGE))
    assert 'method="post"' not in said
    assert said.count("<textarea") == 0


def test_a_visitor_who_tries_to_ask_signs_in_and_comes_back(pdc_client):
    answer = pdc_client.get("/extranet/solliciter/nouvelle/")
    assert answer.status_code == 302
    assert "/compte/connexion/?next=/extranet/solliciter/nouvelle/" in answer["Location"]


def test_a_member_is_led_to_the_form(pdc_client, bob):
    said = text_of(pdc_client.login_account(bob.user).get(PAGE))
    assert 'href="/extranet/solliciter/nouvelle/"' in said
    assert 'href="/demander-un-acces/"' not in said


def test_an_account_without_a_membership_here_asks_for_access(pdc_client, casa):
    said = text_of(pdc_client.login_account(member("ezra", "casa").user).get(PAGE))
    assert 'href="/demander-un-acces/"' in said


def test_the_page_of_a_platform_says_who_may_ask_it(pdc_client):
    said = text_of(pdc_client.get(PLATFORM))
    assert HEADING in said
    assert f'href="{PAGE}"' in said


def test_nothing_is_said_where_the_module_is_off(pdc, pdc_client):
    switch_off(pdc)
    assert pdc_client.get(PAGE).status_code == 404
    assert HEADING not in text_of(pdc_client.get(PLATFORM))
    assert PAGE not in text_of(pdc_client.get("/plan-du-site/"))


def test_another_tenant_that_has_not_opened_it_says_nothing(casa, casa_client):
    switch_off(casa)
    assert casa_client.get(PAGE).status_code == 404
    assert HEADING not in text_of(casa_client.get("/plateformes/casa/"))


def test_it_stands_in_the_plan_and_in_the_sitemap(pdc_client):
    assert f'href="{PAGE}"' in text_of(pdc_client.get("/plan-du-site/"))
    assert f"{PAGE}</loc>" in text_of(pdc_client.get("/sitemap.xml"))


def test_the_page_is_kept_for_the_next_visitor_and_dropped_when_it_changes(pdc_client, django_assert_max_num_queries):
    platform = Platform.objects.get(slug="lens-henin")
    text_of(pdc_client.get(PAGE))
    with django_assert_max_num_queries(2):
        text_of(pdc_client.get(PAGE))
    platform.phone = "03 21 99 88 77"
    platform.save()
    assert "tel:+33321998877" in text_of(pdc_client.get(PAGE))


@pytest.mark.parametrize("question", ["?p=%00", "?q=<script>", "?next=//ailleurs.example"])
def test_a_bad_question_changes_nothing(pdc_client, question):
    said = text_of(pdc_client.get(PAGE + question))
    assert "ailleurs.example" not in said
    assert "<script>" not in said
