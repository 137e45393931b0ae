"""Past attendance out of a spreadsheet: first what would become of each line, then, confirmed, the change itself.

To know what would become of the lines, all of it is done and undone: what is read is what would happen. A session that
is not there is made, over from the start, with as many seats as people; nobody is written to. Its half-days are those
of a usual day, since a file says none: nothing is ticked for them, no certificate is made of them, and another file
corrects what one said. Seats are given by ``events.seats``.
"""

import datetime
import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from events import seats
from events.models.seats import HOLDING, State
from portal.design.spreadsheets import UnreadableError
from portal.design.typography import french
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership
from trainings import perms, services
from trainings.import_columns import (
    EXAMPLE,
    TITLES,
    Known,
    columns,
    presence_of,
    read_days,
    read_hours,
    read_presence,
)
from trainings.models import Presence, Registration, Session, Step, Training
from trainings.models.registrations import KEPT_FOR
from trainings.registering import employers_of
from trainings.services import HalfDayPlan, RefusedError
from trainings.staff.rows import AFTERNOON, MORNING

MOST_LINES = 500
CONFIRMED_WITHIN = 60 * 60  # seconds between reading the fates and confirming them
MOST_SIGNED = 2_000_000  # characters; Django refuses a form of more than 2.5 MB
SALT = "trainings.import"
HALF_A_DAY = Decimal(4)  # hours
REASON = "Repris d’un fichier."
NO_KEEPER = "Seule l’équipe qui tient les formations reprend des présences."


class Fate(StrEnum):
    ADDED = "ajoutée"
    CHANGED = "complétée"
    SAME = "inchangée"
    REFUSED = "refusée"


