"""The end of what is kept: texts go at their term, announced 30 days before; rows stay for the figures.

Nothing goes while a support runs, nor while a study meeting is ahead: the end of a support is an exchange. What nobody
answered is closed without follow-up when it is erased, so that no request waits without a word in it. In batches, each
in its own transaction with its part of the report: a run that dies is gone on with by the next.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.utils import timezone

from extranet.solicitations import journal, signals
from extranet.solicitations.announcing import announce
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
from extranet.solicitations.models.assessments import LONGEST_RETENTION
from extranet.solicitations.models.lists import EndReason
from extranet.solicitations.models.solicitations import DRAFTS_KEPT_FOR
from extranet.solicitations.terms import WARNED_BEFORE, end_of, last_day_over

AT_ONCE = 200  # rows a transaction
FORGOTTEN = "service effacé"
"""Where a solicitation went on to: a redirected one always says something."""

Act = JournalEntry.Act


@dataclass(frozen=True)
class Plan:
    """What a run would do now: references and counts."""

    months: int
    warned: list[str]
    erased: list[str]
    drafts: int
    journal_lines: int
    reports: int


def retention_months() -> int:
    """Return how long the tenant that asks keeps texts: the longest that may be, where it recorded nothing."""
    return ImpactAssessment.objects.values_list("retention_months", flat=True).first() or LONGEST_RETENTION


def quiet() -> QuerySet[Solicitation]:
    """Keep what was sent, still has its texts, and nothing is under way about: no support, no meeting ahead."""
    running = Support.objects.running().filter(solicitation=OuterRef("pk"))
    ahead = StudyMeeting.objects.filter(solicitation=OuterRef("pk"), cancelled_at=None, ends_at__gt=timezone.now())
    return Solicitation.objects.sent().filter(~Exists(running), ~Exists(ahead), erased_at=None)


def to_announce(day: datetime.date, months: int) -> QuerySet[Solicitation]:
    """Keep those whose texts go in 30 days or less, and of which nobody was told yet."""
    over = last_day_over(day + WARNED_BEFORE, months)
    return quiet().filter(warned_at=None, last_exchange_at__lt=end_of(over))


def to_erase(day: datetime.date, months: int) -> QuerySet[Solicitation]:
    """Keep those whose term has come, and which were announced at least 30 days ago."""
    announced = end_of(day - WARNED_BEFORE)
    return quiet().filter(last_exchange_at__lt=end_of(last_day_over(day, months)), warned_at__lt=announced)


def old_drafts() -> QuerySet[Solicitation]:
    return Solicitation.objects.drafts().filter(last_exchange_at__lt=timezone.now() - DRAFTS_KEPT_FOR)


def old_lines() -> QuerySet[JournalEntry]:
    """Keep the lines of more than a year, by the database's own clock: it is the database that lets them go."""
    return JournalEntry.objects.over(TransactionNow())


def plan() -> Plan:
    """Return what ``run`` would do, and do nothing."""
    day, months = timezone.localdate(), retention_months()
    return Plan(
        months=months,
        warned=sorted(to_announce(day, months).values_list("reference", flat=True)),
        erased=sorted(to_erase(day, months).values_list("reference", flat=True)),
        drafts=old_drafts().count(), journal_lines=old_lines().count(),
        reports=ErasureReport.objects.over(timezone.now()).count(),
    )  # fmt: skip


def run() -> ErasureReport | None:
    """Announce, erase, and forget drafts, lines of the journal and reports whose time is over, for the tenant that
    asks. Return the report, or None when there was nothing to do. Twice does nothing more.
    """
    day, months = timezone.localdate(), retention_months()
    report = ErasureReport(at=timezone.now(), retention_months=months)
    _in_batches(lambda: _announce(day, months, report), report)
    _in_batches(lambda: _erase(day, months, report), report)
    _in_batches(lambda: _drop_drafts(report), report)
    _in_batches(lambda: _drop_lines(report), report)
    ErasureReport.objects.over(timezone.now()).delete()
    return report if report.pk else None


def _in_batches(step: Callable[[], int], report: ErasureReport) -> None:
    """Do ``step`` until it finds nothing more: each time in a transaction, with the report of it."""
    found = AT_ONCE
    while found:
        with transaction.atomic():
            found = step()
            if found:
                report.save()


def _batch(rows: QuerySet[Solicitation]) -> list[Solicitation]:
    """Return some rows, held; one that somebody writes about just now is left for tomorrow."""
    held = (
        rows.order_by("pk")
        .select_related("platform", "asked_by", "tenant")
        .select_for_update(of=("self",), skip_locked=True)
    )
    return list(held[:AT_ONCE])


def _announce(day: datetime.date, months: int, report: ErasureReport) -> int:
    rows = _batch(to_announce(day, months))
    now = timezone.now()
    Solicitation.objects.filter(pk__in=[row.pk for row in rows]).update(warned_at=now)
    for row in rows:
        row.warned_at = now
        journal.write(row, Act.WARNED, by=None)
    announce(rows, months)
    report.warned += [row.reference for row in rows]
    return len(rows)


def _erase(day: datetime.date, months: int, report: ErasureReport) -> int:
    rows = _batch(to_erase(day, months))
    unanswered = [row for row in rows if row.is_under_way]
    now = timezone.now()
    _end_without_follow_up(unanswered, now)
    _forget(rows, now)
    for row in rows:
        journal.write(row, Act.ERASED, by=None)
    signals.erased.send(Solicitation, solicitations=rows)
    report.ended += [row.reference for row in unanswered]
    report.erased += [row.reference for row in rows]
    return len(rows)


def _end_without_follow_up(rows: list[Solicitation], now: datetime.datetime) -> None:
    Solicitation.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.NO_FOLLOW_UP, end_reason=EndReason.SILENT, answered_at=now, waiting_since=None
    )


def _forget(rows: list[Solicitation], now: datetime.datetime) -> None:
    """Erase every text and every name of these solicitations, and of all that hangs on them."""
    keys = [row.pk for row in rows]
    Guest.objects.filter(solicitation__in=keys).delete()
    StudyMeeting.objects.filter(solicitation__in=keys).delete()
    Message.objects.filter(solicitation__in=keys).update(text="", by=None)
    Step.objects.filter(support__solicitation__in=keys).update(text="", by=None)
    Charge.objects.filter(support__solicitation__in=keys).update(reason="", membership=None)
    Solicitation.objects.filter(pk__in=keys).update(
        tried_text="", hoped_text="", answer_text="", destination_contact="",
        destination=Case(When(state=State.REDIRECTED, then=Value(FORGOTTEN)), default=Value("")),
        commune=None, organisation=None, asked_by=None, answered_by=None, erased_at=now,
    )  # fmt: skip


def _drop_drafts(report: ErasureReport) -> int:
    drafts = _batch(old_drafts())
    Solicitation.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    report.drafts += len(drafts)
    return len(drafts)


def _drop_lines(report: ErasureReport) -> int:
    keys = list(old_lines().order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    JournalEntry.objects.filter(pk__in=keys).delete()
    report.journal_lines += len(keys)
    return len(keys)
