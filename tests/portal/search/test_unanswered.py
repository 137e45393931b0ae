"""Questions without answer: the words, how often, the last day; nothing of who asked."""

import datetime

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from portal.database import context
from portal.search import services
from portal.search.models import KEPT_FOR, UnansweredQuestion
from tests.conftest import PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db


def kept() -> dict[str, int]:
    return dict(UnansweredQuestion.objects.values_list("words", "count"))


def test_what_finds_nothing_is_kept_as_words(pdc, pdc_client):
    pdc_client.get("/recherche/?q=Trottinette+ÉLECTRIQUE+!")
    assert kept() == {"trottinette electrique": 1}
    (row,) = UnansweredQuestion.objects.all()
    assert row.last_on == timezone.localdate()
    assert {field.name for field in UnansweredQuestion._meta.fields} == {"id", "tenant", "words", "count", "last_on"}


@pytest.mark.parametrize(
    "address", ["/recherche/", "/recherche/?q=", "/recherche/?q=logement", "/recherche/?q=Lens", "/recherche/?q=📣",
                "/recherche/?q=zzzz&page=2", "/recherche/?q=zzzz&type=pages"]
)  # fmt: skip
def test_what_is_answered_or_is_no_question_is_not_kept(pdc, pdc_client, address):
    assert pdc_client.get(address).status_code == 200
    assert kept() == {}


def test_a_head_keeps_nothing(pdc, pdc_client):
    pdc_client.head("/recherche/?q=trottinette")
    assert kept() == {}


@pytest.mark.parametrize(
    "words", ["jeanne@exemple.fr", "06 48 71 29 98", "0648712998", "1 85 05 78 006 084 36", "dossier 123456",
              "Dupont 06.48.71.29.98", "n° 2026-0001-17"]
)  # fmt: skip
def test_what_may_be_somebody_s_is_not_kept(pdc, words):
    services.note_unanswered(words, whose="192.0.2.1")
    assert kept() == {}


def test_a_postal_code_and_a_year_are_kept(pdc):
    services.note_unanswered("loyer 62000 2026", whose="192.0.2.1")
    services.note_unanswered("aide 75001", whose="192.0.2.1")
    assert "aide 75001" in kept()


def test_a_visitor_counts_once_a_day_and_another_too(pdc):
    for whose in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        services.note_unanswered("trottinette", whose=whose)
    assert kept() == {"trottinette": 2}


def test_a_machine_fills_no_list(pdc, monkeypatch):
    for n in range(services.MOST_OF_ONE + 10):
        services.note_unanswered(f"mot {n}", whose="192.0.2.1")
    assert len(kept()) == services.MOST_OF_ONE
    monkeypatch.setattr(services, "MOST_ROWS", services.MOST_OF_ONE + 1)
    for n in range(5):
        services.note_unanswered(f"autre {n}", whose=f"192.0.2.{n + 2}")
    assert len(kept()) == services.MOST_OF_ONE + 1
    cache.clear()
    services.note_unanswered("mot 0", whose="192.0.2.9")
    assert kept()["mot 0"] == 2


def test_old_ones_are_forgotten(pdc):
    today = timezone.localdate()
    UnansweredQuestion.objects.create(words="ancienne", last_on=today - KEPT_FOR - datetime.timedelta(days=1))
    UnansweredQuestion.objects.create(words="récente", last_on=today - KEPT_FOR)
    with context.use(context.PLATFORM):
        call_command("scheduler", now="search.unanswered")
    assert set(kept()) == {"récente"}


def test_staff_read_them_and_delete_them(pdc, casa_client):
    row = UnansweredQuestion.objects.create(words="trottinette electrique", count=7)
    listed = GuardedClient(PDC_HOST).login_as("chloe").get("/admin/recherches_sans_reponse/")
    assert "trottinette electrique" in listed.text and ">7<" in listed.text.replace("\n", "").replace(" ", "")
    gone = GuardedClient(PDC_HOST).login_as("gael").post(f"/admin/recherches_sans_reponse/delete/{row.pk}/")
    assert gone.status_code == 302
    assert kept() == {}


@pytest.mark.parametrize("person", ["alice", "iris", "bob"])
def test_others_do_not(pdc, person):
    UnansweredQuestion.objects.create(words="trottinette electrique")
    answer = GuardedClient(PDC_HOST).login_as(person).get("/admin/recherches_sans_reponse/")
    assert answer.status_code in (302, 403)


def test_nobody_rewrites_them(pdc):
    row = UnansweredQuestion.objects.create(words="trottinette electrique")
    client = GuardedClient(PDC_HOST).login_as("gael")
    answers = [client.get(f"/admin/recherches_sans_reponse/{address}") for address in (f"edit/{row.pk}/", "new/")]
    assert {answer.status_code for answer in answers} <= {302, 403, 404}
