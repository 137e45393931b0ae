"""Study meetings: in the calendar of those who may read the request, with nothing of the case."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from events import dated
from extranet.solicitations import guests, meetings, people, services
from extranet.solicitations.models import JournalEntry, Message, Solicitation, StudyMeeting
from extranet.solicitations.models.lists import RefusalReason
from portal.notifications.models import Mail
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError
from portal.territories.models import Absence
from tests.extranet.solicitations.making_sheets import at, browser, page_of, plain, plan, subjects

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_module")]


def entries(person) -> list:
    now = timezone.now()
    found = dated.between(person, now, now + datetime.timedelta(days=90), has_text=True)
    return [each for each in found if each.kind == "etude"]


def typed(in_days: int = 7, **others) -> dict:
    said = {"day": at(in_days).date().isoformat(), "starts": "9h30", "ends": "11:00", "place": "Salle des fêtes"}
    return said | others


def letters_to(person) -> list:
    """Return (method, event) of each calendar that was sent to somebody."""
    found = []
    for mail in Mail.objects.order_by("pk"):
        for file in mail.attachments.all():
            if mail.to == [person.user.email] and file.content_type.startswith("text/calendar"):
                calendar = Calendar.from_ical(bytes(file.content))
                [event] = calendar.walk("VEVENT")
                found.append((str(calendar["METHOD"]), event))
    return found


def test_the_platform_fixes_a_meeting_and_those_who_read_are_called(received, alice, bob, chloe, diane):
    guests.invite(received, bob, by=alice)
    assert "Bob (exemple)" in plain(browser(alice).get(page_of(received, "reunion")))
    assert browser(alice).post(page_of(received, "reunion"), typed()).status_code == 302
    for person in (alice, bob, diane):
        assert subjects(person)[-1] == f"Sollicitation {received.reference} : réunion d’étude"
        [(method, event)] = letters_to(person)
        assert method == "REQUEST" and event["SUMMARY"] == f"Réunion d’étude {received.reference}"
        assert [each.entry.title for each in entries(person)] == [f"Réunion d’étude {received.reference}"]
        assert "Salle des fêtes" in plain(browser(person).get(page_of(received)))
    assert entries(chloe) == entries(None) == []
    line = Message.objects.get(kind=Message.Kind.MEETING)
    assert line.text.startswith("Fixée") and line.by == alice
    assert JournalEntry.objects.filter(act=JournalEntry.Act.MEETING).count() == 1


def test_neither_the_mail_nor_the_calendar_says_anything_of_the_case(received, alice):
    meeting = plan(received, place="Mairie de Lens", remote_link="https://visio.example/r/1")
    [mail] = [each for each in Mail.objects.all() if each.to == [alice.user.email] and "réunion" in each.subject]
    calendar = next(bytes(each.content).decode() for each in mail.attachments.all())
    [entry] = entries(alice)
    for said in (mail.subject, mail.text, mail.html, calendar, entry.entry.text, entry.entry.place):
        assert "Lens" not in said.replace("plateforme", "") and "visio" not in said
        assert received.get_household_display() not in said and "Deux refus" not in said
    assert received.reference in mail.text and meeting.is_ahead


def test_a_change_is_told_with_the_next_number(received, alice, diane):
    meeting = plan(received)
    where = page_of(received, f"reunion/{meeting.pk}/modifier")
    assert 'value="Salle des fêtes"' in browser(alice).get(where).content.decode()
    assert browser(alice).post(where, typed(9)).status_code == 302
    (_, first), (method, second) = letters_to(diane)
    assert (method, first["UID"]) == ("REQUEST", second["UID"])
    assert second["SEQUENCE"] > first["SEQUENCE"] and second["DTSTAMP"].dt > first["DTSTAMP"].dt
    assert subjects(diane)[-1].endswith("réunion d’étude modifiée")
    browser(alice).post(where, typed(9))
    assert len(letters_to(diane)) == 2


def test_a_meeting_is_called_off_and_calendars_take_it_out(received, alice, diane):
    meeting = plan(received)
    where = page_of(received, f"reunion/{meeting.pk}/annuler")
    assert browser(diane).post(where).status_code == 403
    assert browser(alice).get(where).status_code == 200
    assert browser(alice).post(where).status_code == 302
    assert letters_to(diane)[-1][0] == "CANCEL"
    assert [each.is_called_off for each in entries(diane)] == [True]
    assert browser(alice).post(where).status_code == 302
    assert len(letters_to(diane)) == 2


def test_an_answer_that_closes_calls_off_what_was_ahead(received, alice, diane):
    past = plan(received, starts_at=at(-2), ends_at=at(-2, 11))
    plan(received)
    services.refuse(received, RefusalReason.KNOWN, by=alice)
    assert letters_to(diane)[-1][0] == "CANCEL"
    assert list(StudyMeeting.objects.filter(cancelled_at=None)) == [past]
    with pytest.raises(RefusedError):
        plan(received)


@pytest.mark.parametrize(
    "wrong",
    [{"day": ""}, {"starts": ""}, {"ends": "8h"}, {"day": "2026-01-05"}, {"place": ""}, {"day": "31/31/2026"},
     {"remote_link": "javascript:alert(1)"}, {"place": "Appeler le 06 12 34 56 78"}, {"day": "1950-01-01"}],
)  # fmt: skip
def test_bad_input_is_said_and_fixes_nothing(received, alice, wrong):
    response = browser(alice).post(page_of(received, "reunion"), typed(**wrong))
    assert response.status_code == 422 and "Erreur" in plain(response)
    assert not StudyMeeting.objects.exists()


def test_no_text_says_who_it_is_about_even_by_the_verb(received):
    with pytest.raises(ValidationError):
        plan(received, place="chez a@b.fr")


def test_a_meeting_of_another_request_is_not_changed_from_here(received, alice, diane):
    from tests.extranet.solicitations import making

    other = making.send(making.draft(diane))
    meeting = plan(other)
    for deed in ("modifier", "annuler"):
        assert browser(alice).post(page_of(received, f"reunion/{meeting.pk}/{deed}"), typed()).status_code == 404


def test_those_who_are_called_are_those_who_may_read(received, alice, bob, diane, gael):
    guests.invite(received, bob, by=alice)
    day = timezone.localdate()
    Absence.objects.create(coordinator=alice.user, deputy=gael.user, starts_on=day, ends_on=day)
    called = {each.pk for each in people.readers_of(received)}
    may = {
        each.pk for each in Membership.objects.of(received.tenant_id).active()
        if Solicitation.objects.visible_to(each).filter(pk=received.pk).exists()
    }  # fmt: skip
    assert called == may == {alice.pk, bob.pk, diane.pk, gael.pk}


def test_the_calendar_asks_one_question_and_none_while_the_module_is_off(received, diane, pdc):
    for number in range(3):
        plan(received, in_days=5 + number)
    with CaptureQueriesContext(connection) as ran:
        now = timezone.now()
        from extranet.solicitations.entries import meetings_between

        assert len(meetings_between(diane, now, at(60), has_text=True)) == 3
    assert len([each for each in ran if "solicitations_studymeeting" in each["sql"]]) == 1
    assert len(ran) <= 3  # the tenant of the membership, and its address
    pdc.modules = []
    diane.tenant = pdc
    with CaptureQueriesContext(connection) as ran:
        assert meetings_between(diane, now, at(60), has_text=True) == []
    assert not ran.captured_queries


def test_who_may_not_read_any_more_has_no_date(received, alice, bob):
    guest = guests.invite(received, bob, by=alice)
    plan(received)
    assert len(entries(bob)) == 1
    guests.withdraw(guest, by=alice)
    assert entries(bob) == []
    assert letters_to(bob)[-1][0] == "CANCEL"
    assert meetings.ahead(received).count() == 1
