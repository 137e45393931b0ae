"""What the calendar asks of a member, what they have ahead, and what was published."""

import datetime

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from events.entries import place_of
from events.models import Event, Occurrence, SignUp
from events.models.seats import State
from events.moments import moment
from events.subjects import NEW
from portal.design.typography import french
from portal.notifications.attention import Found, Item, finds, news
from portal.tenancy.models import Membership, Module

MOST = 50
WITH_A_CALENDAR = Q(tenant__modules__contains=[Module.CALENDAR])
"""Where the tenant has switched it off, there is nothing to ask of anybody."""


@finds("agenda")
def dates_answered(membership: Membership, since: datetime.datetime | None) -> Found:
    """What a member said of dates that are to come: each seat that is offered waits, each « yes » or « perhaps » comes.

    An invitation without an answer asks for nothing.
    """
    now = timezone.now()
    is_held = Q(state=State.OFFERED, offered_until__gt=now) | Q(state__in=(State.TAKEN, State.PERHAPS))
    coming = Q(occurrence__state=Occurrence.State.PLANNED, occurrence__starts_at__gt=now)
    rows = SignUp.objects.filter(coming, is_held, WITH_A_CALENDAR, membership=membership)
    offered_first = F("offered_until").asc(nulls_last=True)
    rows = rows.order_by(offered_first, "occurrence__starts_at", "pk")
    found = list(rows.select_related("occurrence__event", "occurrence__commune")[: MOST * 2])
    return Found(
        waiting=[_offer(each) for each in found if each.state == State.OFFERED],
        coming=[_ahead(each) for each in found if each.state != State.OFFERED],
    )


def _offer(row: SignUp) -> Item:
    """A seat that is offered, until when."""
    return Item(
        title=french(f"Une place vous est proposée : {row.occurrence.event}"), url=_page(row.occurrence),
        at=row.changed_at, detail=french(f"Répondez avant le {moment(row.offered_until)}."),
    )  # fmt: skip


def _ahead(row: SignUp) -> Item:
    said = "peut-être" if row.state == State.PERHAPS else ""
    return Item(
        title=row.occurrence.event.title, url=_page(row.occurrence), at=row.occurrence.starts_at,
        detail=", ".join(filter(None, [said, place_of(row.occurrence)])),
    )  # fmt: skip


@news("agenda")
def published(membership: Membership, since: datetime.datetime) -> list[Item]:
    """Each event that was published since then for this member, and that is still to come."""
    events = (
        Event.objects.visible_to(membership)
        .filter(WITH_A_CALENDAR)
        .annotate(since=Coalesce("published_at", "created_at"))
    )
    coming = Occurrence.objects.filter(event__in=events.filter(since__gt=since), state=Occurrence.State.PLANNED)
    first = coming.filter(ends_at__gt=timezone.now()).order_by("event", "starts_at").distinct("event")
    return [
        Item(title=each.event.title, url=_page(each), at=each.event.published_at or each.event.created_at,
             detail=french(moment(each.starts_at)), subject=NEW.code)
        for each in first.select_related("event")[:MOST]
    ]  # fmt: skip


def _page(row: Occurrence) -> str:
    return reverse("event", args=[row.pk])
