"""What trainings put on the dashboard of those who train, who answer for a session, and who was there."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models.seats import State
from events.words import hours_on
from portal.notifications.attention import coming_for, waiting_for
from portal.territories.models import Absence, Coordination, Platform
from tests.trainings.papers import plain, tick
from trainings import attendance, evaluating
from trainings.attendance import Mark
from trainings.evaluating import answer
from trainings.evaluation_keys import path_for
from trainings.models import Answered, Evaluation, HalfDay, Presence, Registration, Session
from trainings.models.evaluations import When

pytestmark = pytest.mark.django_db
LENS = "62498"
SAID = {"overall": 4, "aims": 5, "pace": "juste", "useful": 3, "served": "", "missed": ""}
DAY = datetime.timedelta(days=1)


@pytest.fixture
def make_past(make_session):
    """``make_past(member)`` is a session of Lens that ended the day before yesterday, and its sign-ups."""

    def make(*members, days: float = -2, presence=Presence.UNKNOWN, **fields) -> tuple[Session, list[Registration]]:
        session = make_session(days=days, **{"commune_id": LENS} | fields)
        rows = [
            Registration.objects.create(session=session, membership=each, state=State.TAKEN, presence=presence)
            for each in members
        ]
        return session, rows

    return make


def sheets_of(membership) -> list[str]:
    return [item.url for item in waiting_for(membership) if "Feuille à pointer" in plain(item.title)]


def to_finish_of(membership) -> list[str]:
    return [item.url for item in waiting_for(membership) if "Session à terminer" in plain(item.title)]


def opinions_of(membership) -> list[str]:
    return [item.url.partition(":")[0] for item in waiting_for(membership) if "/formations/avis/" in item.url]


def link_of(row, when) -> str:
    """Return a link to an evaluation, less the moment when it was signed."""
    return path_for(row, when).partition(":")[0]


# For who trains --------------------------------------------------------------------------------------------


def days_of(membership):
    return [item for item in coming_for(membership) if "Vous animez" in item.title]


def test_who_trains_has_each_day_ahead_with_its_hours_and_its_place(make_session, bob, diane, pdc_client):
    session = make_session(place="Maison des sports", count=4)
    half_days = list(session.half_days.all())
    session.half_days.update(trainer=bob)
    HalfDay.objects.filter(pk=half_days[1].pk).update(trainer=diane, place="Salle 2")
    one, other = days_of(bob)
    assert (one.at, other.at) == (half_days[0].starts_at, half_days[2].starts_at)
    hours = [hours_on(timezone.localdate(each.starts_at), each.starts_at, each.ends_at) for each in half_days]
    assert plain(one.detail) == plain(f"{hours[0]}, Maison des sports")
    assert plain(other.detail) == plain(f"{hours[2]} et {hours[3]}, Maison des sports")
    assert one.url == f"/extranet/gestion/formations/{session.pk}/"
    client = pdc_client.login_as("bob")
    assert one.url in client.get("/extranet/").text
    assert client.get(one.url).status_code == 200
    assert [plain(item.detail) for item in days_of(diane)] == [plain(f"{hours[1]}, Salle 2")]
    Session.objects.filter(pk=session.pk).update(state="annulee", reason="Grève.")
    assert days_of(bob) == []


def test_a_sheet_waits_until_all_are_ticked_for_who_trains_and_who_answers(make_past, alice, bob, gael, make_member):
    session, rows = make_past(make_member(), make_member())
    half_days = list(session.half_days.all())
    session.half_days.update(trainer=bob)
    addresses = [f"/extranet/gestion/formations/{session.pk}/presence/{each.pk}/" for each in half_days]
    assert sheets_of(bob) == sheets_of(alice) == addresses
    assert sheets_of(gael) == sheets_of(make_member()) == []
    tick(rows[0], half_days[0], Mark.PRESENT, bob)
    assert sheets_of(bob) == addresses
    tick(rows[1], half_days[0], Mark.ABSENT, bob)
    assert sheets_of(bob) == sheets_of(alice) == addresses[1:]
    for row in rows:
        tick(row, half_days[1], Mark.PRESENT, bob)
    assert sheets_of(bob) == sheets_of(alice) == []
    assert to_finish_of(bob) == to_finish_of(alice) == [f"/extranet/gestion/formations/{session.pk}/"]
    assert to_finish_of(gael) == to_finish_of(rows[0].membership) == []
    attendance.finish(session, by=alice)
    assert sheets_of(alice) == to_finish_of(alice) == to_finish_of(bob) == []


def test_no_sheet_waits_before_the_half_day_is_over_nor_without_anybody_to_tick(make_past, make_session, alice):
    make_past()
    session = make_session(commune_id=LENS)
    Registration.objects.create(session=session, membership=alice, state=State.TAKEN)
    cancelled, _ = make_past(alice)
    Session.objects.filter(pk=cancelled.pk).update(state="annulee", reason="Grève.")
    assert sheets_of(alice) == []


def test_who_deputises_has_the_sheet_that_day(make_past, alice, gael, make_member):
    make_past(make_member(), count=1)
    today = timezone.localdate()
    Absence.objects.create(coordinator=alice.user, deputy=gael.user, starts_on=today, ends_on=today)
    assert len(sheets_of(gael)) == 1


def test_who_keeps_the_trainings_has_the_sheets_of_what_they_train_wherever_it_is(make_past, gael, make_member):
    session, _ = make_past(make_member(), count=1)
    assert sheets_of(gael) == []
    session.half_days.update(trainer=gael)
    assert len(sheets_of(gael)) == 1


def test_a_sheet_that_nobody_answers_for_waits_for_all_who_keep_the_trainings(make_past, alice, gael, make_member):
    make_past(make_member(), count=1, commune_id=None)
    assert len(sheets_of(alice)) == len(sheets_of(gael)) == 1
    Coordination.objects.create(platform=Platform.objects.get(slug="calaisis"), user=gael.user)
    assert len(sheets_of(alice)) == 1
    make_past(make_member(), count=1, commune_id="62193")  # Calais, which gael coordinates by now
    assert (len(sheets_of(alice)), len(sheets_of(gael))) == (1, 2)


# For who was there -----------------------------------------------------------------------------------------


def test_an_opinion_waits_from_the_end_until_it_is_given(make_past, bob, pdc_client):
    _, [row] = make_past(bob)
    link, client = link_of(row, When.AT_ONCE), pdc_client.login_as("bob")
    assert opinions_of(bob) == [link]
    assert link in client.get("/extranet/").text
    for address in ("/extranet/mes-formations/", f"/extranet/mes-formations/{row.pk}/"):
        assert link in client.get(address).text
    assert client.get(path_for(row, When.AT_ONCE)).status_code == 200
    answer(row, When.AT_ONCE, SAID, is_signed=False)
    assert opinions_of(bob) == []
    for address in ("/extranet/mes-formations/", f"/extranet/mes-formations/{row.pk}/"):
        page = plain(client.get(address).text)
        assert link not in page
        assert "Évaluation envoyée" in page


def test_what_is_said_of_an_answer_is_that_it_was_sent_alone(make_past, bob, pdc_client):
    _, [row] = make_past(bob)
    answer(row, When.AT_ONCE, SAID | {"served": "Un mot à moi."}, is_signed=True)
    Evaluation.objects.all().delete()  # what was answered is elsewhere, and nothing leads to it
    page = plain(pdc_client.login_as("bob").get(f"/extranet/mes-formations/{row.pk}/").text)
    assert "Évaluation envoyée" in page
    assert "Un mot à moi" not in page
    Answered.objects.all().delete()
    assert "Évaluation envoyée" not in plain(pdc_client.get(f"/extranet/mes-formations/{row.pk}/").text)


def test_two_months_later_the_other_opinion_waits_until_its_last_day(make_past, bob, pdc_client):
    _, [row] = make_past(bob, days=-65)
    assert opinions_of(bob) == [link_of(row, When.LATER)]
    assert "deux mois après" in plain(pdc_client.login_as("bob").get("/extranet/mes-formations/").text)
    last = evaluating.closes(row.session, When.LATER)
    assert evaluating.open_to(row, last) == []
    assert evaluating.open_to(row, last - DAY) == [When.LATER]
    make_past(bob, days=-50)  # between the two, nothing is asked
    assert opinions_of(bob) == [link_of(row, When.LATER)]


def test_who_did_not_come_is_asked_for_nothing(make_past, bob, diane):
    make_past(bob, presence=Presence.ABSENT)
    make_past(diane, presence=Presence.EXCUSED)
    assert opinions_of(bob) == opinions_of(diane) == []


def test_the_dashboard_and_one_s_trainings_ask_as_much_for_one_session_as_for_nine(make_past, bob, alice, pdc_client):
    counts = []
    for more in (1, 8):
        for n in range(more):
            for days in (-more - n - 1, more + n + 30):
                session, _ = make_past(alice, bob, days=days)
                session.half_days.update(trainer=alice)
        for who, address in (("alice", "/extranet/"), ("bob", "/extranet/"), ("bob", "/extranet/mes-formations/")):
            client = pdc_client.login_as(who)
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 26
