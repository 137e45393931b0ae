"""The platform’s side at once, on two connections, for real: one answer, one invitation, one reminder."""

import datetime

import pytest

from extranet.solicitations import guests, meetings, reminders, services
from extranet.solicitations.models import Guest, Message, Reminder, StudyMeeting
from extranet.solicitations.models.lists import EndReason, RefusalReason
from portal.notifications.models import Mail, Notice
from portal.tenancy.services import RefusedError
from tests.extranet.solicitations import making
from tests.extranet.solicitations.making_sheets import at, plan
from tests.extranet.solicitations.test_two_at_once import draft, fresh  # noqa: F401 (a fixture)
from tests.portal.documents.making import member
from tests.two_at_once import refusal_of_the_second

TOLD = (Reminder, Message, Mail, Notice)


@pytest.fixture
def sent(draft):  # noqa: F811
    return making.send(fresh(draft))


def mails_about(solicitation) -> int:
    return Mail.objects.filter(subject__contains=solicitation.reference).count()


def test_two_answers_at_once_are_one_answer(sent):
    alice, one, other = member("alice"), fresh(sent), fresh(sent)
    refusal = refusal_of_the_second(
        lambda: services.refuse(one, RefusalReason.KNOWN, by=alice),
        lambda: services.end(other, EndReason.SOLVED, by=alice), RefusedError,
    )  # fmt: skip
    assert "Quelqu’un y a peut-être répondu" in refusal.message
    assert fresh(sent).state == "refusee"


def test_two_invitations_of_one_person_at_once_are_one(sent):
    alice, bob, before = member("alice"), member("bob"), mails_about(sent)
    invite = lambda: guests.invite(fresh(sent), bob, by=alice)  # noqa: E731
    assert refusal_of_the_second(invite, invite, RefusedError) is None
    assert Guest.objects.filter(solicitation=sent).count() == 1
    assert mails_about(sent) == before + 1


def test_nobody_is_invited_to_what_is_being_closed(sent):
    alice, bob, one, other = member("alice"), member("bob"), fresh(sent), fresh(sent)
    refusal = refusal_of_the_second(
        lambda: services.refuse(one, RefusalReason.KNOWN, by=alice),
        lambda: guests.invite(other, bob, by=alice), RefusedError,
    )  # fmt: skip
    assert refusal and not Guest.objects.filter(solicitation=sent).exists()


def test_two_changes_of_a_meeting_at_once_have_two_numbers(sent):
    alice, meeting = member("alice"), plan(sent)

    def move(days: int):
        changed = StudyMeeting.objects.get(pk=meeting.pk)
        changed.starts_at, changed.ends_at = at(days), at(days, 11)
        return lambda: meetings.change(changed, by=alice)

    assert refusal_of_the_second(move(8), move(9), RefusedError) is None
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.starts_at) == (2, at(9))


@pytest.fixture
def told_for_a_moment(sent):
    """What the others are reminded of, the demonstration's own waiting ones, goes after the test."""
    known = {model: set(model.objects.values_list("pk", flat=True)) for model in TOLD}
    yield
    for model, keys in known.items():
        model.objects.exclude(pk__in=keys).delete()


def test_two_rounds_of_reminders_at_once_remind_once(sent, told_for_a_moment):
    before, later = mails_about(sent), sent.waiting_since + datetime.timedelta(days=5)
    remind = lambda: reminders.send(now=later)  # noqa: E731
    assert refusal_of_the_second(remind, remind, RefusedError) is None
    assert Reminder.objects.filter(solicitation=sent).count() == 1
    assert mails_about(sent) == before + 1
