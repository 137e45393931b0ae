"""What others' files say: their dates as plain values, or a reason in French; and none keeps the worker."""

import datetime
import time

import pytest

from events.external import reading, services, words
from events.external.fetching import Fetched
from events.external.reading import UnreadableError

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
START, END = NOW - datetime.timedelta(days=92), NOW + datetime.timedelta(days=549)


def ics(*events: str) -> bytes:
    parts = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{parts}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def read(file: bytes, charset: str = "") -> list[dict]:
    return reading.read(file, charset, START, END)


def refusal(file: bytes, charset: str = "") -> str:
    with pytest.raises(UnreadableError) as refused:
        read(file, charset)
    return str(refused.value)


ONE = "UID:a\nDTSTART:20261201T090000Z\nDTEND:20261201T100000Z\nSUMMARY:Café"


def test_a_date_is_read_with_all_it_says():
    event = ONE + "\nLOCATION:Lens\nURL:https://exemple.fr/a\nDESCRIPTION:Deux\\nlignes\nSTATUS:CANCELLED"
    (date,) = read(ics(event))
    assert date["starts_at"] == "2026-12-01T09:00:00+00:00"
    assert date["ends_at"] == "2026-12-01T10:00:00+00:00"
    said = {name: date[name] for name in ("uid", "title", "place", "url", "text", "is_cancelled", "is_whole_days")}
    assert said == {
        "uid": "a", "title": "Café", "place": "Lens", "url": "https://exemple.fr/a", "text": "Deux\nlignes",
        "is_cancelled": True, "is_whole_days": False,
    }  # fmt: skip


def test_whole_days_go_from_midnight_to_midnight_in_paris():
    (date,) = read(ics("UID:a\nDTSTART;VALUE=DATE:20261025\nDTEND;VALUE=DATE:20261026\nSUMMARY:x"))
    assert date["is_whole_days"]
    assert (date["starts_at"], date["ends_at"]) == ("2026-10-24T22:00:00+00:00", "2026-10-25T23:00:00+00:00")


def test_a_series_keeps_its_hour_across_the_change_and_its_exceptions():
    rule = "UID:a\nDTSTART;TZID=Europe/Paris:20261018T100000\nRRULE:FREQ=WEEKLY;COUNT=4\nSUMMARY:x"
    moved = (
        "UID:a\nRECURRENCE-ID;TZID=Europe/Paris:20261101T100000\nDTSTART;TZID=Europe/Paris:20261101T150000\nSUMMARY:y"
    )
    dates = read(ics(rule + "\nEXDATE;TZID=Europe/Paris:20261108T100000", moved))
    assert sorted(each["starts_at"][:16] for each in dates) == [
        "2026-10-18T08:00", "2026-10-25T09:00", "2026-11-01T14:00",
    ]  # fmt: skip
    assert len({each["recurrence"] for each in dates}) == 3


def test_an_hour_without_a_zone_and_a_zone_of_another_world_do_no_harm():
    dates = read(ics("UID:a\nDTSTART:20261201T100000\nSUMMARY:x", "UID:b\nDTSTART;TZID=Mars/Olympus:20261201T100000"))
    assert {each["uid"]: each["starts_at"][:16] for each in dates}["a"] == "2026-12-01T09:00"
    assert len(dates) == 2


def test_what_is_out_of_the_window_or_out_of_time_is_left():
    far = ["UID:f\nDTSTART:99991231T235959Z", "UID:b\nDTSTART:00010101T000000Z", "UID:c\nDTSTART:20260101T000000Z"]
    broken = ["UID:d\nDTSTART:2026", "UID:e\nSUMMARY:sans date"]
    assert [each["uid"] for each in read(ics(*far, *broken, ONE))] == ["a"]
    assert read(ics(ONE))[0]["uid"] == "a"


def test_what_its_owner_keeps_private_is_not_shown():
    assert read(ics(ONE + "\nCLASS:PRIVATE", ONE.replace("UID:a", "UID:b") + "\nCLASS:CONFIDENTIAL")) == []


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"<!doctype html><html><body>Connexion</body></html>", "page web"),
        (b"", "page web"),
        (b"\x00\x01\x02", "page web"),
        (ics(ONE)[:-40], "en entier"),
        (b"BEGIN:VCALENDAR\r\nrien\r\nEND:VCALENDAR", "pas lisible"),
        (ics(ONE + "\nRRULE:FREQ=SECONDLY"), "plus d’une fois par jour"),
        (ics(ONE + "\nRRULE:FREQ=MINUTELY;COUNT=3"), "plus d’une fois par jour"),
        (ics(ONE + "\nRRULE:FREQ=HOURLY;UNTIL=20270101T000000Z"), "plus d’une fois par jour"),
        (ics(*[ONE.replace("UID:a", f"UID:{n}") for n in range(reading.MOST + 1)]), "plus de 2 000 dates"),
    ],
    ids=["html", "empty", "bytes", "half", "nonsense", "each second", "each minute", "each hour", "too many"],
)
def test_what_cannot_be_shown_says_why(file, words):
    assert words in refusal(file)


def test_another_encoding_is_read_when_it_is_told_and_never_guessed():
    file = ics(ONE).decode().encode("latin-1")
    assert "UTF-8" in refusal(file)
    assert read(file, "iso-8859-1")[0]["title"] == "Café"
    assert read(file, "windows-1252")[0]["title"] == "Café"
    assert read(b"\xef\xbb\xbf" + ics(ONE))[0]["title"] == "Café"
    assert "jeu de caractères inconnu" in refusal(file, "utf-7")


BOMBS = {
    "each second of each day": ONE + "\nRRULE:FREQ=DAILY;BYHOUR={};BYMINUTE={};BYSECOND={}".format(
        *(",".join(map(str, range(n))) for n in (24, 60, 60))
    ),
    "a huge count": ONE.replace("2026", "1970") + "\nRRULE:FREQ=DAILY;COUNT=999999999",
    "a day that never comes": ONE + "\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_made_to_take_for_ever_does_not(name, monkeypatch):
    """The process that reads it is ended by the system; the one that asked goes on."""
    monkeypatch.setattr(services, "SECONDS", 1)
    started = time.monotonic()
    try:
        found = services.dates_of(Fetched(ics(BOMBS[name])))
    except UnreadableError as refused:
        assert "trop de temps" in str(refused) or "plus de 2 000" in str(refused)
    else:
        assert len(found) < 700
    assert time.monotonic() - started < 6


def test_words_of_others_are_made_plain():
    assert words.line("  <b>Réunion</b>\n\tdu\x00 lundi\u202e &amp; mardi ", 200) == "Réunion du lundi & mardi"
    assert (
        words.paragraphs("Un<br>deux<p>trois</p>\n\n\n\n<script>alert(1)</script>", 100) == "Un\ndeuxtrois\n\nalert(1)"
    )
    assert words.line("a" * 300, 200) == "a" * 199 + "…"
    assert words.line("<" * 5000, 200)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://exemple.fr/a?b=c#d", True), ("http://exemple.fr", True), ("javascript:alert(1)", False),
        ("data:text/html,x", False), ("//exemple.fr", False), ("https://exemple.fr/a b", False),
        ("https://moi@exemple.fr/", False), ("https://", False), ("https://[", False), ("", False),
        ("https://exemple.fr/" + "a" * 600, False), ('https://exemple.fr/"onclick=', False),
    ],
)  # fmt: skip
def test_links_of_others_lead_to_the_web_or_nowhere(url, kept):
    assert words.link(url, 500) == (url if kept else "")
