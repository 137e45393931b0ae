"""Texts end at their term, announced thirty days before: with a clock that the test sets."""

import datetime
import io
from itertools import pairwise

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from extranet.solicitations import retention, services, setting_up
from extranet.solicitations.models import (
    Charge,
    ErasureReport,
    Guest,
    ImpactAssessment,
    JournalEntry,
    Message,
    Solicitation,
    State,
    Step,
    StudyMeeting,
    Support,
)
from extranet.solicitations.models.lists import RefusalReason
from extranet.solicitations.terms import erased_on, last_day_over, term_of
from portal.database import context
from portal.jobs.registry import JOBS
from portal.notifications.models import Mail
from portal.organisations.models import Organisation
from portal.tenancy.reviewed import months_after
from portal.tenancy.services import end_membership
from portal.territories.models import Platform
from tests.extranet.solicitations import making
from tests.portal.documents.making import member

pytestmark = pytest.mark.django_db

SAID = datetime.datetime(2027, 3, 10, 14, 0, tzinfo=datetime.UTC)
TERM = datetime.date(2029, 3, 10)
SECRET = "Impayés depuis avril"


@pytest.fixture
def clock(monkeypatch):
    """``clock(day)`` makes it half past three in the morning, in France, of that day."""

    def set_to(day: datetime.date) -> None:
        moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time(3, 30)))
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


def said_on(row: Solicitation, moment: datetime.datetime = SAID) -> Solicitation:
    """Nobody has said anything about ``row`` since then."""
    Solicitation.objects.filter(pk=row.pk).update(last_exchange_at=moment, created_at=moment, submitted_at=moment)
    return again(row)


def again(row: Solicitation) -> Solicitation:
    return Solicitation.objects.get(pk=row.pk)


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


@pytest.fixture
def refused(studied, alice) -> Solicitation:
    """It was answered, and nothing was said since."""
    return said_on(services.refuse(studied, RefusalReason.NO_PLACE, SECRET, by=alice))


@pytest.fixture
def supported(studied, alice, bob) -> Support:
    """A support that runs, with its referent and a step."""
    row = services.moved(studied, State.SUPPORTED)
    services.answer(row, JournalEntry.Act.SUPPORTED, Message.Kind.SUPPORTED, SECRET, by=alice)
    support = Support.objects.create(solicitation=row, organisation=Organisation.objects.first(), kind="acces")
    Charge.objects.create(support=support, role="referent", membership=bob, reason=SECRET)
    Step.objects.create(support=support, kind="visite", text=SECRET, by=bob)
    said_on(row)
    return support


@pytest.mark.parametrize(
    ("later", "is_announced", "is_erased"),
    [(-31, False, False), (-30, True, False), (-1, True, False), (0, True, True), (1, True, True)],
)  # fmt: skip
def test_night_after_night_it_is_announced_then_erased(refused, clock, later, is_announced, is_erased):
    for night in range(-33, later + 1):
        clock(TERM + days(night))
        retention.run()
    row = again(refused)
    assert (bool(row.warned_at), bool(row.erased_at)) == (is_announced, is_erased)
    assert (row.answer_text == "") == is_erased


@pytest.mark.parametrize("later", [0, 1, 200])
def test_nothing_goes_that_was_not_announced_thirty_days_before(refused, clock, later):
    """The portal stood still: its first night announces what is over already, and erases it thirty days later."""
    for night, is_erased in ((0, False), (29, False), (30, True)):
        clock(TERM + days(later + night))
        retention.run()
        assert again(refused).warned_at
        assert bool(again(refused).erased_at) == is_erased


def test_a_word_starts_the_clock_again(refused, clock, alice):
    clock(TERM - days(30))
    retention.run()
    clock(TERM - days(10))
    services.say(refused, "Nous reprenons contact.", by=alice)
    clock(TERM)
    assert retention.run() is None
    row = again(refused)
    assert (row.warned_at, row.erased_at) == (None, None)
    assert erased_on(row, 24) == months_after(TERM - days(10), 24)
    clock(months_after(TERM - days(10), 24) - days(30))
    assert retention.run().warned == [row.reference]


