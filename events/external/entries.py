"""Partners' agendas as entries of the calendar: shown, and not sent on."""

import datetime
import uuid
from collections.abc import Iterator

from events.dated import Dated, dated
from events.icalendar import Entry, Status
from events.models import ExternalCalendar, ExternalEntry
from portal.organisations.models import Audience
from portal.tenancy.models import Membership

KIND = "externe"


@dated("agendas externes", kinds=[(KIND, "agendas de partenaires")])
def external_between(
    membership: Membership | None, start: datetime.datetime, end: datetime.datetime, *, has_text: bool
) -> Iterator[Dated]:
    """Yield the dates of partners' agendas that this member (None: a visitor) may see."""
    rows = ExternalEntry.objects.filter(
        calendar__in=ExternalCalendar.objects.visible_to(membership).filter(is_active=True),
        starts_at__lt=end, ends_at__gt=start,
    )  # fmt: skip
    return (dated_of(row, has_text=has_text) for row in rows.select_related("calendar__audience"))


def dated_of(row: ExternalEntry, *, has_text: bool = True) -> Dated:
    calendar = row.calendar
    entry = Entry(
        uid=uuid.uuid5(uuid.NAMESPACE_URL, f"{calendar.address}#{row.uid}#{row.recurrence}"),
        sequence=0, changed_at=calendar.fetched_at, starts_at=row.starts_at, ends_at=row.ends_at,
        is_whole_days=row.is_whole_days, title=row.title, text=row.text if has_text else "",
        place=row.place, url=row.url,
        status=Status.CANCELLED if row.is_cancelled else Status.CONFIRMED,
    )  # fmt: skip
    return Dated(
        entry=entry, kind=KIND, kind_label=f"agenda de {calendar.name}", is_called_off=row.is_cancelled,
        is_for_members=calendar.audience.reach != Audience.Reach.PUBLIC, is_external=True,
    )  # fmt: skip
