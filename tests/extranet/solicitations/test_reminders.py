"""A request that waits is reminded of at five and ten days, and told to the administration at fifteen: once each."""

import datetime

import pytest
from django.utils import timezone

from extranet.solicitations import reminders, services
from extranet.solicitations.models import Message, Reminder, Solicitation
from extranet.solicitations.models.lists import RefusalReason
from portal.database import context
from portal.jobs.registry import JOBS
from portal.notifications.models import Mail
from portal.territories.models import Coordination
from tests.extranet.solicitations import making
from tests.extranet.solicitations.making_sheets import browser, page_of, plain, subjects

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_module")]


def after(solicitation, days: float) -> int:
    return reminders.send(now=solicitation.waiting_since + datetime.timedelta(days=days))


@pytest.fixture
def waiting(received):
    Mail.objects.all().delete()
    return received


def test_each_delay_is_said_once_to_whom_it_concerns(waiting, alice, gael):
    said = []
    for days in (4.99, 5, 5.5, 6, 9.99, 10, 11, 14.99, 15, 16, 40):
        if after(waiting, days):
            said.append(days)
    assert said == [5, 10, 15]
    start = f"Sollicitation {waiting.reference} : sans réponse depuis"
    assert subjects(alice) == [f"{start} 5 jours", f"{start} 10 jours"]
    assert subjects(gael) == [f"{start} 15 jours"]


def test_the_administration_reads_its_reference_and_its_platform_and_never_the_page(waiting, gael):
    after(waiting, 15)
    mail = Mail.objects.get()
    assert waiting.reference in mail.text and "Lens-Hénin" in mail.text and "qui supplée" in mail.text
    assert page_of(waiting) not in mail.text + mail.html
    assert browser(gael).get(page_of(waiting)).status_code == 404


def test_a_job_that_did_not_run_for_weeks_says_the_last_delay_alone(waiting, alice, gael):
    assert after(waiting, 30) == 1
    assert (len(subjects(alice)), len(subjects(gael))) == (0, 1)
    assert after(waiting, 31) == 0


def test_nothing_is_said_once_it_is_not_the_platform_s_turn(waiting, alice):
    services.ask_to_complete(waiting, "Quoi ?", by=alice)
    assert after(waiting, 20) == 0
    row = Solicitation.objects.get(pk=waiting.pk)
    row = services.complete(row, "Voilà.", by=row.asked_by)
    assert after(row, 4) == 0 and after(row, 5) == 1
    services.refuse(row, RefusalReason.KNOWN, by=alice)
    assert after(row, 50) == 0


def test_a_study_does_not_start_the_days_again(waiting, alice):
    since = waiting.waiting_since
    services.study(waiting, by=alice)
    assert reminders.send(now=since + datetime.timedelta(days=5)) == 1


def test_where_nobody_coordinates_any_more_the_administration_is_reminded(waiting, alice, gael):
    Coordination.objects.filter(user=alice.user).update(ended_on=making.today())
    after(waiting, 5)
    assert (subjects(alice), len(subjects(gael))) == ([], 1)


def test_the_partner_sees_that_a_reminder_was_sent_and_the_clock_of_what_is_kept_goes_on(waiting, diane):
    before = waiting.last_exchange_at
    after(waiting, 5)
    assert "Rappel envoyé" in plain(browser(diane).get(page_of(waiting)))
    assert Solicitation.objects.get(pk=waiting.pk).last_exchange_at == before


def test_the_job_is_quiet_while_the_module_is_off_and_in_the_other_tenant(waiting, pdc, casa):
    long_ago = timezone.now() - datetime.timedelta(days=6)
    with context.use(pdc.context):
        Solicitation.objects.filter(pk=waiting.pk).update(waiting_since=long_ago)
        pdc.modules = []
        pdc.save(update_fields=["modules"])
        JOBS["solicitations.reminders"].run()
        assert not Mail.objects.exists()
        making.open_module(pdc)
    with context.use(casa.context):
        JOBS["solicitations.reminders"].run()
        assert not Mail.objects.filter(subject__contains="Sollicitation").exists()
    with context.use(pdc.context):
        JOBS["solicitations.reminders"].run()
        JOBS["solicitations.reminders"].run()
        assert Mail.objects.count() == Reminder.objects.count() == 1
        assert Message.objects.filter(kind=Message.Kind.REMINDED).count() == 1
