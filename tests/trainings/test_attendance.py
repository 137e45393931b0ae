"""Who was there: ticked by half-day, the last tick of a person standing; what the half-days say together; the sheet."""

import datetime
import itertools
import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from events.models.seats import State
from events.seats import SeatError
from portal.notifications.models import Mail
from portal.organisations.models import Organisation
from tests.trainings.papers import is_tagged, pdf, plain, text_of, tick
from trainings import attendance, registering, services
from trainings.attendance import Mark, Tick, presence_of
from trainings.models import Attendance, Presence
from trainings.registering import register
from trainings.services import HalfDayPlan, RefusedError

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def today(make_session, alice):
    """``today(members, half_days=1)`` is a session of today that has begun, and who has a seat in it."""

    def make(*members, half_days: int = 1, **fields):
        session = make_session(count=1, **fields)
        rows = [register(session, each, by=each) for each in members]
        first = timezone.now() - datetime.timedelta(minutes=10 * half_days)
        plans = [
            HalfDayPlan(first + datetime.timedelta(minutes=9 * n), first + datetime.timedelta(minutes=9 * n + 8))
            for n in range(half_days)
        ]
        plans[-1] = HalfDayPlan(plans[-1].starts_at, plans[-1].ends_at + datetime.timedelta(hours=1))
        return services.change(session, {"closes_at": None}, half_days=plans, by=alice.user), rows

    return make


def marks_of(half_day) -> dict[int, str]:
    return dict(Attendance.objects.filter(half_day=half_day).values_list("registration", "mark"))


# Ticks ------------------------------------------------------------------------------------------------------


def test_the_last_tick_stands_by_its_own_time_whatever_the_order_it_arrives_in(today, make_member, alice):
    session, [row] = today(make_member())
    [half_day] = session.half_days.all()
    now = timezone.now()
    ticks = [Tick(row.pk, Mark.ABSENT, now - 3 * MINUTE), Tick(row.pk, Mark.PRESENT, now - 2 * MINUTE),
             Tick(row.pk, Mark.EXCUSED, now - MINUTE)]  # fmt: skip
    for order in itertools.permutations(ticks):
        Attendance.objects.all().delete()
        for each in order:
            stands, _ = attendance.mark(half_day, [each], by=alice)
        assert stands[row.pk].mark == Mark.EXCUSED
        assert marks_of(half_day) == {row.pk: Mark.EXCUSED}


def test_a_clock_that_is_ahead_does_not_win_for_ever(today, make_member, alice):
    session, [row] = today(make_member())
    [half_day] = session.half_days.all()
    tick(row, half_day, Mark.ABSENT, alice, at=timezone.now() + datetime.timedelta(days=1))
    tick(row, half_day, Mark.PRESENT, alice)
    assert marks_of(half_day) == {row.pk: Mark.PRESENT}


def test_who_has_no_seat_is_not_ticked_and_it_is_said(today, make_session, make_member, alice):
    session, [row] = today(make_member())
    other = register(make_session(), alice, by=alice)
    registering.withdraw(row, by=alice, reason="Malade.")
    [half_day] = session.half_days.all()
    _, refused = attendance.mark(half_day, [Tick(each.pk, Mark.PRESENT, timezone.now()) for each in (row, other)],
                                 by=alice)  # fmt: skip
    assert refused.keys() == {row.pk, other.pk}
    assert not Attendance.objects.exists()


def test_nobody_ticks_before_the_day_nor_a_session_of_others(make_session, make_member, today, alice, bob):
    later = make_session()
    row = register(later, alice, by=alice)
    with pytest.raises(RefusedError, match="jour même"):
        tick(row, later.half_days.first(), Mark.PRESENT, alice)
    session, [row] = today(make_member())
    with pytest.raises(RefusedError, match="animent"):
        tick(row, session.half_days.first(), Mark.PRESENT, bob)
    session.half_days.update(trainer=bob)
    tick(row, session.half_days.first(), Mark.PRESENT, bob)
    assert Attendance.objects.get().marked_by == bob.user


