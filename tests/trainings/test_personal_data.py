"""« Mes données »: what somebody wrote in the catalogue, trains, and asked for."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.personal_data import about
from tests.trainings.papers import tick
from trainings import attendance
from trainings.attendance import Mark
from trainings.evaluating import answer
from trainings.models import HalfDay, Mailing, Registration, Session
from trainings.models.evaluations import When
from trainings.personal_data import half_days, registrations, trainings
from trainings.registering import Wishes, register

pytestmark = pytest.mark.django_db


def test_who_writes_a_training_and_who_trains_read_it(make_training, make_session, alice, bob):
    training = make_training(title="Bail glissant", created_by=alice.user)
    make_session(training, count=1).half_days.update(trainer=bob)
    assert [row["Formation"] for row in trainings(alice.user).rows] == ["Bail glissant"]
    assert [row["Formation"] for row in half_days(bob.user).rows] == ["Bail glissant"]
    assert half_days(alice.user).rows == []


def test_who_signed_up_reads_each_step_and_what_they_need(make_training, make_session, bob, diane):
    session = make_session(make_training(title="Bail glissant"))
    register(session, bob, by=bob, wishes=Wishes(accessibility="Boucle magnétique"))
    [row] = registrations(bob.user).rows
    assert (row["Formation"], row["Besoin d’accessibilité"]) == ("Bail glissant", "Boucle magnétique")
    assert "inscrit ou inscrite le" in row["Étapes"]
    assert registrations(diane.user).rows == []


def test_whom_one_signed_up_is_not_named(make_session, alice, bob):
    register(make_session(), bob, by=alice)
    [row] = registrations(alice.user).rows
    assert "Vous avez inscrit une personne à" in row
    assert "Bob" not in str(row)


TOLD = {
    # model that leads to a person through their sign-up → what of it « Mes données » shows
    "trainings.Step": "inscrit ou inscrite le",
    "trainings.Needs": "Boucle magnétique",
    "trainings.Mailing": "convocation le",
    "trainings.Attendance": "Relevée le",
    "trainings.Certificate": "Établi le",
    "trainings.Answered": "Vous avez répondu à l’évaluation de",
}


def test_all_that_hangs_on_a_sign_up_is_told(make_session, alice, bob):
    assert {each.related_model._meta.label for each in Registration._meta.related_objects} == set(TOLD)
    session = make_session(days=2)
    row = register(session, bob, by=bob, wishes=Wishes(accessibility="Boucle magnétique"))
    over = timezone.now() - datetime.timedelta(days=1)
    first, second = session.half_days.all()
    first.delete()
    HalfDay.objects.filter(pk=second.pk).update(starts_at=over, ends_at=over + datetime.timedelta(hours=3))
    Session.objects.filter(pk=session.pk).update(starts_at=over, ends_at=over + datetime.timedelta(hours=3))
    tick(row, session.half_days.get(), Mark.PRESENT, alice)
    attendance.finish(session, by=alice)
    Mailing.objects.create(registration=row, kind=Mailing.Kind.CONVOCATION, sequence=0)
    answer(row, When.AT_ONCE, {"overall": 4, "aims": 4, "pace": "juste", "useful": 3}, is_signed=False)
    told = str([section.rows for section in about(bob.user)])
    assert [model for model, words in TOLD.items() if words not in told] == []
    assert "Étapes d’inscriptions d’autres personnes" in str(registrations(alice.user).rows)
    assert bob.user.email not in str(registrations(alice.user).rows)


def test_many_sign_ups_are_told_in_as_many_queries_as_one(make_session, bob):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert registrations(bob.user).rows
        return len(queries)

    register(make_session(), bob, by=bob)
    one = asked()
    for n in range(5):
        register(make_session(days=40 + n), bob, by=bob)
    assert asked() == one
