"""The mails of the calendar: what each says, what is attached, to whom, and once."""

import datetime
from itertools import pairwise

import pytest
from django.utils import timezone
from icalendar import Calendar

from events import services, signals, telling
from events.models import Event, Occurrence
from events.models.seats import State
from events.signing_up import Choice, answer, remove
from portal.notifications.models import ChosenPace, Mail, Notice
from portal.notifications.subjects import Pace
from portal.organisations.models import Affiliation, Audience

pytestmark = pytest.mark.django_db
LINK = "https://visio.example/salle-42"


def mails_to(who) -> list[Mail]:
    return list(Mail.objects.filter(to=[who.user.email]).order_by("pk"))


def calendar_in(mail: Mail) -> Calendar | None:
    """Return what is attached, as a calendar program reads it off the mail that leaves."""
    parts = [part for part in mail.as_message().message().walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        return None
    [part] = parts
    read = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == read["METHOD"]
    assert part.get_param("charset") == "utf-8"
    return read


def method_of(mail: Mail) -> str | None:
    found = calendar_in(mail)
    return found and str(found["METHOD"])


def move(row: Occurrence, *, days: float = 1, by=None, **fields) -> Occurrence:
    """Move a date as the back-office does, and say it."""
    shift = datetime.timedelta(days=days)
    slots = {"starts_at": row.starts_at + shift, "ends_at": row.ends_at + shift} if days else {}
    services.change(row, slots | fields, by=by)
    return say(row, "changed")


def call_off(row: Occurrence, state=Occurrence.State.CANCELLED) -> Occurrence:
    services.call_off([row], state, "La salle est fermée.", by=None)
    return say(row, "cancelled")


def say(row: Occurrence, what: str) -> Occurrence:
    row.refresh_from_db()
    signals.changed.send(Occurrence, occurrences=[row], what=what, by=None, before={})
    return row


def test_who_signs_up_gets_the_date_for_their_telephone_and_the_link_in_the_words_alone(date, bob, diane):
    row = date(remote_link=LINK, place="Maison des solidarités", note="Deuxième étage.")
    answer(row, diane, Choice.YES, by=diane)
    answer(row, bob, Choice.YES, by=bob)
    [mail] = mails_to(bob)
    assert "Inscription confirmée" in mail.subject
    for part in (mail.text, mail.html):
        assert LINK in part
        assert "Maison des solidarités" in part
        assert "Deuxième étage." in part
        assert "diane" not in part.lower()
    read = calendar_in(mail)
    [event] = read.events
    assert read["METHOD"] == "REQUEST"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (str(row.uid), 0, "CONFIRMED")
    assert event["ATTENDEE"] == "mailto:bob@demo.example"
    assert "visio.example" not in read.to_ical().decode().replace("\r\n ", "")


@pytest.mark.parametrize("choice", [Choice.NO, Choice.PERHAPS])
def test_who_gives_up_has_the_date_taken_from_their_telephone(date, bob, choice):
    row = date(remote_link=LINK)
    answer(row, bob, Choice.YES, by=bob)
    answer(row, bob, choice, by=bob)
    mail = mails_to(bob)[-1]
    assert method_of(mail) == "CANCEL"
    assert LINK not in mail.text
    answer(row, bob, Choice.YES, by=bob)
    again = mails_to(bob)[-1]
    first, cancel, last = (calendar_in(each).events[0] for each in mails_to(bob))
    assert method_of(again) == "REQUEST"
    assert first["DTSTAMP"].dt <= cancel["DTSTAMP"].dt <= last["DTSTAMP"].dt


@pytest.mark.parametrize("choice", [Choice.NO, Choice.PERHAPS])
def test_nothing_is_written_to_who_never_had_a_seat(date, bob, choice):
    answer(date(), bob, choice, by=bob)
    assert mails_to(bob) == []


def test_the_mail_says_who_signed_one_up(date, bob, alice):
    answer(date(), bob, Choice.YES, by=alice)
    assert "Alice" in mails_to(bob)[0].text
    assert mails_to(alice) == []


def test_who_waits_reads_their_rank_then_the_offer_with_its_end(date, bob, diane):
    row = date(capacity=1, remote_link=LINK)
    answer(row, diane, Choice.YES, by=diane)
    answer(row, bob, Choice.YES, by=bob)
    [waits] = mails_to(bob)
    assert "rang 1" in waits.text
    assert LINK not in waits.text
    assert method_of(waits) is None
    answer(row, diane, Choice.NO, by=diane)
    offer = mails_to(bob)[-1]
    assert "Répondez avant le" in offer.text
    assert "/agenda/repondre/" in offer.text
    assert (LINK in offer.text, method_of(offer)) == (False, None)
    answer(row, bob, Choice.YES, by=bob)
    assert method_of(mails_to(bob)[-1]) == "REQUEST"


def test_more_seats_are_offered_by_mail_whoever_gives_them(date, bob, diane, gael):
    row = date(capacity=1)
    for who in (diane, bob):
        answer(row, who, Choice.YES, by=who)
    services.change(row, {"capacity": 2}, by=gael.user)
    assert "Une place pour vous" in mails_to(bob)[-1].subject
    assert len(mails_to(bob)) == 2


def test_who_is_removed_is_told_and_the_next_is_offered_the_seat(date, bob, diane, alice):
    row = date(capacity=1)
    for who in (diane, bob):
        answer(row, who, Choice.YES, by=who)
    for _ in range(2):
        remove(row.seats.get(membership=diane), by=alice)
    assert [method_of(mail) for mail in mails_to(diane)] == ["REQUEST", "CANCEL"]
    assert row.seats.get(membership=bob).state == State.OFFERED


def test_a_move_is_told_before_and_after_with_a_higher_number(date, bob):
    row = date(place="Ancienne salle", days=20)
    answer(row, bob, Choice.YES, by=bob)
    before = mails_to(bob)[0].text
    row = move(row, place="Nouvelle salle")
    mail = mails_to(bob)[-1]
    assert "avant : Ancienne salle" in mail.text
    assert "maintenant : Nouvelle salle" in mail.text
    [old_date] = [line for line in before.splitlines() if line.startswith("Date :")]
    assert old_date.removeprefix("Date : ") in mail.text
    read = calendar_in(mail)
    assert (read["METHOD"], read.events[0]["SEQUENCE"]) == ("REQUEST", row.sequence)
    assert read.events[0]["DTSTART"].dt == timezone.localtime(row.starts_at).replace(microsecond=0)


def test_a_date_that_is_called_off_then_held_after_all(date, bob):
    row = date(days=20)
    answer(row, bob, Choice.YES, by=bob)
    row = call_off(row, Occurrence.State.POSTPONED)
    services.hold_after_all(row, by=None)
    say(row, "held_after_all")
    mails = mails_to(bob)
    assert [method_of(mail) for mail in mails] == ["REQUEST", "CANCEL", "REQUEST"]
    assert "Reporté" in mails[1].subject
    assert "La salle est fermée." in mails[1].text
    assert "Finalement maintenu" in mails[2].subject
    numbers = [calendar_in(mail).events[0]["SEQUENCE"] for mail in mails]
    assert all(one < other for one, other in pairwise(numbers))
    assert calendar_in(mails[1]).events[0]["STATUS"] == "CANCELLED"


def test_the_same_change_is_told_once_however_often_it_is_said(date, bob):
    row = date(days=20)
    answer(row, bob, Choice.YES, by=bob)
    row = move(row)
    say(row, "changed")
    telling.catch_up()
    assert len(mails_to(bob)) == 2


def test_what_a_crash_left_unsaid_is_said_by_the_next_round(date, bob, gael):
    row = date(days=20)
    answer(row, bob, Choice.YES, by=bob)
    services.change(row, {"place": "Ailleurs"}, by=gael.user)
    telling.catch_up()
    telling.catch_up()
    assert ["maintenant : Ailleurs" in mail.text for mail in mails_to(bob)] == [False, True]


def test_a_change_that_does_not_matter_is_not_written_about(date, bob, gael):
    row = date(days=20)
    answer(row, bob, Choice.YES, by=bob)
    services.change(row, {"capacity": 40}, by=gael.user)
    say(row, "changed")
    assert len(mails_to(bob)) == 1


def test_within_48_hours_everybody_concerned_is_told_at_once_whatever_their_pace(date, bob, diane, fanny, alice, gael):
    row = date(days=1.5, capacity=1)
    answer(row, diane, Choice.YES, by=diane)
    answer(row, bob, Choice.YES, by=bob)
    answer(row, fanny, Choice.PERHAPS, by=fanny)
    answer(row, alice, Choice.NO, by=alice)
    for who in (bob, fanny):
        ChosenPace.objects.create(membership=who, subject="events.changes", pace=Pace.NEVER)
    Mail.objects.all().delete()
    move(row, days=5)
    assert {mail.to[0][:3] for mail in Mail.objects.all()} == {"dia", "bob", "fan"}
    assert all("avant :" in mail.text for mail in Mail.objects.all())
    assert not Notice.objects.filter(subject="events.changes").exists()


def test_earlier_who_may_come_is_told_at_the_pace_they_chose(date, bob, diane):
    row = date(days=20)
    answer(row, diane, Choice.YES, by=diane)
    answer(row, bob, Choice.PERHAPS, by=bob)
    ChosenPace.objects.create(membership=bob, subject="events.changes", pace=Pace.WEEKLY)
    move(row)
    assert [len(mails_to(who)) for who in (diane, bob)] == [2, 0]
    notice = Notice.objects.get(membership=bob)
    assert "Changement de date" in notice.title
    assert "→" in notice.text


def test_a_date_brought_near_is_told_at_once(date, bob):
    row = date(days=20)
    answer(row, bob, Choice.PERHAPS, by=bob)
    move(row, days=-19)
    assert "Changement de date" in mails_to(bob)[0].subject


def test_nothing_is_told_of_what_is_over(date, bob):
    row = date(days=-5)
    row.seats.create(membership=bob, state=State.TAKEN)
    move(row, days=-1)
    assert mails_to(bob) == []


# Publication -----------------------------------------------------------------------------------------------


@pytest.fixture
def published(make_event, make_date):
    """``published(reach=…)`` publishes an event of two dates as the back-office does."""

    def publish(**fields) -> Event:
        event = make_event(is_published=False, **fields)
        rows = [make_date(event, days=days) for days in (20, 10)]
        services.publish(event, by=None)
        event.refresh_from_db()
        for row in rows:
            row.event = event
        signals.changed.send(Occurrence, occurrences=rows, what="published", by=None, before={})
        return event

    return publish


def test_members_are_told_of_a_new_event_of_theirs_at_their_pace_and_once(published, bob, diane):
    ChosenPace.objects.create(membership=bob, subject="events.new", pace=Pace.AT_ONCE)
    event = published(title="Permanence (exemple)")
    assert ["Permanence" in mail.subject for mail in mails_to(bob)] == [True]
    assert Notice.objects.filter(membership=diane, subject="events.new").count() == 1
    telling.announce(event)
    assert Notice.objects.filter(membership=diane, subject="events.new").count() == 1


def test_nobody_is_told_of_what_is_public_or_not_for_them(published, bob):
    published(reach=Audience.Reach.PUBLIC)
    published(reach=Audience.Reach.CHOSEN)
    assert not Notice.objects.filter(subject="events.new").exists()


def test_a_colleague_is_told_by_whom_and_may_refuse_from_the_mail(date, bob, diane):
    hers = Affiliation.objects.of_referent(diane).get().organisation
    Affiliation.objects.create(membership=bob, organisation=hers)
    answer(date(), bob, Choice.YES, by=diane)
    assert "/agenda/repondre/" in mails_to(bob)[0].text