def test_nothing_goes_while_a_support_runs_and_its_end_starts_the_clock(supported, clock, alice):
    clock(TERM + days(400))
    assert retention.run() is None
    end_support(supported)
    row = again(supported.solicitation)
    services.note(row, JournalEntry.Act.FINISHED, Message.Kind.SUPPORTED, by=alice)
    term = term_of(again(row).last_exchange_at, 24)
    assert term == months_after(TERM + days(400), 24)
    clock(term - days(31))
    assert retention.run() is None
    clock(term - days(30))
    assert retention.run().warned == [row.reference]
    clock(term)
    assert retention.run().erased == [row.reference]


def test_nothing_goes_while_a_study_meeting_is_ahead(refused, clock):
    starts = timezone.make_aware(datetime.datetime.combine(TERM + days(40), datetime.time(9)))
    meeting = StudyMeeting.objects.create(
        solicitation=refused, starts_at=starts, ends_at=starts + datetime.timedelta(hours=1), place="Lens"
    )
    clock(TERM)
    assert retention.run() is None
    StudyMeeting.objects.filter(pk=meeting.pk).update(cancelled_at=starts)
    assert retention.run().warned == [refused.reference]


def end_support(support: Support) -> None:
    """End it today, as a row: its people have it until the end of the day."""
    Charge.objects.filter(support=support).update(ends_on=timezone.localdate() + days(1))
    Support.objects.filter(pk=support.pk).update(ended_on=timezone.localdate(), outcome="logement")


def test_no_word_is_left_anywhere_and_the_figures_stay(supported, clock, alice, chloe, bob):
    row = again(supported.solicitation)
    Solicitation.objects.filter(pk=row.pk).update(tried_text=SECRET, hoped_text=SECRET)
    services.say(row, SECRET, by=alice)
    Guest.objects.create(solicitation=row, membership=chloe, invited_by=alice)
    past = SAID - days(20)
    StudyMeeting.objects.create(
        solicitation=row, starts_at=past, ends_at=past + datetime.timedelta(hours=1), place=SECRET
    )
    end_support(supported)
    before = Solicitation.objects.values().get(pk=row.pk)
    said_on(row)
    for night in (TERM - days(30), TERM):
        clock(night)
        retention.run()
    assert SECRET not in everything_of_solicitations()
    after = Solicitation.objects.values().get(pk=row.pk)
    kept = ("reference", "state", "platform_id", "household", "ages", "situation", "difficulties", "tried", "hoped",
            "urgency", "informed_on", "informed_how", "answered_at")  # fmt: skip
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert [after[name] for name in ("commune_id", "organisation_id", "asked_by_id", "answered_by_id")] == [None] * 4
    assert (Guest.objects.count(), StudyMeeting.objects.count()) == (0, 0)
    assert set(Message.objects.values_list("by", "text")) == {(None, "")}
    assert (Step.objects.get().by, Charge.objects.get().membership) == (None, None)
    support = Support.objects.get()
    assert (support.outcome, support.kind) == ("logement", "acces")
    assert not again(row).answer_text
    assert JournalEntry.objects.filter(reference=row.reference, act="effacement", by_name="").count() == 1


def everything_of_solicitations() -> str:
    """Return all that the tables of the app say."""
    return "\n".join(
        str(value)
        for model in apps.get_app_config("solicitations").get_models()
        for row in model._base_manager.values_list(*[
            field.name for field in model._meta.fields if isinstance(field, models.CharField | models.TextField)
        ])
        for value in row
    )  # fmt: skip


def test_what_nobody_answered_is_closed_as_it_is_erased(received, studied, clock, diane):
    asked = making.send(making.draft(diane))
    services.ask_to_complete(asked, "Où en est le dossier ?", by=member("alice"))
    rows = [said_on(again(row)) for row in (studied, asked)]
    for night in (TERM - days(30), TERM):
        clock(night)
        report = retention.run()
    assert set(report.ended) == {row.reference for row in rows} == set(report.erased)
    for row in map(again, rows):
        assert (row.state, row.end_reason, row.waiting_since) == (State.NO_FOLLOW_UP, "silence", None)
        assert row.answered_at == timezone.now()


