"""The sessions of a training in the back-office: half-days as rows, seats kept, and what becomes of each."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.organisations.models import Organisation
from trainings import services
from trainings.models import Session
from trainings.registering import register

from .conftest import ADMIN, half_day, kept, local, plain, rows_of, session_sheet

pytestmark = pytest.mark.django_db

LANDLORD = Organisation.Kind.LANDLORD
DAY = [half_day(0, "02/03/2027", "9:00", "12:30"), half_day(1, "", "13:45", "17:00")]


def add(client, training, *rows, **fields):
    return client.post(f"{ADMIN}{training.pk}/sessions/ajouter/", session_sheet(*rows, **fields), follow=True)


def stamp(session: Session) -> str:
    session.refresh_from_db()
    return session.changed_at.isoformat()


def hours(session: Session) -> list[str]:
    rows = session.half_days.all()
    return [f"{local(each.starts_at):%d/%m %H:%M}-{local(each.ends_at):%H:%M}" for each in rows]


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (2, 2), (4, 4), (3, 2)])
def test_the_form_proposes_the_hours_of_so_many_half_days(alice, make_training, count, rows):
    page = alice.get(f"{ADMIN}{make_training().pk}/sessions/ajouter/?demi-journees={count}").text
    assert page.count('value="09:00"') + page.count('value="14:00"') == rows


def test_a_row_without_a_day_is_of_the_day_above_and_an_empty_row_does_not_count(alice, make_training):
    training = make_training()
    add(alice, training, *DAY, half_day(2))
    session = training.sessions.get()
    assert hours(session) == ["02/03 09:00-12:30", "02/03 13:45-17:00"]
    assert (session.state, session.capacity) == ("brouillon", 12)


def test_a_member_s_name_gives_their_account_and_another_stays_a_name(alice, make_training, bob):
    training = make_training()
    rows = [DAY[0] | {"demi-journees-0-who": "bob (EXEMPLE)"}, DAY[1] | {"demi-journees-1-who": "Une inconnue"}]
    answer = add(alice, training, *rows)
    first, second = training.sessions.get().half_days.all()
    assert (first.trainer, first.trainer_name) == (bob, "")
    assert (second.trainer, second.trainer_name) == (None, "Une inconnue")
    assert "Sans compte ici : Une inconnue" in plain(answer)


def test_of_two_members_of_one_name_one_is_asked_which(alice, make_training, make_member):
    training, (first, second) = make_training(), (make_member(LANDLORD), make_member())
    for each in (first, second):
        each.user.first_name, each.user.last_name = "Anne", "Martin"
        each.user.save()
    answer = add(alice, training, DAY[0] | {"demi-journees-0-who": "Anne Martin"})
    assert answer.status_code == 422
    label = f"Anne Martin ({second.user.email})"
    assert f"« Anne Martin (Essai {LANDLORD}) », « {label} »" in plain(answer)
    add(alice, training, DAY[0] | {"demi-journees-0-who": label})
    assert training.sessions.get().half_days.get().trainer == second


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([half_day(0)], "au moins une demi-journée"),
        ([half_day(0, "02/03/2027", "9:00", "")], "à quelle heure elle finit"),
        ([half_day(0, "", "9:00", "12:00")], "Donnez le jour"),
        ([half_day(0, "02/03/2027", "12:00", "9:00")], "La fin doit venir après le début"),
        ([half_day(0, "02/03/2027", "8:00", "19:00")], "huit heures au plus"),
        ([DAY[0], half_day(1, "", "12:00", "14:00")], "se chevauchent"),
        ([DAY[0], kept(0, LANDLORD, "2", "")], "jusqu’à quel jour"),
        ([DAY[0], kept(0, LANDLORD, "20", "01/02/2027")], "plus de places gardées que de places"),
        ([DAY[0], kept(0, LANDLORD, "2", "01/02/2027"), kept(1, LANDLORD, "1", "01/02/2027")], "a déjà une ligne"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_row(alice, make_training, rows, said):
    training = make_training()
    answer = add(alice, training, *rows)
    assert answer.status_code == 422
    assert said in plain(answer)
    assert not training.sessions.exists()


def test_sign_up_closes_before_it_begins_and_the_least_number_is_below_the_capacity(alice, make_training):
    training = make_training()
    assert "au plus tard au début" in plain(add(alice, training, DAY[0], closes_at="2027-03-03T09:00"))
    assert "ne dépasse pas" in plain(add(alice, training, DAY[0], least="13"))
    assert not training.sessions.exists()


def test_seats_are_kept_until_a_day(alice, make_training):
    training = make_training()
    add(alice, training, *DAY, kept(0, LANDLORD, "3", "01/02/2027"), kept(1))
    row = training.sessions.get().kept_seats.get()
    assert (row.kind, row.count, row.until) == (LANDLORD, 3, datetime.date(2027, 2, 1))


def test_two_days_are_put_off_by_one_and_stay_the_same_half_days(alice, make_session):
    session = make_session(count=4)
    keys = [each.pk for each in session.half_days.all()]
    rows = rows_of(session)
    for n, each in enumerate(session.half_days.all()):
        rows[n][f"demi-journees-{n}-day"] = f"{local(each.starts_at) + datetime.timedelta(days=1):%d/%m/%Y}"
    typed = session_sheet(*rows, initial=4, as_read=stamp(session))
    before = session.starts_at
    alice.post(f"{ADMIN}sessions/{session.pk}/modifier/", typed)
    session.refresh_from_db()
    assert timezone.localdate(session.starts_at) - timezone.localdate(before) == datetime.timedelta(days=1)
    assert [each.pk for each in session.half_days.all()] == keys
    assert session.sequence == 1


def test_a_capacity_below_what_is_held_is_refused_beside_the_field_with_the_count(alice, make_session, make_member):
    session = make_session(capacity=3)
    for _ in range(2):
        member = make_member()
        register(session, member, by=member)
    typed = session_sheet(*rows_of(session), initial=2, capacity="1", as_read=stamp(session))
    answer = alice.post(f"{ADMIN}sessions/{session.pk}/modifier/", typed)
    assert answer.status_code == 422
    assert "2 places sont prises ou proposées" in plain(answer)
    session.refresh_from_db()
    assert session.capacity == 3


def test_who_writes_second_reads_what_the_first_wrote_and_loses_nothing(alice, make_session):
    session = make_session()
    read = stamp(session)
    address, rows = f"{ADMIN}sessions/{session.pk}/modifier/", rows_of(session)
    alice.post(address, session_sheet(*rows, initial=2, place="Salle A", as_read=read))
    answer = alice.post(address, session_sheet(*rows, initial=2, place="Salle B", as_read=read))
    session.refresh_from_db()
    assert session.place == "Salle A"
    assert "Lieu : « Salle A »" in plain(answer)
    assert 'value="Salle B"' in answer.text
    assert "Demi-journées" not in answer.text.split("ci-dessous. Voici")[1].split("</ul>")[0]


def test_a_session_is_opened_confirmed_cancelled_and_held_after_all(alice, make_training):
    training = make_training()
    add(alice, training, *DAY)
    session = training.sessions.get()
    for verb, state in [("ouvrir", "ouverte"), ("brouillon", "brouillon"), ("ouvrir", "ouverte"),
                        ("confirmer", "confirmee")]:  # fmt: skip
        alice.post(f"{ADMIN}sessions/{session.pk}/{verb}/")
        session.refresh_from_db()
        assert session.state == state
    assert alice.post(f"{ADMIN}sessions/{session.pk}/annuler/", {"reason": ""}).status_code == 422
    alice.post(f"{ADMIN}sessions/{session.pk}/annuler/", {"reason": "Salle fermée"})
    session.refresh_from_db()
    assert (session.state, session.reason) == ("annulee", "Salle fermée")
    alice.post(f"{ADMIN}sessions/{session.pk}/tenir/")
    session.refresh_from_db()
    assert session.state == "ouverte"
    page = plain(alice.get(f"{ADMIN}sessions/{session.pk}/"))
    for words in ("Session créée", "Session annulée", "Session finalement tenue"):
        assert words in page


def test_a_session_of_a_draft_is_not_opened(alice, make_training):
    training = make_training(is_published=False)
    add(alice, training, *DAY)
    answer = alice.post(f"{ADMIN}sessions/{training.sessions.get().pk}/ouvrir/", follow=True)
    assert "Publiez d’abord la formation" in answer.text
    assert training.sessions.get().state == "brouillon"


def test_before_it_is_cancelled_one_reads_who_will_be_told(alice, make_session, make_member):
    session = make_session(capacity=2)
    for _ in range(3):
        member = make_member()
        register(session, member, by=member)
    page = plain(alice.get(f"{ADMIN}sessions/{session.pk}/annuler/"))
    assert "2 personnes inscrites, 1 en attente : ces personnes sont prévenues" in page


def test_a_copy_begins_on_another_day_at_the_same_hours_though_the_clocks_change(alice, make_training, make_member):
    training = make_training()
    add(alice, training, *DAY, kept(0, LANDLORD, "3", "01/02/2027"), closes_at="2027-02-26T18:00")
    session = services.open_sign_up(training.sessions.get())
    member = make_member()
    register(session, member, by=member)
    alice.post(f"{ADMIN}sessions/{session.pk}/dupliquer/", {"first_day": "06/04/2027"})
    made = training.sessions.exclude(pk=session.pk).get()
    assert hours(made) == ["06/04 09:00-12:30", "06/04 13:45-17:00"]
    assert (made.state, made.seats.count(), made.capacity) == ("brouillon", 0, 12)
    assert made.kept_seats.get().until == datetime.date(2027, 3, 8)
    assert f"{local(made.closes_at):%d/%m %H:%M}" == "02/04 18:00"


def test_a_draft_is_erased_and_an_announced_session_is_not(alice, make_training, make_session):
    announced, training = make_session(), make_training()
    add(alice, training, *DAY)
    draft = training.sessions.get()
    for each in (announced, draft):
        page = alice.post(f"{ADMIN}sessions/{each.pk}/supprimer/", follow=True).text
        if 'name="confirmed"' in page:
            agreed = page.split('name="confirmed" value="')[1].split('"')[0]
            alice.post(f"{ADMIN}sessions/{each.pk}/supprimer/", {"confirmed": agreed})
    assert list(Session.objects.all()) == [announced]


def test_the_neighbour_finds_nothing(ezra, make_session):
    assert ezra.get(f"{ADMIN}sessions/{make_session().pk}/").status_code == 404


def test_the_sessions_of_a_training_ask_the_same_whatever_their_number(alice, make_training, make_session):
    training = make_training()
    address = f"{ADMIN}{training.pk}/"
    make_session(training)
    alice.get(address)
    with CaptureQueriesContext(connection) as one:
        alice.get(address)
    for n in range(10):
        make_session(training, days=31 + n)
    alice.get(address)
    with CaptureQueriesContext(connection) as many:
        alice.get(address)
    assert len(many) == len(one)
