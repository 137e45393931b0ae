"""What the calendar asks of a member, what they have ahead, and what was published."""

import datetime

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from events.entries import place_of
from events.models import Event, Occurrence, SignUp
from events.models.seats import State
from events.moments import moment
from events.subjects import NEW
from portal.design.typography import french
from portal.notifications.attention import Item, comes, news, waits
from portal.tenancy.models import Membership, Module

MOST = 50
WITH_A_CALENDAR = Q(tenant__modules__contains=[Module.CALENDAR])
"""Where the tenant has switched it off, there is nothing to ask of anybody."""


def _theirs(membership: Membership, *states: State):
    """Return what a member said of dates that are to come."""
    coming = Q(occurrence__state=Occurrence.State.PLANNED, occurrence__starts_at__gt=timezone.now())
    rows = SignUp.objects.filter(coming, WITH_A_CALENDAR, membership=membership, state__in=states)
    return rows.select_related("occurrence__event", "occurrence__commune").order_by("occurrence__starts_at", "pk")


@waits("agenda")
def seats_to_accept(membership: Membership) -> list[Item]:
    """Each seat that is offered, until when. An invitation without an answer asks for nothing."""
    return [
        Item(
            title=french(f"Une place vous est proposée : {each.occurrence.event}"), url=_page(each.occurrence),
            at=each.changed_at, detail=french(f"Répondez avant le {moment(each.offered_until)}."),
        )
        for each in _theirs(membership, State.OFFERED).filter(offered_until__gt=timezone.now())[:MOST]
    ]  # fmt: skip


@comes("agenda")
def dates_ahead(membership: Membership) -> list[Item]:
    """Each date of which the member said « yes » or « perhaps »."""
    return [
        Item(
            title=each.occurrence.event.title, url=_page(each.occurrence), at=each.occurrence.starts_at,
            detail=", ".join(filter(None, ["peut-être" if each.state == State.PERHAPS else "",
                                           place_of(each.occurrence)])),
        )
        for each in _theirs(membership, State.TAKEN, State.PERHAPS)[:MOST]
    ]  # fmt: skip


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
