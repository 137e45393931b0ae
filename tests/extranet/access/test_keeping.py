"""What the portal does by itself, with the clock stopped: remind, call for help, close, erase."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from extranet.access import answers, services
from extranet.access.models import AccessRequest, Arrival, Entry, State
from portal.database import context
from portal.organisations.models import Organisation
from tests.extranet.access.conftest import NORA, letters_to, person

pytestmark = pytest.mark.django_db
DAY, SECOND = datetime.timedelta(days=1), datetime.timedelta(seconds=1)


@pytest.fixture
def run(pdc, django_capture_on_commit_callbacks):
    """``run(job)`` runs it twice, as a scheduler that was interrupted would; the demonstration's rows are away."""
    with context.use(context.PLATFORM):
        AccessRequest.objects.all().delete()

    def twice(job: str) -> None:
        mail.outbox.clear()
        for _ in range(2):
            with context.use(context.PLATFORM), django_capture_on_commit_callbacks(execute=True):
                call_command("scheduler", now=f"access.{job}")

    return twice


def told() -> list[str]:
    return sorted(address for letter in mail.outbox for address in letter.to)


def kinds(request) -> list[str]:
    return [entry.kind for entry in request.entries.all()]


def test_five_days_bring_it_back_to_the_coordinator_and_ten_to_the_administration_once_each(run, make, clock):
    request = make()
    since = request.waiting_since
    for moment, expected in [
        (since + 5 * DAY - SECOND, []),
        (since + 5 * DAY, ["alice@demo.example"]),
        (since + 9 * DAY, []),
        (since + 10 * DAY, ["gael@demo.example"]),
        (since + 30 * DAY, []),
    ]:
        clock(moment)
        run("escalation")
        assert told() == expected, moment - since
    assert kinds(request).count("rappel") == kinds(request).count("signalement") == 1


def test_an_answer_of_the_sender_starts_the_days_anew(run, make, clock):
    request = make()
    since = request.waiting_since
    clock(since + 5 * DAY)
    run("escalation")
    answers.question(request, "Où ?", by=person("alice"))
    clock(since + 20 * DAY)
    run("escalation")
    assert told() == []  # it waits for its sender, not for us
    services.reply(request, "À Lens.")
    run("escalation")
    assert told() == []
    clock(since + 25 * DAY)
    run("escalation")
    assert told() == ["alice@demo.example"]


def test_what_is_answered_is_not_brought_back(run, make, clock):
    request = make()
    answers.refuse(request, "Doublon.", by=person("alice"))
    clock(timezone.now() + 11 * DAY)
    run("escalation")
    assert told() == []


def test_a_question_left_unanswered_for_a_month_closes_the_request(run, make, clock):
    request = make()
    answers.question(request, "Où ?", by=person("alice"))
    asked_at = request.entries.get(kind=Entry.Kind.QUESTION).created_at
    clock(asked_at + 30 * DAY - SECOND)
    run("unanswered")
    assert told() == []
    clock(asked_at + 30 * DAY + SECOND)
    run("unanswered")
    request.refresh_from_db()
    assert request.state == State.EXPIRED
    assert len(letters_to(NORA)) == 1


def test_what_was_never_confirmed_is_erased_after_seven_days(run, make, clock):
    request = make(confirmed=False)
    clock(request.created_at + 7 * DAY)
    run("expired")
    assert AccessRequest.objects.exists()
    clock(request.created_at + 7 * DAY + SECOND)
    run("expired")
    assert not AccessRequest.objects.exists()


@pytest.mark.parametrize("end", ["refuse", "accept", "withdraw"])
def test_a_closed_request_is_erased_after_a_year_with_all_that_was_written(run, make, clock, end):
    request = make()
    answers.question(request, "Où donc ?", by=person("alice"))
    services.reply(request, "À Lens.")
    {"refuse": lambda: answers.refuse(request, "Non.", by=person("alice")),
     "accept": lambda: answers.accept(request, by=person("alice")),
     "withdraw": lambda: services.withdraw(request)}[end]()  # fmt: skip
    closed = AccessRequest.objects.get().answered_at
    clock(closed + 365 * DAY)
    run("expired")
    assert AccessRequest.objects.exists()
    clock(closed + 365 * DAY + SECOND)
    run("expired")
    assert not AccessRequest.objects.exists()
    assert not Entry.objects.exists()


def test_one_that_waits_is_never_erased(run, make, clock):
    make()
    clock(timezone.now() + 1000 * DAY)
    run("expired")
    assert AccessRequest.objects.get().state == State.RECEIVED


def test_an_arrival_that_never_came_goes_with_the_organisation_that_it_proposed(run, pdc, clock):
    centre = Organisation.objects.create(name="Centre neuf", kind="autre", is_proposed=True)
    Arrival.objects.create(email=NORA, organisation=centre)
    clock(timezone.now() + 91 * DAY)
    run("expired")
    assert not Arrival.objects.exists()
    assert not Organisation.objects.filter(name="Centre neuf").exists()