def test_a_trainer_ticks_their_own_sessions_and_no_other(today, make_session, make_member, alice, bob, pdc_client):
    own = make_session()
    own.half_days.update(trainer=bob)
    session, [row] = today(make_member())
    half_day = session.half_days.get()
    with pytest.raises(RefusedError, match="animent"):
        tick(row, half_day, Mark.PRESENT, bob)
    with pytest.raises(RefusedError, match="animent"):
        attendance.finish(session, by=bob)
    client = pdc_client.login_as("bob")
    for address in (screen_of(session), f"/extranet/gestion/formations/{session.pk}/emargement.pdf"):
        assert client.get(address).status_code == 404
    posted = {f"mark-{row.pk}": "presente"}
    assert client.post(screen_of(session), posted).status_code == 404
    # nor by the address of one of their own sessions
    mixed = f"/extranet/gestion/formations/{own.pk}/presence/{half_day.pk}/"
    assert client.post(mixed, posted).status_code == 404
    assert client.post(f"/extranet/gestion/formations/{session.pk}/terminer/").status_code == 404
    assert not Attendance.objects.exists()


def test_a_half_day_that_was_ticked_does_not_go(today, make_member, alice):
    session, [row] = today(make_member(), half_days=2)
    first, second = session.half_days.all()
    tick(row, second, Mark.PRESENT, alice)
    kept = [HalfDayPlan(first.starts_at, first.ends_at, pk=first.pk)]
    with pytest.raises(RefusedError, match="présences sont relevées"):
        services.change(session, {}, half_days=kept, by=alice.user)


# The end ----------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(list(Mark)), min_size=1, max_size=6))
def test_what_half_days_say_together(marks):
    present = marks.count(Mark.PRESENT)
    said = presence_of(marks, len(marks))
    assert (said == Presence.PRESENT) == (present == len(marks))
    assert (said == Presence.PARTLY) == (0 < present < len(marks))
    assert (said == Presence.EXCUSED) == (present == 0 and Mark.EXCUSED in marks)
    assert (said == Presence.ABSENT) == (set(marks) == {Mark.ABSENT})


def test_a_session_ends_when_everybody_is_ticked_and_seats_stay_taken(today, make_member, alice):
    session, rows = today(*(make_member() for _ in range(3)), half_days=2)
    first, second = session.half_days.all()
    for row, marks in zip(rows, [(Mark.PRESENT, Mark.PRESENT), (Mark.PRESENT, Mark.EXCUSED), (Mark.ABSENT, None)],
                          strict=True):  # fmt: skip
        for half_day, mark in zip((first, second), marks, strict=True):
            if mark:
                tick(row, half_day, mark, alice)
    with pytest.raises(RefusedError, match="Il manque 1 pointage"):
        attendance.finish(session, by=alice)
    tick(rows[2], second, Mark.ABSENT, alice)
    session = attendance.finish(session, by=alice)
    assert session.state == "terminee"
    attendance.finish(session, by=alice)
    found = dict(session.seats.values_list("pk", "presence"))
    assert [found[row.pk] for row in rows] == [Presence.PRESENT, Presence.PARTLY, Presence.ABSENT]
    assert set(session.seats.values_list("state", flat=True)) == {State.TAKEN}
    assert rows[0].steps.filter(state=Presence.PRESENT, by=alice.user).count() == 1


def test_it_does_not_end_before_its_last_half_day(today, make_member, alice):
    session, [row] = today(make_member())
    later = [HalfDayPlan(each.starts_at, each.ends_at, pk=each.pk) for each in session.half_days.all()]
    start = timezone.now() + datetime.timedelta(days=1)
    session = services.change(session, {}, half_days=[*later, HalfDayPlan(start, start + 60 * MINUTE)], by=alice.user)
    tick(row, session.half_days.first(), Mark.PRESENT, alice)
    with pytest.raises(RefusedError, match="jour même"):
        attendance.finish(session, by=alice)


