"""« Signaler une difficulté »: acknowledged at once, answered within a week, forgotten later."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from home.legal.models import AccessibilityComplaint
from home.legal.services import answer
from portal.accounts.services import anonymise
from portal.database import context
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError
from tests.conftest import PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db

FORM, DONE = "/accessibilite/signaler/", "/accessibilite/signalement-recu/"
SCREEN = "/admin/accessibilitycomplaint/"
COMPLAINT = {
    "page": "Les plateformes", "difficulty": "La liste ne se parcourt pas au clavier.", "email": "lou@essai.example",
    "name": "", "website": "",
}  # fmt: skip


@pytest.fixture
def send(pdc, pdc_client, django_capture_on_commit_callbacks):
    AccessibilityComplaint.objects.all().delete()

    def post(**changes):
        with django_capture_on_commit_callbacks(execute=True):
            return pdc_client.post(FORM, COMPLAINT | changes)

    return post


def written_days_ago(days: float, **fields) -> AccessibilityComplaint:
    received_at = timezone.now() - datetime.timedelta(days=days)
    fields = {"page": "P", "difficulty": "D", "email": "lou@essai.example"} | fields
    return AccessibilityComplaint.objects.create(received_at=received_at, **fields)


def test_it_is_acknowledged_and_those_who_answer_are_told(send, pdc_client):
    page = send()
    assert page["Location"] == DONE
    due = timezone.localdate() + datetime.timedelta(days=7)
    assert str(due.year) in pdc_client.get(DONE).text
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {"lou@essai.example", "gael@demo.example", "chloe@demo.example"}
    theirs = letters["lou@essai.example"].body
    for words in ("La liste ne se parcourt pas", "Département du Pas-de-Calais", "03 53 01 00 62", "au plus tard le"):
        assert words in theirs
    told = letters["gael@demo.example"]
    assert f"{due:%d/%m/%Y}" in told.subject + told.body
    assert "lou@essai.example" not in told.body


@pytest.mark.parametrize("field", ["page", "difficulty", "email"])
def test_a_missing_field_is_said_at_the_field_and_nothing_typed_is_lost(send, field):
    page = send(**{field: ""})
    soup = BeautifulSoup(page.content, "html.parser")
    assert soup.find(attrs={"name": field})["aria-invalid"] == "true"
    for other in {"page", "difficulty", "email"} - {field}:
        assert COMPLAINT[other] in page.text
    assert mail.outbox == []


def test_a_wrong_address_is_said(send):
    assert "n’est pas complet" in send(email="lou").text


def test_a_machine_that_fills_everything_is_told_nothing(send):
    assert send(website="http://spam.example")["Location"] == DONE
    assert not AccessibilityComplaint.objects.exists()
    assert mail.outbox == []


def test_the_seventh_of_an_hour_waits(send):
    for _ in range(6):
        assert send().status_code == 302
    page = send()
    assert page.status_code == 429
    assert COMPLAINT["difficulty"] in page.text


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "reste 7 jours"), (4, "reste 3 jours"), (6, "reste 1 jour"), (7, "à répondre aujourd’hui"),
     (8, "en retard de 1 jour"), (9, "en retard de 2 jours")],
)  # fmt: skip
def test_the_clock_says_how_long_is_left(pdc, days, words):
    complaint = written_days_ago(days)
    assert complaint.clock == words
    page = GuardedClient(PDC_HOST).login_as("chloe").get(SCREEN).text
    assert words in page


def test_staff_answer_once_and_the_sender_reads_it(send, pdc, django_capture_on_commit_callbacks):
    send()
    complaint = AccessibilityComplaint.objects.get()
    mail.outbox.clear()
    chloe = GuardedClient(PDC_HOST).login_as("chloe")
    address = f"{SCREEN}edit/{complaint.pk}/"
    page = chloe.get(address)
    assert page.status_code == 200
    for words in ("La liste ne se parcourt pas au clavier.", "reste 7 jours", "Envoyer la réponse"):
        assert words in page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert chloe.post(address, {"answer": ""}).status_code == 200
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        assert chloe.post(address, {"answer": "C’est réparé."}).status_code == 302
    [letter] = mail.outbox
    assert letter.to == ["lou@essai.example"]
    assert "C’est réparé." in letter.body
    complaint.refresh_from_db()
    assert complaint.clock.startswith("répondu le")
    assert complaint.answered_by.email == "chloe@demo.example"
    assert chloe.get(address)["Location"] == f"{SCREEN}inspect/{complaint.pk}/"
    assert "C’est réparé." in chloe.get(f"{SCREEN}inspect/{complaint.pk}/").text
    with pytest.raises(RefusedError):
        answer(complaint, "Encore", by=complaint.answered_by)


def test_only_those_who_answer_see_them(send, pdc):
    send()
    complaint = AccessibilityComplaint.objects.get()
    for person in ("alice", "iris", "ezra"):
        client = GuardedClient(PDC_HOST).login_as(person)
        for address in (SCREEN, f"{SCREEN}edit/{complaint.pk}/", f"{SCREEN}inspect/{complaint.pk}/"):
            assert client.get(address).status_code in {302, 403, 404}, (person, address)


def test_the_neighbour_s_complaint_is_not_here(casa):
    complaint = written_days_ago(1, page="Page de la seule CASA")
    gael = GuardedClient(PDC_HOST).login_as("gael")
    assert "la seule CASA" not in gael.get(SCREEN).text
    assert gael.get(f"{SCREEN}edit/{complaint.pk}/").status_code == 404


def test_nobody_writes_a_complaint_from_the_back_office(pdc):
    assert GuardedClient(PDC_HOST).login_as("gael").get(f"{SCREEN}new/").status_code in {302, 403}


def test_they_are_forgotten_in_time(pdc):
    AccessibilityComplaint.objects.all().delete()
    now = timezone.now()
    old = written_days_ago(400, answer="…", answered_at=now - datetime.timedelta(days=366))
    recent = written_days_ago(400, answer="…", answered_at=now - datetime.timedelta(days=364))
    waiting, forgotten = written_days_ago(700), written_days_ago(731)
    with context.use(context.PLATFORM):
        call_command("scheduler", now="legal.expired-complaints")
    left = set(AccessibilityComplaint.objects.values_list("pk", flat=True))
    assert left == {recent.pk, waiting.pk}
    assert old.pk not in left
    assert forgotten.pk not in left


def test_my_data_tells_mine_and_of_others_only_that_i_answered(pdc):
    chloe = Membership.objects.get(user__email="chloe@demo.example").user
    written_days_ago(9, email="BOB@demo.example", page="Ma page", difficulty="Ma difficulté")
    written_days_ago(9, difficulty="Leur difficulté", answer="…", answered_at=timezone.now(), answered_by=chloe)
    told = GuardedClient(PDC_HOST).login_as("bob").get("/extranet/mes-donnees/").text
    assert "Ma difficulté" in told
    told = GuardedClient(PDC_HOST).login_as("chloe").get("/extranet/mes-donnees/").text
    assert "Leur difficulté" not in told
    assert "Vous avez répondu à un signalement le" in told


def test_they_go_with_the_account_that_is_forgotten(pdc):
    written_days_ago(1, email="bob@demo.example", page="De Bob")
    with context.use(context.PLATFORM):
        anonymise(Membership.objects.get(user__email="bob@demo.example").user)
    assert not AccessibilityComplaint.objects.filter(page="De Bob").exists()