def test_a_redirected_one_no_longer_says_where_to(studied, alice, clock):
    row = said_on(services.redirect(studied, "Service d’essai", "Le matin, sur place", by=alice))
    for night in (TERM - days(30), TERM):
        clock(night)
        retention.run()
    assert (again(row).destination, again(row).destination_contact) == ("service effacé", "")


def test_a_shorter_retention_announces_first(refused, clock):
    ImpactAssessment.objects.update(retention_months=3)
    clock(datetime.date(2027, 12, 1))  # six months past the new term
    assert retention.run().erased == []
    assert erased_on(again(refused), 3) == datetime.date(2027, 12, 31)
    clock(datetime.date(2027, 12, 30))
    assert retention.run() is None
    clock(datetime.date(2027, 12, 31))
    report = retention.run()
    assert (report.erased, report.retention_months) == ([refused.reference], 3)


def test_what_is_erased_cannot_come_back(refused, clock):
    for night in (TERM - days(30), TERM):
        clock(night)
        retention.run()
    with pytest.raises(IntegrityError), transaction.atomic():
        Solicitation.objects.filter(pk=refused.pk).update(answer_text="De nouveau")
    with pytest.raises(IntegrityError), transaction.atomic():
        Solicitation.objects.filter(pk=refused.pk).update(erased_at=None)


@given(day=st.dates(datetime.date(2020, 1, 1), datetime.date(2090, 1, 1)), months=st.integers(1, 24))
def test_the_last_day_that_is_over_is_the_last_one(day, months):
    last = last_day_over(day, months)
    assert months_after(last, months) <= day < months_after(last + days(1), months)


def test_a_draft_stays_seven_days_after_its_last_change(draft, clock):
    saved = timezone.localdate(draft.last_exchange_at)
    clock(saved + days(7))
    moment = timezone.now()
    Solicitation.objects.filter(pk=draft.pk).update(last_exchange_at=moment - days(7))
    assert retention.run() is None
    Solicitation.objects.filter(pk=draft.pk).update(last_exchange_at=moment - days(7) - datetime.timedelta(seconds=1))
    assert retention.run().drafts == 1
    assert not Solicitation.objects.filter(pk=draft.pk).exists()


def test_lines_of_the_journal_go_after_a_year(received):
    for age in (364, 365, 366, 400):
        JournalEntry.objects.create(
            reference=received.reference, platform_name="Lens-Hénin", act="lecture", at=timezone.now() - days(age)
        )
    assert retention.run().journal_lines == 2
    assert JournalEntry.objects.filter(act="lecture").count() == 2


def test_reports_go_after_three_years(pdc):
    for age in (3 * 365 + 1, 3 * 365 - 1):
        ErasureReport.objects.create(at=timezone.now() - days(age), retention_months=24, drafts=1)
    retention.run()
    assert ErasureReport.objects.count() == 1


