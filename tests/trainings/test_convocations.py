"""Convocations and reminders: each once, again when the session moves, to whoever has a seat."""

import datetime
import io
from zoneinfo import ZoneInfo

import pypdf
import pytest

from portal.jobs.registry import JOBS
from portal.notifications.models import Mail
from tests.conftest import PDC_HOST, GuardedClient
from trainings import convocations, registering, reminders, services
from trainings.models import Mailing, Session
from trainings.registering import register
from trainings.services import HalfDayPlan

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def plain(text: str) -> str:
    return " ".join(text.split())


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    return plain("\n".join(page.extract_text() for page in read(content).pages))


def convened(*, to=None) -> list[Mail]:
    rows = Mail.objects.filter(subject__contains="Convocation").order_by("pk")
    return list(rows.filter(to=[to.user.email]) if to else rows)


def put_off(session, days: int, by) -> None:
    later = datetime.timedelta(days=days)
    plans = [HalfDayPlan(each.starts_at + later, each.ends_at + later, pk=each.pk) for each in session.half_days.all()]
    services.change(session, {}, half_days=plans, by=by)


def test_who_has_a_seat_is_convened_once_when_the_session_is_confirmed(make_session, make_member, gael):
    session = make_session(capacity=1, place="Maison des sports", note="Repas sur place.")
    seated, waiting = make_member(), make_member()
    register(session, seated, by=seated)
    register(session, waiting, by=waiting)
    assert convocations.convene_all(session.pk) == 0
    services.confirm(session, by=gael.user)
    assert convocations.convene_all(session.pk) == 1
    assert convocations.convene_all(session.pk) == 0
    convocations.catch_up()
    [mail] = convened()
    assert mail.to == [seated.user.email]
    [paper] = mail.attachments.all()
    said = text_of(bytes(paper.content))
    for words in (
        str(seated.user),
        session.training.title,
        "Maison des sports",
        "Repas sur place.",
        "Institut d’essai",
    ):
        assert plain(words) in said
    assert read(bytes(paper.content)).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_who_gets_a_seat_afterwards_is_convened_with_the_next_round(make_session, make_member, gael):
    session = make_session(capacity=1)
    first, second = make_member(), make_member()
    held = register(session, first, by=first)
    services.confirm(session, by=gael.user)
    JOBS["trainings.convocations"].run()
    offered = register(session, second, by=second)
    registering.withdraw(held, by=first)
    offered.refresh_from_db()
    registering.accept(offered, by=second)
    JOBS["trainings.convocations"].run()
    assert [mail.to for mail in convened()] == [[first.user.email], [second.user.email]]


def test_a_session_that_moves_convenes_again_and_says_so(make_session, make_member, gael):
    session, who = make_session(), make_member()
    register(session, who, by=who)
    services.confirm(session, by=gael.user)
    convocations.convene_all(session.pk)
    services.change(session, {"least": 2}, by=gael.user)
    assert convocations.convene_all(session.pk) == 0
    put_off(session, 3, gael.user)
    assert convocations.convene_all(session.pk) == 1
    assert "remplace la précédente" in convened()[-1].text


def test_a_mail_that_could_not_be_written_leaves_with_the_next_round(make_session, make_member, gael, monkeypatch):
    session, who = make_session(), make_member()
    register(session, who, by=who)
    services.confirm(session, by=gael.user)
    with monkeypatch.context() as broken, pytest.raises(OSError, match="stops"):
        broken.setattr(convocations.letters, "send", _stop)
        convocations.convene_all(session.pk)
    assert not Mailing.objects.exists()
    assert convocations.convene_all(session.pk) == 1


def _stop(*args):
    raise OSError("The machine stops.")


def test_a_convocation_is_read_by_its_owner_alone(make_session, pdc_client, bob, gael):
    session = make_session()
    row = register(session, bob, by=bob)
    client, address = pdc_client.login_as("bob"), f"/extranet/mes-formations/{row.pk}/convocation.pdf"
    assert client.get(address).status_code == 404
    services.confirm(session, by=gael.user)
    assert address in client.get(f"/extranet/mes-formations/{row.pk}/").text
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert plain(str(bob.user)) in text_of(answer.content)
    other = GuardedClient(PDC_HOST).login_as("diane")
    assert other.get(address).status_code == 404


# Reminders --------------------------------------------------------------------------------------------------


def at(*when: int) -> datetime.datetime:
    return datetime.datetime(*when, tzinfo=PARIS)


@pytest.fixture
def planned(make_training, make_member):
    """A confirmed session of Tuesday 30 March 2027, two days after the clocks change, and who has its only seat."""
    start = at(2027, 3, 30, 9, 30)
    plans = [HalfDayPlan(start, start + datetime.timedelta(hours=3))]
    session = services.confirm(services.open_sign_up(services.schedule(make_training(), plans, {"capacity": 1})))
    who = make_member()
    row = register(session, who, by=who)
    session.seats.filter(pk=row.pk).update(changed_at=at(2027, 1, 1))
    Mail.objects.all().delete()
    return session


def run(first: datetime.datetime, last: datetime.datetime) -> list[datetime.datetime]:
    """Return when mails left, the job being run every hour, as the scheduler does."""
    moment, found = first.astimezone(datetime.UTC), []
    while moment <= last:
        found += [moment.astimezone(PARIS)] * reminders.send(now=moment)
        moment += datetime.timedelta(hours=1)
    return found


def test_a_week_before_and_the_day_before_at_nine_once_each(planned):
    assert run(at(2027, 3, 15), at(2027, 4, 2)) == [at(2027, 3, 23, 9), at(2027, 3, 29, 9)]
    assert [plain(mail.subject).partition("] ")[2].partition(" :")[0] for mail in Mail.objects.order_by("pk")] == [
        "Dans 7 jours", "Demain",
    ]  # fmt: skip


def test_who_just_got_a_seat_is_not_reminded_of_it(planned):
    planned.seats.update(changed_at=at(2027, 3, 29, 10))
    assert run(at(2027, 3, 29, 11), at(2027, 3, 30, 9)) == []


def test_a_place_that_changes_does_not_remind_twice_and_a_date_that_moves_does(planned, gael):
    run(at(2027, 3, 23, 8), at(2027, 3, 23, 10))
    services.change(planned, {"place": "Salle B"}, by=gael.user)
    assert run(at(2027, 3, 23, 11), at(2027, 3, 24)) == []
    put_off(planned, 14, gael.user)
    assert run(at(2027, 3, 24), at(2027, 4, 14)) == [at(2027, 4, 6, 9), at(2027, 4, 12, 9)]


@pytest.mark.parametrize("state", [Session.State.CANCELLED, Session.State.DRAFT])
def test_nobody_is_reminded_of_what_is_not_held(planned, state):
    Session.objects.filter(pk=planned.pk).update(state=state, reason="Neige.")
    assert run(at(2027, 3, 22), at(2027, 3, 30)) == []