def test_afterwards_who_keeps_corrects_and_the_trainer_does_not(today, make_member, alice, bob):
    session, [row] = today(make_member())
    session.half_days.update(trainer=bob)
    [half_day] = session.half_days.all()
    tick(row, half_day, Mark.ABSENT, bob)
    attendance.finish(session, by=bob)
    with pytest.raises(RefusedError, match="terminée"):
        tick(row, half_day, Mark.PRESENT, bob)
    tick(row, half_day, Mark.PRESENT, alice)
    row.refresh_from_db()
    assert row.presence == Presence.PRESENT
    assert list(row.steps.order_by("pk").values_list("state", flat=True))[-2:] == ["absente", "presente"]


# Who came without a seat ------------------------------------------------------------------------------------


def test_who_comes_without_a_seat_is_given_one_while_one_is_free(today, make_member, alice, pdc_client):
    session, _ = today(make_member(), capacity=2)
    came, too_late = make_member(), make_member()
    [half_day] = session.half_days.all()
    client = pdc_client.login_as("alice")
    address = f"/extranet/gestion/formations/{session.pk}/presence/{half_day.pk}/ajouter/"
    assert f'value="{came.pk}"' in client.get(f"{address}?q={came.user.last_name or came.user.email}").text
    assert "a une place" in client.post(address, {"membership": came.pk}, follow=True).text
    assert "Toutes les places sont prises" in client.post(address, {"membership": too_late.pk}, follow=True).text
    assert not session.seats.filter(membership=too_late).exists()
    with pytest.raises((RefusedError, SeatError)):
        attendance.add(session, too_late, by=alice)


def test_who_came_is_added_when_the_sheet_is_copied_the_next_day(today, make_member, alice, pdc_client):
    session, [row] = today(make_member(), half_days=2, capacity=1)
    for half_day in session.half_days.all():
        tick(row, half_day, Mark.ABSENT, alice)
    attendance.finish(session, by=alice)
    Mail.objects.all().delete()
    came, client = make_member(), pdc_client.login_as("alice")
    address = f"{screen_of(session)}ajouter/"
    assert "compte une place de plus" in client.get(address).text
    page = client.post(address, {"membership": came.pk}, follow=True).text
    assert str(came.user) in page
    session.refresh_from_db()
    assert session.capacity == 2
    assert not Mail.objects.exists()
    added = session.seats.get(membership=came)
    first, second = session.half_days.all()
    tick(added, first, Mark.PRESENT, alice)
    added.refresh_from_db()
    assert added.presence == Presence.UNKNOWN  # nobody came less than they did because somebody is still ticking
    assert "Il manque 1 pointage" in plain(client.get(f"/extranet/gestion/formations/{session.pk}/").text)
    tick(added, second, Mark.PRESENT, alice)
    added.refresh_from_db()
    assert added.presence == Presence.PRESENT
    assert added.certificates.count() == 1


def test_said_twice_who_came_has_one_seat_and_the_session_one_more(today, make_member, alice):
    session, [row] = today(make_member(), capacity=1)
    tick(row, session.half_days.get(), Mark.ABSENT, alice)
    attendance.finish(session, by=alice)
    came = make_member()
    assert attendance.add(session, came, by=alice) == attendance.add(session, came, by=alice)
    session.refresh_from_db()
    assert (session.capacity, session.seats.count()) == (2, 2)


