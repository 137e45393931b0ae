"""Read a calendar that somebody else wrote: which dates it has in a stretch of time. Nothing in it is trusted.

Run as a program of its own, by ``events.external.services``: a file that keeps a parser busy, or eats memory, costs a
process that ends and not the worker. It gets nothing of ours: no settings, no environment, no database. So it imports
nothing of ours either. In: a line of JSON, then the file. Out: JSON.
"""

import datetime
import hashlib
import json
import resource
import sys
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

MOST = 2000
MEMORY = 1024 * 1024 * 1024
LONGEST = 2000  # signs of a title before it is cleaned and shortened
CHARSETS = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "latin-1", "windows-1252"})
PARIS = ZoneInfo("Europe/Paris")
TOO_FREQUENT = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
KEPT_TO_ITSELF = frozenset({"PRIVATE", "CONFIDENTIAL"})
AN_INSTANT = datetime.timedelta(microseconds=1)


class UnreadableError(Exception):
    """What was sent is no calendar that can be shown; says why, in French."""


def read(file: bytes, charset: str, start: datetime.datetime, end: datetime.datetime) -> list[dict]:
    """Return the dates that touch [start, end), as plain values. Raises UnreadableError."""
    text = _decoded(file, charset).strip("\ufeff\r\n\t ")
    if not text[:15].upper().startswith("BEGIN:VCALENDAR"):
        raise UnreadableError("Cette adresse ne donne pas un agenda iCalendar, mais autre chose (une page web ?).")
    if not text[-15:].upper().endswith("END:VCALENDAR"):  # half an agenda would take the other half's dates away
        raise UnreadableError("Cet agenda n’est pas arrivé en entier.")
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        found = [each for calendar in calendars for each in _dates_of(calendar, start, end)]
    except UnreadableError:
        raise
    except Exception:  # a parser of others' files fails in any way
        raise UnreadableError("Ce fichier commence comme un agenda, mais n’est pas lisible.") from None
    if len(found) > MOST:
        most = f"{MOST:,}".replace(",", " ")
        raise UnreadableError(f"Cet agenda a plus de {most} dates sur la période : il en faut un plus précis.")
    return found


def _decoded(file: bytes, charset: str) -> str:
    """Read as UTF-8 (RFC 5545, 3.1.4), or as the source says; never guess: a wrong guess is shown as wrong words."""
    charset = charset.lower()
    if charset not in CHARSETS:
        raise UnreadableError("Cet agenda est écrit dans un jeu de caractères inconnu.")
    try:
        return file.decode("cp1252" if charset == "windows-1252" else charset or "utf-8")
    except UnicodeDecodeError:
        raise UnreadableError(
            "Cet agenda n’est pas écrit en UTF-8, et ne dit pas dans quel jeu de caractères."
        ) from None


def _dates_of(calendar: Calendar, start: datetime.datetime, end: datetime.datetime) -> list[dict]:
    calendar.subcomponents = [part for part in calendar.subcomponents if part.name != "VEVENT" or "DTSTART" in part]
    for event in calendar.walk("VEVENT"):
        _refuse_rules(event)
    rows = recurring_ical_events.of(calendar, skip_bad_series=True).between(start, end)
    return [_row(event) for event in rows if str(event.get("CLASS", "")).upper() not in KEPT_TO_ITSELF]


def _refuse_rules(event) -> None:
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if {str(each).upper() for each in rule.get("FREQ", [])} & TOO_FREQUENT:
            title = str(event.get("SUMMARY", ""))[:60]
            raise UnreadableError(f"« {title} » se répète plus d’une fois par jour : cet agenda n’est pas lu.")


def _row(event) -> dict:
    starts, ends = event.start, event.end
    is_whole_days = not isinstance(starts, datetime.datetime)
    starts, ends = _moment(starts), _moment(ends)
    title, recurrence = str(event.get("SUMMARY", ""))[:LONGEST], event.get("RECURRENCE-ID")
    uid = str(event.get("UID", "")) or f"{title} {starts}"
    status = str(event.get("STATUS", "")).upper()
    return {
        "uid": uid if len(uid) <= 255 else hashlib.sha256(uid.encode()).hexdigest(),
        "recurrence": recurrence.dt.isoformat() if recurrence is not None else "",
        "title": title, "starts_at": starts.isoformat(), "ends_at": max(ends, starts + AN_INSTANT).isoformat(),
        "is_whole_days": is_whole_days, "is_cancelled": status == "CANCELLED",
        "place": str(event.get("LOCATION", ""))[:LONGEST], "url": str(event.get("URL", ""))[:LONGEST],
        "text": str(event.get("DESCRIPTION", ""))[: 10 * LONGEST],
    }  # fmt: skip


def _moment(value: datetime.date) -> datetime.datetime:
    """Return a moment of UTC: a day begins, and an hour without a zone is meant, in Paris."""
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime.combine(value, datetime.time())
    return (value if value.tzinfo else value.replace(tzinfo=PARIS)).astimezone(datetime.UTC)


def main() -> None:
    """Read from the standard input, within bounds that the system itself holds."""
    asked, _, file = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(asked)
    resource.setrlimit(resource.RLIMIT_CPU, (asked["seconds"], asked["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        start, end = (datetime.datetime.fromisoformat(asked[name]) for name in ("start", "end"))
        answer = {"dates": read(file, asked["charset"], start, end)}
    except UnreadableError as unreadable:
        answer = {"error": str(unreadable)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