@dataclass
class Line:
    """One line of the file, what becomes of it, and why or in what."""

    number: int
    name: str
    fate: Fate = Fate.SAME
    details: list[str] = field(default_factory=list)

    def become(self, fate: Fate, *details: str) -> None:
        self.fate, self.details = fate, [french(each) for each in details]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line that was understood."""

    line: Line
    training: Training
    days: tuple[datetime.date, ...]
    member: Membership
    organisation: Organisation | None
    presence: Presence


class StaleError(ValueError):
    """What was confirmed was not read here and now: too late, by somebody else, or things have changed."""


def plan(rows: list[list[str]], *, by: Membership) -> list[Line]:
    """Return what would become of each line; nothing stays written. Raises UnreadableError for the header."""
    with transaction.atomic():
        lines = _write(rows, by)
        transaction.set_rollback(True)
    return lines


def sign(rows: list[list[str]], lines: list[Line], *, by: Membership) -> str:
    """Return the file and the fates that were read, for the confirmation: nobody changes them, nobody else sends them.

    Raises UnreadableError when that is too much for a form.
    """
    signed = signing.dumps({"rows": rows, "fates": _digest(lines), "by": by.pk}, salt=SALT, compress=True)
    if len(signed) > MOST_SIGNED:
        raise UnreadableError("Ce fichier contient trop de texte : coupez-le en plusieurs.")
    return signed


@transaction.atomic
def apply(signed: str, *, by: Membership) -> list[Line]:
    """Write what was read and confirmed, all or nothing; refused lines are left out.

    Raises StaleError when it was signed for somebody else or too long ago, or when a line would now have another fate.
    """
    try:
        confirmed = signing.loads(signed, salt=SALT, max_age=CONFIRMED_WITHIN)
    except signing.BadSignature as error:
        raise StaleError from error
    lines = _write(confirmed["rows"], by)
    if confirmed["by"] != by.pk or confirmed["fates"] != _digest(lines):
        raise StaleError
    return lines


def template() -> list[list[str]]:
    """Return the file to start from: its header, and an example to write over."""
    return [list(TITLES.values()), EXAMPLE]


def _digest(lines: list[Line]) -> str:
    told = "\n".join(f"{line.number}|{line.name}|{line.fate}|{'|'.join(line.details)}" for line in lines)
    return hashlib.sha256(told.encode()).hexdigest()


# Reading ------------------------------------------------------------------------------------------------------------


def _write(rows: list[list[str]], by: Membership) -> list[Line]:
    """Do what the lines say, session by session, and return what became of each, in the order of the file."""
    if not perms.may_keep(by):
        raise RefusedError(NO_KEEPER)
    header = columns(rows)
    if len(rows) > MOST_LINES + 1:
        raise UnreadableError(french(f"Ce fichier a plus de {MOST_LINES} lignes : coupez-le en plusieurs."))
    now = timezone.now()
    # Locked, in one order: two imports at once do not make one session twice.
    trainings = Training.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    known = Known(by.tenant, trainings)
    lines, groups, seen = [], defaultdict(list), {}
    for number, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        cells = dict.fromkeys(TITLES, "") | {name: cell for name, cell in zip(header, row, strict=False) if name}
        lines.append(line := Line(number, cells["email"]))
        entry = _understood(line, cells, known, now)
        key = entry and (entry.training.pk, entry.days, entry.member.pk)
        if entry and seen.setdefault(key, number) != number:
            line.become(Fate.REFUSED, f"déjà à la ligne {seen[key]}")
        elif entry:
            groups[entry.training.pk, entry.days].append(entry)
    for entries in groups.values():
        _write_session(entries, by, now)
    return lines


def _understood(line: Line, cells: dict[str, str], known: Known, now: datetime.datetime) -> Entry | None:
    """Return what a line says; None, with all that is wrong in the line, where it cannot be understood."""
    readers = {
        "training": known.training, "dates": read_days, "email": known.member, "organisation": known.organisation,
        "presence": read_presence, "hours": read_hours,
    }  # fmt: skip
    found, wrong = {}, []
    for name, read in readers.items():
        try:
            found[name] = read(cells[name])
        except ValidationError as error:
            wrong.append(f"{TITLES[name]} : {error.messages[0]}")
    if "dates" in found and (reason := _why_not(found["dates"], now)):
        wrong.append(f"{TITLES['dates']} : {reason}")
    if {"training", "presence", "hours"} <= found.keys():
        try:
            found["presence"] = presence_of(found["presence"], found["hours"], found["training"])
        except ValidationError as error:
            wrong.append(f"{TITLES['hours']} : {error.messages[0]}")
    if wrong:
        line.become(Fate.REFUSED, *wrong)
        return None
    return Entry(
        line=line, training=found["training"], days=found["dates"], member=found["email"],
        organisation=found["organisation"], presence=found["presence"],
    )  # fmt: skip


def _why_not(days: tuple[datetime.date, ...], now: datetime.datetime) -> str:
    today = timezone.localdate(now)
    if days[-1] >= today:
        return "la session n’est pas passée"
    if days[-1] <= today - KEPT_FOR:
        return "plus de trois ans, la durée pendant laquelle les inscriptions sont gardées"
    return ""


# Writing ------------------------------------------------------------------------------------------------------------


def _write_session(entries: list[Entry], by: Membership, now: datetime.datetime) -> None:
    """Give each a seat in their session, made if it is not there, and note their presence."""
    try:
        session, is_new = _session_of(entries, by)
    except RefusedError as refusal:
        for entry in entries:
            entry.line.become(Fate.REFUSED, refusal.message)
        return
    for entry in entries:
        try:
            with transaction.atomic():
                _write_entry(entry, session, by, now)
        except RefusedError as refusal:
            entry.line.become(Fate.REFUSED, refusal.message)
        else:
            if is_new:
                entry.line.details.append(french("session ajoutée"))


def _session_of(entries: list[Entry], by: Membership) -> tuple[Session, bool]:
    """Return the session of these days, with a seat for each where this import, or one before it, made it."""
    training, days = entries[0].training, entries[0].days
    rows = Session.objects.filter(training=training, starts_at__date=days[0]).prefetch_related("half_days")
    there = [each for each in rows if _days_of(each) == set(days)]
    if len(there) > 1:
        raise RefusedError("Deux sessions de cette formation ont ces dates : laquelle n’est pas dit.")
    if not there:
        return _make(training, days, len(entries), by), True
    [session] = there
    if not session.is_held:
        raise RefusedError(f"La session de ces dates est {session.get_state_display()}.")
    if session.is_taken_over:
        held = set(session.seats.filter(state__in=HOLDING).values_list("membership", flat=True))
        needed = len(held | {entry.member.pk for entry in entries})
        if needed > session.capacity:
            seats.change_capacity(session, needed)
    return session, False


def _days_of(session: Session) -> set[datetime.date]:
    return {timezone.localdate(half_day.starts_at) for half_day in session.half_days.all()}


def _make(training: Training, days: tuple[datetime.date, ...], capacity: int, by: Membership) -> Session:
    halves = (MORNING,) if training.hours <= HALF_A_DAY * len(days) else (MORNING, AFTERNOON)
    plans = [
        HalfDayPlan(*(timezone.make_aware(datetime.datetime.combine(day, hour)) for hour in half))
        for day in days for half in halves
    ]  # fmt: skip
    session = services.schedule(training, plans, {"capacity": capacity}, by=by.user)
    session.state, session.is_taken_over = Session.State.DONE, True
    session.save(update_fields=["state", "is_taken_over"])
    log(session, "trainings.done", user=by.user)
    return session


def _write_entry(entry: Entry, session: Session, by: Membership, now: datetime.datetime) -> None:
    before = session.seats.filter(membership=entry.member).first()
    if before and before.state == State.TAKEN:
        row = before
        if row.presence == entry.presence:
            return
        if row.presence and not session.is_taken_over:
            raise RefusedError(f"Sa présence est déjà relevée : {row.get_presence_display()}.")
        if row.attendance.exists():
            raise RefusedError("Ses demi-journées sont déjà pointées : terminez plutôt la session.")
        fate = Fate.CHANGED
    else:
        row, fate = _seat(entry, session, by, now), Fate.ADDED
    row.presence = entry.presence
    row.save(update_fields=["presence"])
    Step.objects.create(registration=row, state=row.presence, at=now, by=by.user, reason=REASON)
    entry.line.become(fate, row.get_presence_display())


def _seat(entry: Entry, session: Session, by: Membership, now: datetime.datetime) -> Registration:
    organisation = entry.organisation
    if organisation is None:
        works = employers_of(entry.member)
        organisation = works[0] if len(works) == 1 else None
    row = seats.ask(
        session, entry.member, now=now, by=by.user, is_late=True,
        fields={
            "organisation": organisation, "organisation_kind": organisation.kind if organisation else "",
            "signed_up_by": by.user,
        },
    )  # fmt: skip
    if row.state != State.TAKEN:
        raise RefusedError(f"Il n’y a plus de place dans cette session ({session.capacity} places).")
    return row
