"""Certificates: to who followed something, for the hours they followed; anybody checks a code, and learns no name."""

import datetime
import random
import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from portal.notifications.models import ChosenPace, Mail
from portal.notifications.subjects import Pace
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.trainings.papers import is_tagged, plain, text_of, tick
from trainings import attendance, registering
from trainings.attendance import Mark
from trainings.models import Attendance, Certificate, Session
from trainings.models.presences import CODE_LENGTH, SIGNS, new_code, read_code
from trainings.registering import register
from trainings.subjects import CERTIFICATES

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(make_session, make_training, alice, bob, make_member):
    """A session of yesterday that is over: bob followed one half-day of two (three hours), somebody else none."""
    training = make_training(aims="Savoir :\n\n- lire un bail\n- le dire simplement")
    session = make_session(training, days=2)
    rows = [register(session, each, by=each) for each in (bob, make_member())]
    late = timezone.now() - datetime.timedelta(days=1)
    moved = late - session.starts_at
    for half_day in session.half_days.all():
        half_day.starts_at, half_day.ends_at = half_day.starts_at + moved, half_day.ends_at + moved
        half_day.save()
    Session.objects.filter(pk=session.pk).update(starts_at=late, ends_at=session.ends_at + moved, closes_at=None)
    first, second = session.half_days.all()
    for row, marks in ((rows[0], (Mark.PRESENT, Mark.EXCUSED)), (rows[1], (Mark.ABSENT, Mark.ABSENT))):
        for half_day, mark in zip((first, second), marks, strict=True):
            tick(row, half_day, mark, alice)
    attendance.finish(session, by=alice)
    return session


def test_a_code_is_beyond_guessing_and_forgives_how_it_is_typed():
    assert len(SIGNS) ** CODE_LENGTH > 2**80
    code = new_code()
    grouped = "-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4))
    assert read_code(f" {grouped.lower()} ") == code
    assert read_code("oil0") == "0110"


def test_codes_have_nothing_in_common_and_no_seed_gives_them_again():
    codes = [new_code() for _ in range(500)]
    assert all(len(set(signs)) > len(SIGNS) / 2 for signs in zip(*codes, strict=True))
    state = random.getstate()
    code = new_code()
    random.setstate(state)
    assert new_code() != code


def test_who_followed_something_alone_has_a_certificate_for_those_hours(held, bob):
    [certificate] = Certificate.objects.all()
    assert certificate.registration.membership == bob
    assert certificate.hours == 3
    assert len(certificate.half_days) == 1
    assert certificate.title == held.training.title


def test_one_s_papers_say_what_was_followed_and_the_code(held, pdc_client, bob):
    client = pdc_client.login_as("bob")
    certificate = Certificate.objects.get()
    page = client.get(f"/extranet/mes-formations/{certificate.registration_id}/").text
    for kind in ("certificat", "attestation"):
        address = f"/extranet/mes-formations/{certificate.registration_id}/{kind}.pdf"
        assert address in page
        content = client.get(address).content
        assert is_tagged(content)
        words = text_of(content)
        for said in (str(bob.user), held.training.title, "3 h", certificate.shown_code, "Institut d’essai"):
            assert plain(said) in words
        assert ("lire un bail" in words) == (kind == "attestation")
    other = GuardedClient(PDC_HOST).login_as("diane")
    assert other.get(address).status_code == 404


def test_who_keeps_downloads_them_from_the_list_and_a_trainer_does_not(held, pdc_client, bob):
    certificate = Certificate.objects.get()
    client = pdc_client.login_as("alice")
    page = client.get(f"/extranet/gestion/formations/{held.pk}/").text
    [address] = set(re.findall(r"/extranet/gestion/formations/\d+/certificats/\d+/certificat.pdf", page))
    assert plain(certificate.name) in text_of(client.get(address).content)
    held.half_days.update(trainer=bob)
    assert GuardedClient(PDC_HOST).login_as("bob").get(address).status_code == 403


def test_a_copy_does_not_change_with_what_it_was_copied_from(held, pdc_client, bob):
    held.training.title = "Autre titre"
    held.training.save()
    bob.user.last_name = "Autre"
    bob.user.save()
    certificate = Certificate.objects.get()
    words = text_of(
        pdc_client.login_as("bob").get(f"/extranet/mes-formations/{certificate.registration_id}/certificat.pdf").content
    )
    assert plain(certificate.title) in words
    assert "Autre" not in words


def checked(code: str, host: str = PDC_HOST):
    return GuardedClient(host).get(f"/formations/verifier/{code}/")


def test_anybody_checks_a_code_and_reads_no_name(held, bob):
    certificate = Certificate.objects.get()
    answer = GuardedClient(PDC_HOST).post(
        "/formations/verifier/", {"code": certificate.shown_code.lower()}, follow=True
    )
    page = plain(answer.text)
    assert "Certificat valable" in page
    assert plain(certificate.title) in page
    assert "3 h" in page
    assert plain(bob.user.get_full_name()) not in page
    assert f" {bob.user.first_name} " not in page
    assert f">{bob.user.first_name[0]}…</dd>" in page
    assert 'content="noindex"' in answer.text