def test_batch_after_batch_all_of_it_goes_and_one_report_tells_it(diane, alice, clock, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    rows = [said_on(making.send(making.draft(diane))) for _ in range(5)]
    clock(TERM - days(30))
    assert len(retention.run().warned) == 5
    clock(TERM)
    assert set(retention.run().erased) == {row.reference for row in rows}
    assert [len(each.erased) + len(each.warned) for each in ErasureReport.objects.all()] == [5, 5]
    assert retention.run() is None  # twice does nothing more


def test_what_was_done_before_a_failure_stays_done_and_told(diane, clock, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    for _ in range(4):
        said_on(making.send(making.draft(diane)))
    clock(TERM - days(30))
    told = []

    def announce(rows, months):
        told.append(rows)
        if len(told) == 2:
            raise RuntimeError

    monkeypatch.setattr(retention, "announce", announce)
    with pytest.raises(RuntimeError):
        retention.run()
    assert Solicitation.objects.filter(warned_at=None).count() == 2
    assert [len(each.warned) for each in ErasureReport.objects.all()] == [2]


def test_a_rehearsal_says_what_would_be_done_and_does_nothing(refused, draft, clock, alice, diane):
    other = said_on(making.send(making.draft(diane)), SAID + days(5))
    clock(TERM - days(30))
    retention.run()
    clock(TERM)
    before, out = Solicitation.objects.order_by("pk").values_list(), io.StringIO()
    before = list(before)
    call_command("erase_solicitations", "--dry-run", stdout=out)
    assert f"erase {refused.reference}" in out.getvalue()
    assert f"announce {other.reference}" in out.getvalue()
    assert "would announce 1, erase 1 (24 months)" in out.getvalue()
    assert list(Solicitation.objects.order_by("pk").values_list()) == before
    call_command("erase_solicitations", stdout=out)
    assert "1 announced, 1 erased" in out.getvalue()
    assert again(refused).erased_at


def test_the_command_wants_a_tenant_to_be_named(platform_context):
    with pytest.raises(CommandError, match="--every-tenant"):
        call_command("erase_solicitations", "--dry-run")


def test_another_tenant_s_run_leaves_this_one_s_alone(refused, casa, clock, pdc):
    clock(TERM - days(30))
    with context.use(casa.context):
        assert retention.run() is None
        assert not ErasureReport.objects.exists()
    with context.use(pdc.context):
        assert again(refused).warned_at is None


def test_the_nightly_job_does_it_even_while_the_module_is_off(refused, clock, pdc, gael):
    setting_up.switch_off(pdc, by=gael.user)
    before = Mail.objects.count()
    clock(TERM - days(30))
    JOBS["solicitations.retention"].run()
    assert again(refused).warned_at
    assert Mail.objects.count() == before  # its page is not there


def test_the_partner_and_the_coordination_are_told_by_the_reference_alone(refused, clock, alice, diane, pdc):
    already = set(Mail.objects.values_list("pk", flat=True))
    clock(TERM - days(30))
    retention.run()
    mails = list(Mail.objects.exclude(pk__in=already))
    assert {mail.to[0] for mail in mails} == {alice.user.email, diane.user.email}
    for mail in mails:
        assert f"Sollicitation {refused.reference}" in mail.subject
        whole = f"{mail.subject} {mail.text} {mail.html}"
        assert "10\xa0mars 2029" in whole or "10 mars 2029" in whole
        for word in ("Lens", SECRET, "Deux refus", "parent", "enfant"):
            assert word not in whole, word
    retention.run()
    assert Mail.objects.exclude(pk__in=already).count() == 2


def test_who_has_left_is_told_nothing(refused, clock, alice, diane):
    end_membership(diane, by=member("gael").user)
    already = set(Mail.objects.values_list("pk", flat=True))
    clock(TERM - days(30))
    retention.run()
    assert [mail.to for mail in Mail.objects.exclude(pk__in=already)] == [[alice.user.email]]


def test_the_queries_of_a_batch_do_not_grow_with_it(diane, clock):
    """What grows with the rows is their line in the journal alone; nobody is told here."""
    counted = []
    Platform.objects.get(slug="lens-henin").coordinations.all().delete()
    for count in (1, 9):
        for _ in range(count):
            said_on(making.send(making.draft(diane)))
        Solicitation.objects.filter(erased_at=None).update(warned_at=SAID)
        clock(TERM)
        with CaptureQueriesContext(connection) as ran:
            retention.run()
        counted.append(len(ran) - count)
    assert len({*counted}) == 1, counted


def test_terms_never_go_back(db):
    """The later something was said, the later it is erased."""
    said = [datetime.date(2027, 1, 1) + days(each) for each in range(800)]
    for months in (1, 3, 24):
        terms = [months_after(day, months) for day in said]
        assert all(before <= after for before, after in pairwise(terms))