def test_who_came_is_added_as_long_as_sign_ups_are_kept_by_who_keeps(today, make_member, alice, bob):
    session, _ = today(make_member())
    session.half_days.update(trainer=bob)
    after = session.ends_at + datetime.timedelta(days=3 * 365 - 1)
    for who in (make_member(), bob):
        with pytest.raises(RefusedError, match="tient les formations"):
            attendance.add(session, who, by=bob)
        with pytest.raises(RefusedError):
            register(session, who, by=bob, has_come=True, now=after)
    assert attendance.add(session, make_member(), by=alice, now=after).state == State.TAKEN
    with pytest.raises(RefusedError, match="plus de trois ans"):
        attendance.add(session, make_member(), by=alice, now=after + datetime.timedelta(days=2))
    with pytest.raises(RefusedError, match="passée"):
        register(session, make_member(), by=alice, now=after)


def test_who_waited_and_came_has_the_seat_of_who_did_not(today, make_member, alice):
    waits = make_member()
    session, [row, waiting] = today(make_member(), waits, capacity=1)
    assert waiting.state == State.WAITING
    with pytest.raises(RefusedError, match="Toutes les places"):
        attendance.add(session, waits, by=alice)
    registering.withdraw(row, by=alice, reason="Absente.")
    assert attendance.add(session, waits, by=alice).state == State.TAKEN


def test_who_was_offered_a_seat_and_came_has_it(make_session, make_member, alice):
    session, came = make_session(capacity=1), make_member()
    first, row = register(session, alice, by=alice), register(session, came, by=came)
    registering.withdraw(first, by=alice)
    row.refresh_from_db()
    assert row.state == State.OFFERED
    assert attendance.add(session, came, by=alice).state == State.TAKEN


def test_the_reason_why_who_came_has_no_seat_is_the_true_one(today, make_member, alice):
    session, [row] = today(make_member(Organisation.Kind.CCAS), most_per_organisation=1)
    colleague = make_member(organisation=row.organisation)
    with pytest.raises(RefusedError, match="toutes les places auxquelles elle a droit"):
        attendance.add(session, colleague, by=alice)
    after = session.ends_at + MINUTE
    assert attendance.add(session, colleague, by=alice, now=after).state == State.TAKEN


def test_the_database_refuses_a_mark_of_another_session(today, make_session, make_member, alice):
    session, [row] = today(make_member())
    other = make_session().half_days.first()
    tick(row, session.half_days.get(), Mark.PRESENT, alice)
    for statement, changed in [
        ("UPDATE trainings_attendance SET half_day_id = %s WHERE registration_id = %s", (other.pk, row.pk)),
        ("UPDATE trainings_registration SET session_id = %s WHERE id = %s", (other.session_id, row.pk)),
        ("UPDATE trainings_halfday SET session_id = %s WHERE session_id = %s", (other.session_id, session.pk)),
        (
            "INSERT INTO trainings_attendance (tenant_id, registration_id, half_day_id, mark, marked_at)"
            " SELECT tenant_id, id, %s, 'presente', now() FROM trainings_registration WHERE id = %s",
            (other.pk, row.pk),
        ),
    ]:
        with pytest.raises(IntegrityError, match="not of the session"), transaction.atomic():
            connection.cursor().execute(statement, changed)


# The screen -------------------------------------------------------------------------------------------------


def screen_of(session) -> str:
    return f"/extranet/gestion/formations/{session.pk}/presence/{session.half_days.first().pk}/"


def test_the_screen_works_as_a_form_and_keeps_what_others_ticked_meanwhile(today, make_member, alice, pdc_client):
    session, [one, two] = today(make_member(), make_member())
    client, address = pdc_client.login_as("alice"), screen_of(session)
    assert str(one.membership.user) in client.get(address).text
    tick(two, session.half_days.first(), Mark.PRESENT, alice)
    page = client.post(address, {f"mark-{one.pk}": "presente", f"was-{one.pk}": "", f"mark-{two.pk}": "",
                                 f"was-{two.pk}": ""}, follow=True).text  # fmt: skip
    assert "1 pointage enregistré." in plain(page)
    assert "<span data-there>2</span> sur 2" in page
    assert marks_of(session.half_days.first()) == {one.pk: "presente", two.pk: "presente"}


