"""What is done to an event as a whole by those who keep the calendar: write, copy, withdraw, erase."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from events import signals
from events.models import Event, Occurrence, Series, SignUp
from events.services import RefusedError, Slot, StaleError, plan
from portal.documents.models import Document
from portal.territories.models import Platform

WORDS = ("kind", "title", "text", "organiser", "contact_name", "phone", "email", "takes_signups")
"""What is written of an event, and copied to another."""
SHOWN_IN_CALENDARS = ("kind", "title", "text")
"""What is said in calendars of each date; a new title matters (SEQUENCE), the others are read at the next refresh."""


CALL_OFF_INSTEAD = "Seul un brouillon auquel personne n’a répondu se supprime : annulez ses dates, en disant pourquoi."


def has_answers(event: Event) -> bool:
    """Say whether somebody answered about one of its dates, whatever they said."""
    return SignUp.objects.filter(occurrence__event=event).exists()


def may_be_deleted(event: Event) -> bool:
    """A draft about which nobody answered; what was shown and answered is called off, and stays to be read."""
    return not event.is_published and not has_answers(event)


def may_be_withdrawn(event: Event) -> bool:
    """A published event is a draft again as long as nobody answered; after that, its dates are called off."""
    return event.is_published and not has_answers(event)


@transaction.atomic
def create(
    event: Event, slot: Slot, fields: dict, *, platforms: Iterable[Platform] = (), documents: Iterable[Document] = (),
    series: Series | None = None, by,
) -> Event:  # fmt: skip
    """Save a new event as a draft, with its first date or those of its series. Raises SeriesError as ``plan`` does."""
    event.is_published, event.created_by = False, by
    event.save()
    event.platforms.set(platforms)
    event.documents.set(documents)
    plan(event, slot, fields, series=series, by=by)
    log(event, "wagtail.create", user=by)
    return event


@transaction.atomic
def write(
    event: Event, *, platforms: Iterable[Platform], documents: Iterable[Document], by,
    as_read: datetime.datetime | None = None,
) -> None:  # fmt: skip
    """Save the words of an event. Raises StaleError when somebody else wrote them after ``as_read``.

    Calendars read again the dates to come when what they show has changed; people are told of a new title alone.
    """
    known = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if as_read is not None and known.changed_at != as_read:
        raise StaleError
    event.changed_at, event.is_published = timezone.now(), known.is_published
    event.save(update_fields=[*WORDS, "changed_at"])
    event.platforms.set(platforms)
    event.documents.set(documents)
    log(event, "wagtail.edit", user=by)
    if any(getattr(event, name) != getattr(known, name) for name in SHOWN_IN_CALENDARS):
        _stamp_dates_of(event, is_significant=event.title != known.title, by=by)


def _stamp_dates_of(event: Event, *, is_significant: bool, by) -> None:
    rows = event.occurrences.upcoming()
    rows.update(changed_at=timezone.now(), sequence=F("sequence") + int(is_significant))
    coming = list(event.occurrences.upcoming())
    if is_significant and event.is_published and coming:
        before = {each.pk: Slot.of(each) for each in coming}
        told = {"occurrences": coming, "what": "changed", "by": by, "before": before}
        transaction.on_commit(lambda: signals.changed.send(Occurrence, **told))


@transaction.atomic
def withdraw(event: Event, *, by) -> bool:
    """Make a published event a draft again, and return whether it was published. Raises RefusedError if it may not."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if not event.is_published:
        return False
    if not may_be_withdrawn(event):
        raise RefusedError("Des personnes ont répondu : annulez les dates, en disant pourquoi.")
    event.is_published = False
    event.save(update_fields=["is_published"])
    log(event, "events.withdrawn", user=by)
    return True


@transaction.atomic
def duplicate(event: Event, slot: Slot, *, is_whole_days: bool = False, by) -> Event:
    """Return a draft with the same words, audience and documents, and a first date where the last one was.

    Neither the series nor anybody who signed up: dates of its own, known to no calendar yet.
    """
    model = event.occurrences.order_by("-starts_at", "-pk").first()
    made = Event(audience=event.audience.copy(), **{name: getattr(event, name) for name in WORDS})
    return create(
        made, slot, (shared_by(model) if model else {}) | {"is_whole_days": is_whole_days},
        platforms=event.platforms.all(), documents=event.documents.all(), by=by,
    )  # fmt: skip


def shared_by(occurrence: Occurrence) -> dict:
    """Return what another date takes from this one: where it is, and how many may come."""
    names = ("place", "address", "commune", "remote_link", "capacity", "is_whole_days")
    return {name: getattr(occurrence, name) for name in names}


def check_droppable(occurrence: Occurrence) -> None:
    """Raise RefusedError unless this is one date of a draft, that nobody answered about, and not its last one."""
    event = occurrence.event
    if event.is_published or occurrence.seats.exists():
        raise RefusedError("Une date publiée ne se supprime pas : annulez-la, en disant pourquoi.")
    if event.occurrences.count() == 1:
        raise RefusedError("C’est la seule date : modifiez-la, ou supprimez l’événement.")


@transaction.atomic
def drop(occurrence: Occurrence, *, by) -> None:
    """Erase one date of a draft. Raises RefusedError as ``check_droppable`` does."""
    event = occurrence.event = Event.objects.select_for_update(of=("self",)).get(pk=occurrence.event_id)
    check_droppable(occurrence)
    log(event, "events.dropped", user=by, data={"days": [timezone.localdate(occurrence.starts_at).isoformat()]})
    occurrence.delete()


@transaction.atomic
def delete(event: Event, *, by) -> None:
    """Erase a draft, with its dates and its audience. Raises RefusedError for what is to be called off instead."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if not may_be_deleted(event):
        raise RefusedError(CALL_OFF_INSTEAD)
    audience = event.audience
    log(event, "wagtail.delete", user=by, deleted=True)
    event.delete()
    audience.delete()
