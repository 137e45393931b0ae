"""A date as search engines read it: schema.org’s Event. No address of anybody, no link that opens a meeting."""

from django.urls import reverse

from events.models import Occurrence
from events.periods import local
from portal.design.templatetags.design import no_mails
from portal.tenancy.models import Tenant

SCHEMA = "https://schema.org"
STATUS = {
    Occurrence.State.PLANNED: "EventScheduled",
    Occurrence.State.POSTPONED: "EventPostponed",
    Occurrence.State.CANCELLED: "EventCancelled",
}


def event_data(occurrence: Occurrence, tenant: Tenant) -> dict:
    """Return the data of the page of a date."""
    page = tenant.base_url + reverse("event", args=[occurrence.pk])
    event = occurrence.event
    start, end = local(occurrence.starts_at), local(occurrence.ends_at)
    told = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": no_mails(event.title),
        "url": page,
        "description": no_mails(event.text),
        "startDate": start.date().isoformat() if occurrence.is_whole_days else start.isoformat(),
        "endDate": occurrence.last_day.isoformat() if occurrence.is_whole_days else end.isoformat(),
        "eventStatus": f"{SCHEMA}/{STATUS[occurrence.state]}",
        "eventAttendanceMode": f"{SCHEMA}/{_mode(occurrence)}",
        "location": _places(occurrence, page),
        "organizer": {"@type": "Organization", "name": event.organiser.name if event.organiser else tenant.name},
        "inLanguage": "fr",
    }
    return {name: value for name, value in told.items() if value}


def _is_somewhere(occurrence: Occurrence) -> bool:
    return bool(occurrence.place or occurrence.address or occurrence.commune)


def _mode(occurrence: Occurrence) -> str:
    if not occurrence.remote_link:
        return "OfflineEventAttendanceMode"
    return "MixedEventAttendanceMode" if _is_somewhere(occurrence) else "OnlineEventAttendanceMode"


def _places(occurrence: Occurrence, page: str) -> list[dict]:
    places = [_place(occurrence)] if _is_somewhere(occurrence) else []
    # The link itself is for those who signed up: one learns of it on the page.
    return places + ([{"@type": "VirtualLocation", "url": page}] if occurrence.remote_link else [])


def _place(occurrence: Occurrence) -> dict:
    commune = occurrence.commune.name if occurrence.commune else ""
    address = {"streetAddress": no_mails(occurrence.address), "addressLocality": commune}
    told = {"@type": "PostalAddress", "addressCountry": "FR"} | {name: each for name, each in address.items() if each}
    return {"@type": "Place", "name": no_mails(occurrence.place or commune or occurrence.address), "address": told}
