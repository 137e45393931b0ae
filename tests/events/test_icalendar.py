"""What calendar programs are given: golden files, read back by another parser; and whatever people write in a title."""

import datetime
import uuid
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from events.icalendar import Entry, Organiser, Status, feed

GOLDEN = Path(__file__).parent / "golden"
CHANGED = datetime.datetime(2026, 9, 1, 8, 30, tzinfo=datetime.UTC)
ORGANISER = Organiser("Département d’exemple", "ne-pas-repondre@exemple.fr")


def paris(*moment: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(*moment))


def utc(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC)


def entry(number: int, starts_at, ends_at, **fields) -> Entry:
    fields = {"title": "Groupe d’échanges (exemple)", "sequence": 0} | fields
    return Entry(
        uid=uuid.UUID(int=number), changed_at=CHANGED, starts_at=starts_at, ends_at=ends_at,
        url=f"https://pdc.exemple.fr/agenda/{number}/", **fields,
    )  # fmt: skip


EVENT = entry(
    1, paris(2026, 12, 3, 9), paris(2026, 12, 3, 12), place="Maison de la solidarité, 12 rue d’Exemple, Lens",
    text="Accueil à 8 h 45 ; apportez vos questions, vos cas, vos outils.\n\nCafé offert.",
    category="groupe d’échanges de pratiques", sequence=2,
)  # fmt: skip
CANCELLED = entry(2, paris(2026, 12, 10, 14), paris(2026, 12, 10, 16), status=Status.CANCELLED, sequence=3)
WHOLE_DAYS = entry(3, paris(2026, 12, 14), paris(2026, 12, 16), is_whole_days=True, title="Journées de rencontre")
TO_WINTER = [
    entry(4, paris(2026, 10, 25, 1, 30), paris(2026, 10, 25, 4), title="Nuit de l’heure d’hiver"),
    entry(10, paris(2026, 10, 25, 2, 30).replace(fold=1), paris(2026, 10, 25, 3, 30), title="La seconde fois"),
    entry(5, paris(2026, 10, 26, 9), paris(2026, 10, 26, 10), title="Lendemain"),
    entry(6, paris(2026, 10, 25), paris(2026, 10, 26), is_whole_days=True, title="Un jour de vingt-cinq heures"),
]
TO_SUMMER = [
    entry(7, paris(2027, 3, 28, 1, 30), paris(2027, 3, 28, 4), title="Nuit de l’heure d’été"),
    entry(8, paris(2027, 3, 29, 9), paris(2027, 3, 29, 10), title="Lendemain"),
    entry(9, paris(2027, 3, 28), paris(2027, 3, 29), is_whole_days=True, title="Un jour de vingt-trois heures"),
]
FEEDS = {
    "event": [EVENT],
    "cancelled": [CANCELLED],
    "whole_days": [WHOLE_DAYS],
    "to_winter": TO_WINTER,
    "to_summer": TO_SUMMER,
    "public_feed": [*TO_WINTER, EVENT, CANCELLED, WHOLE_DAYS, *TO_SUMMER],
}


def written(entries) -> bytes:
    return feed(entries, ORGANISER, uid=uuid.UUID(int=99), name="Agenda – exemple")


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_byte_for_byte_its_golden_file(name):
    path = GOLDEN / f"{name}.ics"
    assert written(FEEDS[name]) == path.read_bytes()


@pytest.mark.parametrize("name", FEEDS)
def test_another_parser_reads_what_was_meant(name):
    read = Calendar.from_ical((GOLDEN / f"{name}.ics").read_bytes())
    events = {str(each["UID"]): each for each in read.walk("VEVENT")}
    assert len(events) == len(FEEDS[name])
    for each in FEEDS[name]:
        event = events[str(each.uid)]
        days = isinstance(event.start, datetime.date) and not isinstance(event.start, datetime.datetime)
        assert days is each.is_whole_days
        if days:
            assert (event.start, event.end) == (each.starts_at.date(), each.ends_at.date())
        else:
            # by their moments: Python calls two times of the hour that comes twice different whatever they are
            assert (utc(event.start), utc(event.end)) == (utc(each.starts_at), utc(each.ends_at))
        assert str(event["SUMMARY"]) == each.title
        assert str(event["STATUS"]) == each.status
        assert event["SEQUENCE"] == each.sequence
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == CHANGED
        assert "ATTENDEE" not in event
    assert str(read["METHOD"]) == "PUBLISH"


LINES = st.text(max_size=200) | st.text(
    alphabet="aé,;:\\\n\r\t\"'🏠👩🏽‍🤝‍👨🏿BEGIN:VNT \x00\x0b\x85\u2028", max_size=200
)


def kept(text: str) -> str:
    """Return what iCalendar can say of a text (RFC 5545, 3.3.11): line ends are one, other control signs are none.

    « \\N » is a line end in iCalendar, and the library that writes takes it for one wherever it was typed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = "".join(sign for sign in text if sign in "\t\n" or not (sign < " " or sign == "\x7f"))
    return shown.replace("\\N", "\n")


@example(title="", text="C:\\Nora\\nord", place="\\N", category="\\\\N", sequence=0)
@given(title=LINES, text=LINES, place=LINES, category=LINES, sequence=st.integers(0, 10_000))
def test_whatever_is_written_survives_and_adds_nothing(title, text, place, category, sequence):
    one = entry(1, paris(2026, 12, 3, 9), paris(2026, 12, 3, 12), title=title, text=text, place=place,
                category=category, sequence=sequence)  # fmt: skip
    body = written([one, CANCELLED])
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert not any(sign in body.replace(b"\r\n", b"") for sign in (b"\r", b"\n", b"\0"))
    read = Calendar.from_ical(body)
    first, second = read.walk("VEVENT")
    for name, said in [("SUMMARY", title), ("DESCRIPTION", text), ("LOCATION", place)]:
        assert str(first.get(name, "")) == kept(said)
    allowed = {"UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION",
               "URL", "STATUS", "CATEGORIES", "ORGANIZER"}  # fmt: skip
    assert set(first) <= allowed
    assert str(second["UID"]) == str(CANCELLED.uid)
