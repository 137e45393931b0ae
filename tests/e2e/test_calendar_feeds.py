"""Our calendars in a parser that has nothing in common with what writes them: ical.js, in a browser."""

import datetime
from pathlib import Path

import pytest

from events.icalendar import Entry
from tests.events.test_icalendar import FEEDS, GOLDEN, utc

PARSER = Path(__file__).parent / "vendor" / "ical.js"
NOWHERE = "http://analyse.invalid"
READ = """
async (text) => {
  const { default: ICAL } = await import("/ical.js");
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const said = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid, start: said(event.startDate), end: said(event.endDate), sequence: event.sequence,
      status: component.getFirstPropertyValue("status"), title: event.summary, text: event.description ?? "",
      place: event.location ?? "", attendees: event.attendees.length,
    };
  });
}
"""


@pytest.fixture
def read(open_window):
    """``read(file)`` is what ical.js reads there; nothing leaves the page. The browser's clock is not ours."""
    page = open_window(timezone_id="America/Los_Angeles").page
    module = {"content_type": "text/javascript", "body": PARSER.read_text(encoding="utf-8")}
    page.route(f"{NOWHERE}/", lambda route: route.fulfill(content_type="text/html", body="<!doctype html>"))
    page.route(f"{NOWHERE}/ical.js", lambda route: route.fulfill(**module))
    page.goto(f"{NOWHERE}/")
    return lambda file: page.evaluate(READ, file.decode())


def moment(entry: Entry, value: datetime.datetime) -> str:
    return f"{value:%Y-%m-%d}" if entry.is_whole_days else f"{utc(value):%Y-%m-%dT%H:%M:%S.000Z}"


@pytest.mark.parametrize("name", FEEDS)
def test_ical_js_reads_what_was_meant(read, name):
    assert read((GOLDEN / f"{name}.ics").read_bytes()) == [
        {
            "uid": str(each.uid), "start": moment(each, each.starts_at), "end": moment(each, each.ends_at),
            "sequence": each.sequence, "status": str(each.status), "title": each.title, "text": each.text,
            "place": each.place, "attendees": 0,
        }
        for each in FEEDS[name]
    ]  # fmt: skip