def test_an_unknown_code_and_the_neighbour_s_are_answered_alike(held):
    certificate = Certificate.objects.get()
    here, there = checked(new_code()), checked(certificate.code, CASA_HOST)
    assert here.status_code == there.status_code == checked(certificate.code).status_code == 200
    assert "Code inconnu" in here.text
    assert "Code inconnu" in there.text
    assert "Code inconnu" in checked("' OR 1=1 --").text


def test_an_unknown_code_is_shown_as_it_was_read_to_be_compared(held):
    page = checked("7k2m 9qxt-4b6n-0wzr-h3co").text
    assert "7K2M-9QXT-4B6N-0WZR-H3C0" in page
    assert "un code en a vingt" not in page
    short = checked("7K2M9").text
    assert "7K2M-9" in short
    assert "5 signes" in plain(short)


def test_whoever_tries_many_codes_waits(held):
    cache.clear()
    statuses = [checked(new_code()).status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]
    assert checked(Certificate.objects.get().code).status_code == 429


def test_a_correction_revokes_what_was_wrong_and_writes_it_anew(held, alice):
    old = Certificate.objects.get()
    first, second = held.half_days.all()
    tick(old.registration, second, Mark.PRESENT, alice)
    new = Certificate.objects.valid().get()
    assert new.hours == 6
    assert new.code != old.code
    assert "Certificat retiré" in checked(old.code).text
    tick(old.registration, second, Mark.PRESENT, alice)  # the same again changes nothing
    assert Certificate.objects.count() == 2
    for half_day in (first, second):
        tick(old.registration, half_day, Mark.ABSENT, alice)
    assert not Certificate.objects.valid().exists()
    assert "corrigées" in checked(new.code).text


def mails_to(membership) -> list[Mail]:
    return list(Mail.objects.filter(to=[membership.user.email], subject__contains="certificat").order_by("pk"))


def test_who_has_a_certificate_is_told_once_and_finds_it(held, pdc_client, alice, bob):
    attendance.finish(held, by=alice)
    [mail] = mails_to(bob)
    assert plain(mail.subject).endswith(plain(f"Votre certificat est prêt : {held.training}"))
    assert "/extranet/mes-formations/" in mail.text
    assert not Mail.objects.filter(subject__contains="certificat").exclude(pk=mail.pk).exists()
    client = pdc_client.login_as("bob")
    certificate = Certificate.objects.get()
    assert plain(f"Certificat : {held.training}") in plain(client.get("/extranet/").text)
    address = f"/extranet/mes-formations/{certificate.registration_id}/certificat.pdf"
    assert address in client.get("/extranet/mes-formations/").text


def test_a_correction_tells_in_its_own_words_once(held, pdc_client, alice, bob):
    row = Certificate.objects.get().registration
    first, second = held.half_days.all()
    for _ in range(2):
        tick(row, second, Mark.PRESENT, alice)
    assert "Votre certificat est corrigé" in mails_to(bob)[-1].subject
    assert "n’est plus valable" in plain(mails_to(bob)[-1].text)
    assert "Certificat corrigé" in pdc_client.login_as("bob").get("/extranet/").text
    for half_day in (first, second):
        tick(row, half_day, Mark.ABSENT, alice)
    # the last half-day followed was taken away one by one: corrected again, then taken back
    assert [plain(mail.subject).partition("] ")[2].partition(" : ")[0] for mail in mails_to(bob)] == [
        "Votre certificat est prêt", "Votre certificat est corrigé", "Votre certificat est corrigé",
        "Votre certificat est retiré",
    ]  # fmt: skip
    assert plain(held.training.title) not in plain(GuardedClient(PDC_HOST).login_as("bob").get("/extranet/").text)


def test_who_followed_nothing_and_gets_none_is_told_nothing(held, alice):
    [absent] = held.seats.filter(certificates=None)
    assert mails_to(absent.membership) == []


def test_who_wants_no_mail_about_certificates_gets_none(make_session, held, alice, bob):
    Mail.objects.all().delete()
    ChosenPace.objects.create(membership=bob, subject=CERTIFICATES.code, pace=Pace.NEVER)
    tick(Certificate.objects.get().registration, held.half_days.last(), Mark.PRESENT, alice)
    assert Certificate.objects.valid().get().hours == 6
    assert mails_to(bob) == []


def test_all_of_it_is_erased_with_the_sign_up(held):
    registering.forget(now=timezone.now() + datetime.timedelta(days=3 * 365 + 1))
    assert not Certificate.objects.exists()
    assert not Attendance.objects.exists()
