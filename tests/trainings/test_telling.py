"""What people are told of a session, once each, and what their telephone holds."""

import datetime

import pytest
from django.utils import timezone
from icalendar import Calendar

from portal.notifications.models import Mail
from trainings import registering, services, telling
from trainings.registering import register
from trainings.services import HalfDayPlan

pytestmark = pytest.mark.django_db


def mails_to(membership) -> list[Mail]:
    return list(Mail.objects.filter(to=[membership.user.email]).order_by("pk"))


def calendars_in(mail: Mail) -> list[Calendar]:
    return [Calendar.from_ical(bytes(each.content)) for each in mail.attachments.order_by("pk")]


def said(session, what="changed"):
    telling.tell_those_behind(session.pk)


def test_who_has_a_seat_gets_each_day_for_their_telephone(make_session, make_member):
    session = make_session(count=4, place="Maison des sports", remote_link="https://visio.example/x")
    who = make_member()
    register(session, who, by=who)
    [mail] = mails_to(who)
    assert "Inscription confirmée" in mail.subject
    assert "https://visio.example/x" in mail.text
    days = calendars_in(mail)
    assert [each["METHOD"] for each in days] == ["REQUEST", "REQUEST"]
    assert all("visio.example" not in each.to_ical().decode() for each in days)
    assert days[0].events[0]["UID"] == str(session.half_days.first().uid)


def test_who_gives_up_has_the_days_taken_back(make_session, make_member):
    session, who = make_session(count=4), make_member()
    row = register(session, who, by=who)
    registering.withdraw(row, by=who)
    last = mails_to(who)[-1]
    assert [each["METHOD"] for each in calendars_in(last)] == ["CANCEL", "CANCEL"]


def test_a_moved_session_is_told_once_with_what_changed(make_session, make_member, gael):
    session, who = make_session(), make_member()
    register(session, who, by=who)
    later = [
        HalfDayPlan(each.starts_at + datetime.timedelta(days=1), each.ends_at + datetime.timedelta(days=1), pk=each.pk)
        for each in session.half_days.all()
    ]
    services.change(session, {}, half_days=later, by=gael.user)
    said(session)
    said(session)
    first, changed = mails_to(who)
    assert "Changement" in changed.subject
    assert "avant" in changed.text
    [before], [after] = calendars_in(first), calendars_in(changed)
    assert before.events[0]["UID"] == after.events[0]["UID"]
    assert after.events[0]["SEQUENCE"] == 1


def test_a_day_that_goes_is_taken_out_and_the_other_stays(make_session, make_member, gael):
    session, who = make_session(count=4), make_member()
    register(session, who, by=who)
    kept = [HalfDayPlan(each.starts_at, each.ends_at, pk=each.pk) for each in session.half_days.all()[:2]]
    services.change(session, {}, half_days=kept, by=gael.user)
    said(session)
    methods = {each["METHOD"]: each.events[0]["UID"] for each in calendars_in(mails_to(who)[-1])}
    assert set(methods) == {"REQUEST", "CANCEL"}
    assert methods["REQUEST"] == str(kept and session.half_days.first().uid)


def test_a_cancelled_session_says_why_and_offers_the_next(make_session, make_training, make_member, gael):
    training, who = make_training(), make_member()
    session, other = make_session(training), make_session(training, days=60)
    register(session, who, by=who)
    services.cancel(session, "Le formateur est malade.", by=gael.user)
    said(session)
    last = mails_to(who)[-1]
    assert "Session annulée" in last.subject
    assert "Le formateur est malade." in last.text
    assert str(timezone.localtime(other.starts_at).year) in last.text
    assert calendars_in(last)[0]["METHOD"] == "CANCEL"


def test_who_waits_reads_their_rank_and_then_the_offer(make_session, make_member):
    session = make_session(capacity=1)
    first, second = make_member(), make_member()
    row = register(session, first, by=first)
    register(session, second, by=second)
    assert "au rang 1" in mails_to(second)[0].text
    registering.withdraw(row, by=first)
    assert "Une place pour vous" in mails_to(second)[-1].subject


def test_said_twice_writes_once(make_session, make_member):
    session, who = make_session(), make_member()
    register(session, who, by=who)
    register(session, who, by=who)
    assert len(mails_to(who)) == 1
