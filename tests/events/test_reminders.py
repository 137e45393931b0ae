"""Reminders: a week before, the day before, the day after; once each, again when the date moves, never both at once."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from events import reminders, services
from events.models import Occurrence, Reminder, SignUp
from events.models.seats import State
from portal.design.typography import french
from portal.documents.models import Document
from portal.jobs.registry import JOBS
from portal.notifications.models import Mail

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
LINK = "https://visio.example/42"


def at(*when: int) -> datetime.datetime:
    return datetime.datetime(*when, tzinfo=PARIS)


LONG_AGO = at(2027, 1, 1)


@pytest.fixture
def planned(date):
    """``planned(start, hours=2)`` is a date of 2027."""

    def make(start: datetime.datetime, *, hours: float = 2, **fields) -> Occurrence:
        return date(starts_at=start, ends_at=start + datetime.timedelta(hours=hours), **fields)

    return make


def sign_up(row: Occurrence, who, state=State.TAKEN, on: datetime.datetime = LONG_AGO) -> SignUp:
    return SignUp.objects.create(occurrence=row, membership=who, state=state, asked_at=on, changed_at=on)


def subjects() -> list[str]:
    return [mail.subject.partition("] ")[2] for mail in Mail.objects.order_by("pk")]


def hours(first: datetime.datetime, last: datetime.datetime):
    """Yield every hour from one moment to another, as the scheduler does."""
    moment = first.astimezone(datetime.UTC)
    while moment <= last:
        yield moment
        moment += datetime.timedelta(hours=1)


def run(first: datetime.datetime, last: datetime.datetime) -> dict[datetime.datetime, int]:
    return {moment.astimezone(PARIS): sent for moment in hours(first, last) if (sent := reminders.send(now=moment))}


def test_a_week_before_and_the_day_before_and_the_day_after_once_each(planned, bob):
    row = planned(at(2027, 3, 16, 14), remote_link=LINK, note="Deuxième étage.")
    sign_up(row, bob)
    sent = run(at(2027, 3, 1), at(2027, 3, 31))
    assert sent == {at(2027, 3, 9, 9): 1, at(2027, 3, 15, 9): 1, at(2027, 3, 17, 9): 1}
    week, day, thanks = Mail.objects.order_by("pk")
    assert [words.split("\xa0")[0].split(" ")[0] for words in subjects()] == ["Dans", "Demain", "Merci"]
    for mail in (week, day):
        assert LINK in mail.text
        assert "Deuxième étage." in mail.text
        assert "/agenda/repondre/" in mail.text
    assert "/agenda/repondre/" not in thanks.text


@pytest.mark.parametrize("day", [28, 29])
def test_it_leaves_at_nine_by_the_clock_on_the_wall_when_the_hour_changes(planned, bob, day):
    """The clocks go forward in the night of 27 to 28 March 2027."""
    sign_up(planned(at(2027, 3, day, 14)), bob)
    sent = run(at(2027, 3, 18), at(2027, 4, 2))
    assert list(sent) == [at(2027, 3, day - 7, 9), at(2027, 3, day - 1, 9), at(2027, 3, day + 1, 9)]


def test_who_says_perhaps_is_asked_to_say_and_is_given_no_link(planned, bob):
    sign_up(planned(at(2027, 3, 16, 14), remote_link=LINK), bob, State.PERHAPS)
    run(at(2027, 3, 1), at(2027, 3, 31))
    texts = [mail.text for mail in Mail.objects.all()]
    assert len(texts) == 2
    assert all("peut-être" in text and LINK not in text for text in texts)


@pytest.mark.parametrize("state", [State.WAITING, State.DECLINED, State.GIVEN_UP, State.LAPSED])
def test_nobody_else_is_reminded(planned, bob, state):
    sign_up(planned(at(2027, 3, 16, 14)), bob, state)
    assert run(at(2027, 3, 1), at(2027, 3, 31)) == {}


def test_nothing_leaves_about_what_is_called_off(planned, bob):
    row = planned(at(2027, 3, 16, 14), state=Occurrence.State.CANCELLED, reason="Neige.")
    sign_up(row, bob)
    assert run(at(2027, 3, 1), at(2027, 3, 31)) == {}


def test_who_signs_up_late_gets_what_is_still_to_come_and_never_two_at_once(planned, bob, diane):
    row = planned(at(2027, 3, 16, 14))
    sign_up(row, bob, on=at(2027, 3, 12, 10))
    sign_up(row, diane, on=at(2027, 3, 15, 18))
    assert run(at(2027, 3, 12, 11), at(2027, 3, 16, 13)) == {at(2027, 3, 15, 9): 1}


def test_a_long_stop_sends_the_last_one_due_alone(planned, bob):
    sign_up(planned(at(2027, 3, 16, 14)), bob)
    assert reminders.send(now=at(2027, 3, 16, 8)) == 1
    assert "Aujourd’hui" in subjects()[0]
    assert run(at(2027, 3, 16, 8), at(2027, 3, 16, 14)) == {}


def test_a_date_that_moves_is_recalled_anew(planned, bob, gael):
    row = planned(at(2027, 3, 16, 14))
    sign_up(row, bob)
    run(at(2027, 3, 9), at(2027, 3, 10))
    Mail.objects.all().delete()
    slot = services.Slot(row.starts_at, row.ends_at).on(datetime.date(2027, 3, 30))
    services.change(row, {"starts_at": slot.starts_at, "ends_at": slot.ends_at}, by=gael.user)
    assert list(run(at(2027, 3, 10), at(2027, 4, 5))) == [at(2027, 3, 23, 9), at(2027, 3, 29, 9), at(2027, 3, 31, 9)]


def test_a_mail_that_could_not_be_written_leaves_with_the_next_round(planned, bob, diane, monkeypatch):
    row = planned(at(2027, 3, 16, 14))
    sign_up(row, bob)
    send = reminders.letters.send

    def stop(*args):
        raise OSError("The machine stops.")

    monkeypatch.setattr(reminders.letters, "send", stop)
    with pytest.raises(OSError, match="stops"):
        reminders.send(now=at(2027, 3, 15, 9))
    assert not Reminder.objects.exists()
    monkeypatch.setattr(reminders.letters, "send", send)
    assert reminders.send(now=at(2027, 3, 15, 10)) == 1
    assert reminders.send(now=at(2027, 3, 15, 11)) == 0


def test_the_thanks_name_the_documents_that_the_person_may_read(planned, bob):
    row = planned(at(2027, 3, 16, 14))
    sign_up(row, bob)
    readable = Document.objects.visible_to(bob)
    mine, other = readable.first(), Document.objects.exclude(pk__in=readable).first()
    row.documents.add(mine, other)
    reminders.send(now=at(2027, 3, 17, 9))
    [mail] = Mail.objects.all()
    assert french(mine.title) in mail.text
    assert french(other.title) not in mail.text
    assert "Les documents de cette date" in mail.text


def test_nobody_without_access_is_written_to(planned, bob, gael):
    sign_up(planned(at(2027, 3, 16, 14)), bob)
    bob.user.is_active = False
    bob.user.save()
    assert run(at(2027, 3, 8), at(2027, 3, 18)) == {}


def test_the_jobs_run(planned, bob):
    sign_up(planned(at(2027, 3, 16, 14)), bob)
    for name in ("events.offers", "events.changes", "events.reminders", "events.old-sign-ups"):
        JOBS[name].run()
    assert not Mail.objects.exists()


def test_thanks_for_what_was_long_ago_do_not_leave(planned, bob):
    sign_up(planned(at(2027, 3, 16, 14)), bob)
    assert run(at(2027, 3, 25), at(2027, 4, 10)) == {}


def test_an_evening_that_ends_after_midnight_is_thanked_for_the_day_after_that(planned, bob):
    sign_up(planned(at(2027, 3, 16, 22), hours=4), bob)
    assert list(run(at(2027, 3, 17), at(2027, 3, 20))) == [at(2027, 3, 18, 9)]
