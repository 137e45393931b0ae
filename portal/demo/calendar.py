"""The agenda of the demonstration. Run twice, nothing doubles: an event that is there stays as it is."""

import datetime

from django.utils import timezone

from events import seats, services
from events.models import Event, Occurrence, Series
from events.models.seats import State
from events.series import Frequency
from events.services import Slot
from portal.accounts.models import User
from portal.demo.content.calendar import MEETINGS, Meeting
from portal.demo.days import FRIDAY, THURSDAY, at, working_day
from portal.design.typography import french
from portal.documents.models import Document
from portal.organisations.models import Audience, Circle, Organisation
from portal.tenancy.models import Membership, Tenant
from portal.territories.models import Platform


def load_calendar(tenant: Tenant, today: datetime.date) -> None:
    """Write the events of ``tenant``; inside its context, once its people and its library are there."""
    for meeting in MEETINGS[tenant.slug]:
        if not Event.objects.filter(title=_title(meeting)).exists():
            _put(tenant, meeting, today)


def _title(meeting: Meeting) -> str:
    return french(f"{meeting.title} (exemple)")


def _put(tenant: Tenant, meeting: Meeting, today: datetime.date) -> None:
    author = _user(meeting.by)
    event = Event.objects.create(
        audience=_audience(meeting), kind=meeting.kind, title=_title(meeting), text=french(meeting.text),
        organiser=Organisation.objects.filter(name=meeting.organiser).first(), contact_name=meeting.contact,
        takes_signups=meeting.takes_signups, created_by=author,
    )  # fmt: skip
    event.platforms.set(Platform.objects.filter(slug__in=meeting.platforms.split()))
    fields = {
        "place": meeting.place, "address": meeting.address, "commune_id": meeting.commune or None,
        "remote_link": meeting.remote_link, "note": french(meeting.note), "capacity": meeting.capacity,
        "is_whole_days": ":" not in meeting.hours,
    }  # fmt: skip
    dates = services.plan(event, _slot(meeting, today), fields, series=_series(meeting))
    if meeting.is_draft:
        return
    if meeting.cancelled:
        nth, reason = meeting.cancelled
        services.call_off([dates[nth - 1]], Occurrence.State.CANCELLED, reason, by=author)
    event.is_published, event.published_at = True, timezone.now()  # nobody is told of what was always there
    event.save()
    for title in meeting.documents:
        dates[0].documents.add(*Document.objects.filter(title__startswith=title))
    _answers(tenant, meeting, next((each for each in dates if each.starts_at > timezone.now()), dates[-1]))


def _audience(meeting: Meeting) -> Audience:
    if meeting.circle:
        audience = Audience.objects.create(reach=Audience.Reach.CHOSEN)
        audience.circles.set(Circle.objects.filter(slug=meeting.circle))
        return audience
    return Audience.objects.create(reach=Audience.Reach.PUBLIC if meeting.is_public else Audience.Reach.PROFESSIONALS)


def _slot(meeting: Meeting, today: datetime.date) -> Slot:
    if isinstance(meeting.day, int):
        day = working_day(
            today + datetime.timedelta(days=meeting.day), last=FRIDAY if ":" in meeting.hours else THURSDAY
        )
    else:
        day = _nth_weekday(today, *meeting.day)
    if ":" not in meeting.hours:
        return Slot(at(day), at(day + datetime.timedelta(days=int(meeting.hours))))
    return Slot(*(at(day, datetime.time.fromisoformat(hour.zfill(5))) for hour in meeting.hours.split("-")))


def _nth_weekday(today: datetime.date, months: int, nth: int, weekday: int) -> datetime.date:
    """Return « the second Tuesday » of the month so many months from now."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    first = datetime.date(year, month + 1, 1)
    return first + datetime.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _series(meeting: Meeting) -> Series | None:
    if not meeting.monthly:
        return None
    return Series(frequency=Frequency.MONTHLY, ordinal=meeting.day[1], count=meeting.monthly)


def _answers(tenant: Tenant, meeting: Meeting, date: Occurrence) -> None:
    """Sign people up, as of the day before it began where it is over."""
    before = min(timezone.now(), date.starts_at - datetime.timedelta(days=1))
    members = Membership.objects.of(tenant).active()
    for name in (*meeting.coming, *meeting.perhaps):
        seat = seats.ask(date, members.get(user=_user(name)), now=before)
        if name in meeting.perhaps:
            seats.give_up(seat, State.PERHAPS, now=before)


def _user(first_name: str) -> User:
    return User.objects.get(email=f"{first_name}@demo.example")
