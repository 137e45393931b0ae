"""Writing a training in the back-office: making, publishing, copying, erasing, and two who write at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from trainings import services
from trainings.models import Session, Training

from .conftest import ADMIN, plain, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def training(make_training):
    return make_training(title="Le bail glissant", slug="bail-glissant")


def test_a_training_begins_as_a_draft_whose_slug_comes_from_its_title(alice, make_training, institute):
    answer = alice.post(f"{ADMIN}new/", sheet(institute, title="L’œil du bailleur", aims="- Voir."), follow=True)
    made = Training.objects.get()
    assert (made.slug, made.is_published, made.created_by.email) == ("l-oeil-du-bailleur", False, "alice@demo.example")
    assert "Brouillon" in answer.text


def test_a_slug_that_is_taken_is_refused_with_a_free_one_and_a_title_gets_a_number(alice, training, institute):
    answer = alice.post(f"{ADMIN}new/", sheet(institute, slug="bail-glissant"))
    assert answer.status_code == 422
    assert "« bail-glissant-2 » est libre" in plain(answer)
    alice.post(f"{ADMIN}new/", sheet(institute, title="Bail glissant"))
    assert Training.objects.filter(slug="bail-glissant-2").exists()


def test_the_slug_does_not_change_with_the_title(alice, training, institute):
    page = alice.get(f"{ADMIN}edit/{training.pk}/").text
    stamp = page.split('name="as_read" value="')[1].split('"')[0]
    alice.post(f"{ADMIN}edit/{training.pk}/", sheet(institute, title="Autre titre", slug="autre", as_read=stamp))
    training.refresh_from_db()
    assert (training.title, training.slug) == ("Autre titre", "bail-glissant")


def test_who_writes_second_reads_what_the_first_wrote_and_loses_nothing(alice, training, institute):
    page = alice.get(f"{ADMIN}edit/{training.pk}/").text
    stamp = page.split('name="as_read" value="')[1].split('"')[0]
    alice.post(f"{ADMIN}edit/{training.pk}/", sheet(institute, title="Le premier", as_read=stamp))
    answer = alice.post(f"{ADMIN}edit/{training.pk}/", sheet(institute, title="Le second", as_read=stamp))
    training.refresh_from_db()
    assert training.title == "Le premier"
    assert "Titre : « Le premier »" in plain(answer)
    assert 'value="Le second"' in answer.text


def test_it_is_published_and_unpublished_unless_a_session_is_announced_and_to_come(alice, make_training, make_session):
    training = make_training(is_published=False)
    alice.post(f"{ADMIN}{training.pk}/publier/")
    training.refresh_from_db()
    assert training.is_published
    session = make_session(training)
    answer = alice.post(f"{ADMIN}{training.pk}/depublier/", follow=True)
    training.refresh_from_db()
    assert training.is_published
    assert "annulez-la d’abord" in answer.text
    services.withdraw(session)
    alice.post(f"{ADMIN}{training.pk}/depublier/")
    training.refresh_from_db()
    assert not training.is_published


def test_a_copy_has_the_words_and_the_audience_and_no_session(alice, make_session):
    session = make_session()
    alice.post(f"{ADMIN}{session.training_id}/dupliquer/", {"title": "Une copie"})
    made = Training.objects.get(title="Une copie")
    assert (made.is_published, made.hours, made.sessions.count()) == (False, session.training.hours, 0)
    assert made.audience_id != session.training.audience_id


def test_only_a_training_without_a_session_is_deleted(alice, make_training, make_session):
    session, empty = make_session(), make_training()
    answer = alice.get(f"{ADMIN}delete/{session.training_id}/", follow=True)
    assert "Cette formation a des sessions" in answer.text
    page = alice.post(f"{ADMIN}delete/{empty.pk}/").text
    agreed = page.split('name="confirmed" value="')[1].split('"')[0]
    alice.post(f"{ADMIN}delete/{empty.pk}/", {"confirmed": agreed})
    assert list(Training.objects.all()) == [session.training]


def test_who_does_not_keep_the_trainings_is_refused_and_the_neighbour_finds_nothing(chloe, ezra, training):
    assert chloe.get(ADMIN).status_code == 403
    assert chloe.get(f"{ADMIN}{training.pk}/").status_code == 403
    assert ezra.get(f"{ADMIN}{training.pk}/").status_code == 404


def test_where_the_tenant_has_no_trainings_nothing_is_there(alice, training, pdc):
    pdc.modules = ["agenda"]
    pdc.save()
    assert alice.get(ADMIN).status_code == 404
    assert alice.get("/formations/").status_code == 404
    assert "Formations" not in alice.get("/admin/").text


def test_the_list_asks_the_same_whatever_the_number(alice, make_training, make_session):
    make_session()
    alice.get(ADMIN)
    with CaptureQueriesContext(connection) as one:
        alice.get(ADMIN)
    for _ in range(10):
        make_session()
    assert Session.objects.count() == 11
    alice.get(ADMIN)
    with CaptureQueriesContext(connection) as many:
        alice.get(ADMIN)
    assert len(many) == len(one)