def test_ticks_that_come_back_late_lose_to_what_was_ticked_since_and_it_is_said(today, make_member, alice, pdc_client):
    session, [row] = today(make_member())
    client, address = pdc_client.login_as("alice"), screen_of(session) + "pointages/"
    tick(row, session.half_days.first(), Mark.EXCUSED, alice)

    def send(mark, age, who=alice.pk):
        body = {"who": str(who), "ticks": [{"row": str(row.pk), "mark": mark, "age": age}]}
        return client.post(address, json.dumps(body), content_type="application/json")

    stands = send("presente", 60_000).json()["stands"][str(row.pk)]
    assert stands["mark"] == "excusee"
    assert plain(stands["said"]).startswith("enregistré à")
    assert send("presente", 0).json()["stands"][str(row.pk)]["mark"] == "presente"
    assert send("absente", 0, who=alice.pk + 1).status_code == 409
    assert marks_of(session.half_days.first()) == {row.pk: "presente"}


@pytest.mark.parametrize("body", ["", "[]", '{"who": 1}', '{"who": 1, "ticks": [{"row": 1, "mark": "x", "age": 1}]}',
                                  '{"who": 1, "ticks": [{"row": 1, "mark": "presente", "age": 1e300}]}'])  # fmt: skip
def test_what_is_no_tick_is_refused(today, make_member, pdc_client, body):
    session, _ = today(make_member())
    client = pdc_client.login_as("alice")
    answer = client.post(screen_of(session) + "pointages/", body, content_type="application/json")
    assert answer.status_code == 400


def test_the_screen_is_for_those_who_run_the_session_alone(today, make_member, pdc_client, bob):
    session, _ = today(make_member())
    client = pdc_client.login_as("bob")
    for address in (screen_of(session), f"/extranet/gestion/formations/{session.pk}/emargement.pdf"):
        assert client.get(address).status_code == 403
    assert client.post(screen_of(session) + "pointages/", "{}", content_type="application/json").status_code == 403
    session.half_days.update(trainer=bob)
    assert client.get(screen_of(session)).status_code == 200
    assert client.get(screen_of(session) + "pointages/").status_code == 405
    assert client.get(screen_of(session) + "ajouter/").status_code == 403


def test_the_screen_asks_as_much_for_one_as_for_thirty(today, make_member, alice, pdc_client):
    session, _ = today(capacity=40)
    client, address = pdc_client.login_as("alice"), screen_of(session)
    client.get(address)
    counts = []
    for more in (1, 29):
        for row in [register(session, make_member("bailleur"), by=alice) for _ in range(more)]:
            tick(row, session.half_days.first(), Mark.PRESENT, alice)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# The sheet --------------------------------------------------------------------------------------------------


def test_the_sheet_has_a_page_for_each_half_day_with_who_signs(today, make_member, pdc_client, bob):
    members = [make_member("bailleur") for _ in range(3)]
    session, _ = today(*members, half_days=2, place="Maison des sports")
    session.half_days.update(trainer=bob)
    client, address = pdc_client.login_as("alice"), f"/extranet/gestion/formations/{session.pk}/emargement.pdf"
    whole = client.get(address)
    assert whole["Content-Type"] == "application/pdf"
    pages = pdf(whole.content).pages
    assert len(pages) == 2
    assert pages[0].mediabox.width > pages[0].mediabox.height
    for page in pages:
        words = plain(page.extract_text())
        for said in ("Maison des sports", str(bob.user), "Essai bailleur", *(str(each.user) for each in members)):
            assert plain(said) in words
    assert is_tagged(whole.content)
    assert plain(session.training.title) in text_of(whole.content)
    one = client.get(f"{address}?demi-journee={session.half_days.last().pk}")
    assert len(pdf(one.content).pages) == 1
    assert client.get(f"{address}?demi-journee=0").status_code == 404
