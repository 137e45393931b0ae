"""Events as the search finds them: one result an event, that leads to its next date, or to its last."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Occurrence
from portal.search.registry import Source, Told, declare, follow
from portal.tenancy.models import Membership, Module

EVENTS = "evenements"


def _shown_to(membership: Membership | None) -> QuerySet[Event]:
    """Return the events that this member (None: a visitor) may see, and that have a page: one a date."""
    return Event.objects.visible_to(membership).filter(Exists(Occurrence.objects.filter(event=OuterRef("pk"))))


def _told(event: Event) -> Told:
    """Say what is on the page; what a date adds of its own (its place, its commune) is found, not shown."""
    dates = event.occurrences.order_by("starts_at").values_list("place", "commune__name").distinct()
    places = " ".join(part for date in dates for part in date if part)
    return Told(
        title=event.title,
        summary=event.text[:300],
        text=event.text,
        aside=f"{event.get_kind_display()} {event.organiser or ''} {places}",
    )


def _addresses(events: list[int]) -> dict[int, str]:
    now, last, coming = timezone.now(), {}, {}
    dates = Occurrence.objects.filter(event__in=events).order_by("starts_at", "pk")
    for event, pk, ends_at in dates.values_list("event", "pk", "ends_at"):
        last[event] = pk
        if ends_at > now:
            coming.setdefault(event, pk)
    return {event: reverse("event", args=[pk]) for event, pk in (last | coming).items()}


declare(
    Source(
        name=EVENTS, label="Événement", plural="Agenda", order=50, module=Module.CALENDAR,
        rows=lambda: Event.objects.select_related("organiser"),
        visible=_shown_to,
        told=_told,
        addresses=_addresses,
    )
)  # fmt: skip
follow(EVENTS, Event)
follow(EVENTS, Occurrence, lambda date: [date.event_id])
