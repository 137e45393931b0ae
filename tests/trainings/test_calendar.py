"""Sessions in the agenda, in the feeds and on the dashboard: one entry a day."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.dated import Answer
from events.feeds import public_entries
from events.icalendar import Status
from portal.notifications.attention import coming_for
from portal.organisations.models import Audience
from tests.conftest import PDC_HOST, GuardedClient
from trainings import services
from trainings.entries import dated_in, sessions_between
from trainings.models import HalfDay, Session, Training
from trainings.registering import register, withdraw
from trainings.services import HalfDayPlan

pytestmark = pytest.mark.django_db

MARCH = datetime.date(2027, 3, 2)


def at(day: datetime.date, hour: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def plans(*days: datetime.date) -> list[HalfDayPlan]:
    return [HalfDayPlan(at(day, start), at(day, end)) for day in days for start, end in ((9, 12), (14, 17))]


@pytest.fixture
def session(make_training) -> Session:
    """Two days of two half-days, a week apart."""
    days = plans(MARCH, MARCH + datetime.timedelta(days=7))
    made = services.schedule(make_training(title="Bail glissant"), days, {"capacity": 2, "place": "Salle A"})
    return services.open_sign_up(made)


def entries(membership=None, *, start: datetime.datetime | None = None, days: int = 31):
    start = start or at(MARCH, 0)
    return sessions_between(membership, start, start + datetime.timedelta(days=days), has_text=True)


def test_each_day_is_an_entry_from_its_first_half_day_to_its_last(session):
    first, second = entries()
    a_week_later = MARCH + datetime.timedelta(days=7)
    assert (first.entry.starts_at, first.entry.ends_at) == (at(MARCH, 9), at(MARCH, 17))
    assert (second.entry.starts_at, second.entry.ends_at) == (at(a_week_later, 9), at(a_week_later, 17))
    half_days = list(session.half_days.all())
    assert [first.entry.uid, second.entry.uid] == [half_days[0].uid, half_days[2].uid]
    assert "Jour 1 sur 2" in first.entry.text
    assert first.entry.url.endswith(f"/formations/{session.training.slug}/#session-{session.pk}")


def test_what_is_over_leads_to_the_sessions_to_come_of_its_training(session):
    now = timezone.now()
    over = Session.objects.filter(pk=session.pk)
    over.update(starts_at=now - datetime.timedelta(days=8), ends_at=now)
    first, _ = dated_in(over, None)
    assert first.entry.url.endswith(f"/formations/{session.training.slug}/#sessions")


def test_a_stretch_holds_the_days_that_touch_it_alone(session):
    assert len(entries(days=1)) == 1
    assert entries(start=at(MARCH + datetime.timedelta(days=2), 0), days=3) == []


def test_a_session_that_moves_keeps_its_identifiers_and_raises_its_number(session):
    before = entries()
    moved = [
        HalfDayPlan(plan.starts_at, plan.ends_at, pk=each.pk)
        for plan, each in zip(
            plans(MARCH + datetime.timedelta(days=1), MARCH + datetime.timedelta(days=8)), session.half_days.all(),
            strict=True,
        )
    ]  # fmt: skip
    services.change(session, {}, half_days=moved)
    after = entries()
    assert [each.entry.uid for each in after] == [each.entry.uid for each in before]
    assert [each.entry.sequence for each in after] == [1, 1]


def test_a_cancelled_session_stays_and_says_why(session):
    services.cancel(session, "Salle fermée")
    for each in entries():
        assert (each.is_called_off, each.reason, each.entry.status) == (True, "Salle fermée", Status.CANCELLED)
    page = GuardedClient(PDC_HOST).get("/agenda/mois/2027-03/").text
    assert "Bail glissant" in page
    assert "annulé" in page


def test_a_member_reads_their_own_answer(session, make_member, bob):
    for member in (make_member(), make_member(), bob):
        register(session, member, by=member)
    assert {each.answer for each in entries(bob)} == {Answer.WAITS}
    assert {each.answer for each in entries()} == {Answer.NONE}


def test_what_is_for_members_is_no_visitor_s_and_a_draft_is_nobody_s(make_training, bob):
    training = make_training(is_public=False)
    session = services.schedule(training, plans(MARCH), {"capacity": 2})
    assert entries(bob) == []
    services.open_sign_up(session)
    assert len(entries(bob)) == 1
    assert entries() == []


def test_a_training_shown_to_all_is_for_its_members_alone_and_in_the_public_feed(session):
    assert [each.is_for_members for each in entries()] == [True, True]
    assert session.half_days.first().uid in {each.entry.uid for each in public_entries()}
    assert Training.objects.get().audience.reach == Audience.Reach.PROFESSIONALS


def test_no_link_that_opens_a_meeting_is_in_a_calendar(session):
    services.change(session, {"remote_link": "https://visio.essai/x", "place": ""})
    told = entries()[0].entry
    assert "visio.essai" not in f"{told.text} {told.place}"
    assert told.place == "À distance"


def test_where_the_tenant_has_no_trainings_the_agenda_has_none(session, pdc):
    pdc.modules = ["agenda"]
    pdc.save()
    assert entries() == []


def test_the_dashboard_tells_the_next_half_day_of_who_has_a_seat(session, make_member, bob):
    seat = register(session, bob, by=bob)
    [item] = [each for each in coming_for(bob) if each.title == "Bail glissant"]
    assert (item.at, item.detail) == (at(MARCH, 9), "Salle A")
    assert item.url == f"/extranet/mes-formations/{session.seats.get().pk}/"
    withdraw(seat, by=bob)
    assert not [each for each in coming_for(bob) if each.title == "Bail glissant"]


def test_the_dashboard_forgets_a_cancelled_session(session, bob):
    register(session, bob, by=bob)
    services.cancel(session, "Salle fermée")
    assert not [each for each in coming_for(bob) if each.title == "Bail glissant"]


def test_two_hundred_sessions_ask_as_much_as_one(session, make_training, bob):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            entries(bob)
            coming_for(bob)
        return len(queries)

    register(session, bob, by=bob)
    asked()  # the tenant of a membership is read once
    one = asked()
    training, later = make_training(), datetime.timedelta(days=1)
    rows = Session.objects.bulk_create(
        Session(training=training, tenant=training.tenant, capacity=5, state=Session.State.OPEN,
                starts_at=at(MARCH + n % 20 * later, 9), ends_at=at(MARCH + n % 20 * later, 17))
        for n in range(200)
    )  # fmt: skip
    HalfDay.objects.bulk_create(
        HalfDay(session=row, tenant=training.tenant, starts_at=row.starts_at, ends_at=row.ends_at) for row in rows
    )
    for row in rows[:10]:
        register(row, bob, by=bob)
    assert len(entries(bob)) == 202
    assert asked() == one
