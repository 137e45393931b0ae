"""Read a partner's agenda and keep what it says; what fails says so, and leaves the last good entries."""

import datetime
import json
import subprocess
import sys

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from events.external import reading, words
from events.external.fetching import USUAL, Fetched, FetchError, Limits, fetch
from events.feeds import COMING, PAST
from events.models import ExternalCalendar, ExternalEntry

READ_WHOLE_AFTER = datetime.timedelta(days=7)
"""The stretch of time moves on: a source that says « nothing new » is read whole again after that, for its far end."""
SECONDS = 10
"""Of the processor; the file waits for it three times as long at most."""
UNREADABLE = "Ce fichier demande trop de temps ou de mémoire : il n’est pas lu."


def read(key: int, *, limits: Limits = USUAL) -> ExternalCalendar | None:
    """Read the agenda of this primary key; None where it is gone. Safe to run at any time, and twice."""
    calendar = ExternalCalendar.objects.filter(pk=key).first()
    if calendar is None:
        return None
    try:
        fetched = _fetch(calendar, limits)
        dates = None if fetched.body is None else dates_of(fetched)
    except (FetchError, reading.UnreadableError) as failure:
        return _note_failure(calendar, str(failure))
    return _note(calendar, fetched, dates)


def _fetch(calendar: ExternalCalendar, limits: Limits) -> Fetched:
    is_fresh = calendar.fetched_at and calendar.fetched_at > timezone.now() - READ_WHOLE_AFTER
    known = {"etag": calendar.etag, "last_modified": calendar.last_modified} if is_fresh else {}
    return fetch(calendar.address, limits=limits, **known)


def dates_of(fetched: Fetched) -> list[dict]:
    """Have the file read by a process of its own, which the system ends in time. Raises UnreadableError."""
    now = timezone.now()
    window = {"start": (now - PAST).isoformat(), "end": (now + COMING).isoformat()}
    asked = window | {"charset": fetched.charset, "seconds": SECONDS}
    try:
        done = subprocess.run(
            [sys.executable, "-I", reading.__file__], input=json.dumps(asked).encode() + b"\n" + fetched.body,
            capture_output=True, timeout=3 * SECONDS, check=True, env={},
        )  # fmt: skip
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise reading.UnreadableError(UNREADABLE) from None
    if "error" in answer:
        raise reading.UnreadableError(answer["error"])
    return answer["dates"]


@transaction.atomic
def _note(calendar: ExternalCalendar, fetched: Fetched, dates: list[dict] | None) -> ExternalCalendar:
    """Write what was read; entries that the source no longer has go. ``dates`` None: nothing has changed."""
    held = _held(calendar)
    if held is None:
        return calendar
    held.tried_at, held.error, held.failing_since = timezone.now(), "", None
    if dates is not None:
        held.fetched_at, held.etag, held.last_modified = held.tried_at, fetched.etag, fetched.last_modified
        held.entries.all().delete()
        rows = {(row.uid, row.recurrence): row for row in (_entry(held, each) for each in dates)}
        ExternalEntry.objects.bulk_create(rows.values())
    held.save()
    return held


@transaction.atomic
def _note_failure(calendar: ExternalCalendar, error: str) -> ExternalCalendar:
    held = _held(calendar)
    if held is None:
        return calendar
    held.tried_at, held.error = timezone.now(), error[:300]
    held.failing_since = held.failing_since or held.tried_at
    held.save()
    return held


def _held(calendar: ExternalCalendar) -> ExternalCalendar | None:
    """Lock the row; None where it went, or got another address, while its source was being read."""
    rows = ExternalCalendar.objects.select_for_update(of=("self",))
    return rows.filter(pk=calendar.pk, address=calendar.address).first()


def _entry(calendar: ExternalCalendar, date: dict) -> ExternalEntry:
    return ExternalEntry(
        tenant_id=calendar.tenant_id,
        calendar=calendar,
        uid=words.line(date["uid"], 255),
        recurrence=date["recurrence"][:40],
        title=words.line(date["title"], 200) or "(sans titre)",
        starts_at=parse_datetime(date["starts_at"]),
        ends_at=parse_datetime(date["ends_at"]),
        is_whole_days=date["is_whole_days"],
        is_cancelled=date["is_cancelled"],
        place=words.line(date["place"], 200),
        url=words.link(date["url"], 500),
        text=words.paragraphs(date["text"], 2000),
    )


@transaction.atomic
def forget_what_was_read(calendar: ExternalCalendar) -> None:
    """Forget the entries and the marks of another address than the one it has now."""
    calendar.entries.all().delete()
    calendar.fetched_at = calendar.tried_at = calendar.failing_since = None
    calendar.error = calendar.etag = calendar.last_modified = ""
    calendar.save()


@transaction.atomic
def remove(calendar: ExternalCalendar) -> None:
    """Delete an agenda with its entries, and its audience."""
    audience = calendar.audience
    calendar.delete()
    audience.delete()
