"""What a calendar program reads: RFC 5545, and RFC 5546 for what is sent to one person.

Two products, never mixed. A feed to subscribe to (PUBLISH) names nobody: people forward their feeds. A mail to one
person (REQUEST, CANCEL) has that person as its only attendee. Both are byte for byte the same until something
changes: every stamp is the entry's own last change, and a calendar's name does not move.
"""

import datetime
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from icalendar import Calendar, Parameters, Timezone, vCalAddress, vDuration, vText
from icalendar import Event as VEvent

PRODUCT = "-//Logement d’abord//Agenda//FR"
READ_AGAIN = datetime.timedelta(hours=4)
"""How often a feed is worth reading again; Google and Outlook take their own time, 3 to 24 hours."""
PARIS = b"""BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
"""Summer time (directive 2000/84/EC): two rules, where a list of each year's changes would grow with the feed."""


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Method(StrEnum):
    """What is asked of whom receives a mail (RFC 5546, 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Status(StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Organiser:
    """Whose calendar it is: the tenant, at an address that nobody reads, because programs write replies to it."""

    name: str
    email: str


@dataclass(slots=True, kw_only=True)
class Entry:
    """Something with a date, as a calendar shows it. ``uid`` is for life; ``sequence`` rises with what matters.

    Whole days run from midnight to midnight, the last one excluded. ``url`` leads to its page, where rights are
    checked; no link that opens anything by itself is put in a calendar.
    """

    uid: uuid.UUID
    sequence: int
    changed_at: datetime.datetime
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    is_whole_days: bool = False
    title: str
    text: str = ""
    place: str = ""
    url: str
    status: Status = Status.CONFIRMED
    category: str = ""


def feed(entries: Sequence[Entry], organiser: Organiser, *, uid: uuid.UUID, name: str) -> bytes:
    """Return a feed to subscribe to, which names nobody; ``uid`` and ``name`` are those of the feed itself."""
    events = [_event(entry, organiser) for entry in entries]
    calendar = Calendar.new(prodid=PRODUCT, uid=str(uid), method="PUBLISH", name=name)
    for word, parameters in [("REFRESH-INTERVAL", {"VALUE": "DURATION"}), ("X-PUBLISHED-TTL", {})]:
        calendar.add(word, vDuration(READ_AGAIN, Parameters(parameters)))
    return _written(calendar, events)


def letter(entry: Entry, organiser: Organiser, method: Method, *, to: str, called: str) -> bytes:
    """Return what is attached to a mail to one person, their address ``to`` and name ``called``."""
    event = _event(entry, organiser)
    attendee = vCalAddress(f"mailto:{to}")
    attendee.params["CN"] = vText(called)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    event.add("attendee", attendee, encode=0)
    if method == Method.CANCEL:
        event["STATUS"] = vText(Status.CANCELLED)
    return _written(Calendar.new(prodid=PRODUCT, uid=str(entry.uid), method=method), [event])


def _event(entry: Entry, organiser: Organiser) -> VEvent:
    sender = vCalAddress(f"mailto:{organiser.email}")
    sender.params["CN"] = vText(organiser.name)
    start, end = _local(entry, entry.starts_at), _local(entry, entry.ends_at)
    return VEvent.new(
        uid=str(entry.uid), sequence=entry.sequence, stamp=entry.changed_at, last_modified=entry.changed_at,
        start=start, end=end, summary=_text(entry.title), description=_text(entry.text) or None,
        location=_text(entry.place) or None, url=entry.url, status=entry.status, organizer=sender,
        categories=[_text(entry.category)] if entry.category else (),
    )  # fmt: skip


def _text(text: str) -> str:
    """Return what RFC 5545 (3.3.11) can say of a text: line ends are one, other control signs are none.

    A backslash before a capital N is a line end to the library that writes, and to most that read: so it is to us.
    """
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\\N", "\n")


def _local(entry: Entry, moment: datetime.datetime) -> datetime.date:
    """Return the moment in the portal's own time, or the day where whole days are meant.

    The hour that comes twice, in October, is told in UTC the second time: written locally it is the first
    (RFC 5545, 3.3.5).
    """
    local = timezone.localtime(moment)
    if entry.is_whole_days:
        return local.date()
    return moment.astimezone(datetime.UTC) if local.fold else local


def _written(calendar: Calendar, events: Sequence[VEvent]) -> bytes:
    calendar.subcomponents = [Timezone.from_ical(PARIS), *events]
    return calendar.to_ical()
