"""What is done to a training as a whole by those who keep the catalogue: write, publish, copy, erase; and to drafts
and copies of its sessions."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from portal.documents.models import Document
from trainings.models import HalfDay, Session, Training
from trainings.services import HalfDayPlan, Kept, RefusedError, StaleError, locked, schedule

WORDS = (
    "title", "summary", "aims", "programme", "method", "prerequisites", "for_whom", "hours", "institute",
    "contact_name", "phone", "email", "accessibility", "is_public",
)  # fmt: skip
"""What is written of a training, and copied to another."""
SHARED = (
    "capacity", "place", "address", "commune_id", "remote_link", "note", "least", "most_per_organisation",
    "needs_approval",
)  # fmt: skip
"""What another session takes from one."""
HAS_SESSIONS = "Cette formation a des sessions : dépubliez-la, le catalogue ne la montrera plus."
IS_ANNOUNCED = "Une session annoncée est à venir : annulez-la d’abord, ou remettez-la en brouillon."
NOT_A_DRAFT = "Une session annoncée ne se supprime pas : annulez-la, en disant pourquoi."
LONGEST_SLUG = 70
RESERVED = {"verifier"}
"""What « /formations/ » leads to besides trainings: no training has that identifier."""


def as_slug(words: str) -> str:
    """Return words as an address says them, or "" where nothing of them can be."""
    plain = words.replace("œ", "oe").replace("Œ", "Oe").replace("’", " ").replace("'", " ")
    return slugify(plain)[:LONGEST_SLUG].strip("-")


def slug_for(title: str) -> str:
    """Return the identifier that a title gives, with a number if another training has it already."""
    wanted = as_slug(title) or "formation"
    taken = set(Training.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)) | RESERVED
    tried, number = wanted, 1
    while tried in taken:
        number += 1
        tried = f"{wanted}-{number}"
    return tried


@transaction.atomic
def create(training: Training, *, documents: Iterable[Document] = (), by) -> Training:
    """Save a new training as a draft; without a slug, its title gives one."""
    training.is_published, training.created_by = False, by
    training.slug = training.slug or slug_for(training.title)
    training.save()
    training.documents.set(documents)
    log(training, "wagtail.create", user=by)
    return training


@transaction.atomic
def write(
    training: Training, *, documents: Iterable[Document], by, as_read: datetime.datetime | None = None
) -> None:  # fmt: skip
    """Save the words of a training. Raises StaleError when somebody else wrote them after ``as_read``.

    Calendars read its sessions to come again: they show its title and its summary.
    """
    known = _locked(training)
    if as_read is not None and known.changed_at != as_read:
        raise StaleError
    training.changed_at = timezone.now()
    training.save(update_fields=[*WORDS, "changed_at"])
    training.documents.set(documents)
    log(training, "wagtail.edit", user=by)
    if (training.title, training.summary) != (known.title, known.summary):
        training.sessions.upcoming().update(changed_at=training.changed_at)


@transaction.atomic
def publish(training: Training, *, by) -> bool:
    """Show a training in the catalogue; return whether it was not there yet. It may have no session."""
    training = _locked(training)
    if training.is_published:
        return False
    training.is_published = True
    training.save(update_fields=["is_published"])
    log(training, "trainings.published", user=by)
    return True


def may_be_unpublished(training: Training) -> bool:
    """As long as no session of it is announced and to come, whatever became of those that are over or cancelled."""
    coming = training.sessions.upcoming().announced().exclude(state=Session.State.CANCELLED)
    return training.is_published and not coming.exists()


@transaction.atomic
def unpublish(training: Training, *, by) -> bool:
    """Take a training out of the catalogue; return whether it was there. Raises RefusedError if it may not."""
    training = _locked(training)
    if not training.is_published:
        return False
    if not may_be_unpublished(training):
        raise RefusedError(IS_ANNOUNCED)
    training.is_published = False
    training.save(update_fields=["is_published"])
    log(training, "trainings.unpublished", user=by)
    return True


@transaction.atomic
def duplicate(training: Training, title: str, *, by) -> Training:
    """Return a draft with the same words, audience and documents, under another title; no session."""
    words = {name: getattr(training, name) for name in WORDS} | {"title": title}
    made = Training(audience=training.audience.copy(), **words)
    return create(made, documents=training.documents.all(), by=by)


def may_be_deleted(training: Training) -> bool:
    return not training.sessions.exists()


@transaction.atomic
def delete(training: Training, *, by) -> None:
    """Erase a training that never had a session, with its audience. Raises RefusedError for any other."""
    training = _locked(training)
    if not may_be_deleted(training):
        raise RefusedError(HAS_SESSIONS)
    audience = training.audience
    log(training, "wagtail.delete", user=by, deleted=True)
    training.delete()
    audience.delete()


@transaction.atomic
def duplicate_session(session: Session, first_day: datetime.date, *, by) -> Session:
    """Return a draft of the same training, at the same hours, that begins on another day. Nobody is signed up.

    Its opening, its closing and the end of the seats kept are put off by as many days.
    """
    later = first_day - timezone.localdate(session.starts_at)
    half_days = [
        HalfDayPlan(
            _put_off(each.starts_at, later), _put_off(each.ends_at, later), each.place, each.trainer, each.trainer_name
        )
        for each in session.half_days.select_related("trainer")
    ]
    fields = {name: getattr(session, name) for name in SHARED} | {
        name: moment and _put_off(moment, later)
        for name, moment in (("opens_at", session.opens_at), ("closes_at", session.closes_at))
    }
    kept = [Kept(each.kind, each.count, each.until + later) for each in session.kept_seats.all()]
    return schedule(session.training, half_days, fields, kept=kept, by=by)


@transaction.atomic
def drop_session(session: Session, *, by) -> None:
    """Erase a draft of a session for which nobody asked. Raises RefusedError for what was announced and answered."""
    session = locked(session)
    if session.state != Session.State.DRAFT or session.seats.exists():
        raise RefusedError(NOT_A_DRAFT)
    day = timezone.localdate(session.starts_at).isoformat()
    log(session.training, "trainings.dropped", user=by, data={"day": day})
    session.delete()


def _put_off(moment: datetime.datetime, later: datetime.timedelta) -> datetime.datetime:
    """Return the same hour so many days later: nine o’clock stays nine o’clock when the clocks change."""
    local = timezone.localtime(moment)
    return timezone.make_aware(datetime.datetime.combine(local.date() + later, local.time()))


def plans_of(session: Session) -> list[HalfDayPlan]:
    """Return the half-days of a session as they are."""
    rows: Iterable[HalfDay] = session.half_days.select_related("trainer__user")
    return [
        HalfDayPlan(each.starts_at, each.ends_at, each.place, each.trainer, each.trainer_name, each.pk) for each in rows
    ]


def _locked(training: Training) -> Training:
    return Training.objects.select_for_update(of=("self",)).get(pk=training.pk)
