"""What is done to the minutes of a meeting. The only place that changes them.

Draft → re-reading by who was there → approved, at a later meeting or by their silence → published. Each verb is
atomic, takes the lock of the minutes, and raises RefusedError, with words for whoever asked. From the approval on,
the database refuses whatever these verbs refuse.
"""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from wagtail.log_actions import log

from extranet.committees import minutes_telling as telling
from extranet.committees.meetings import StaleError
from extranet.committees.minutes_perms import was_there
from extranet.committees.models import Comment, Erratum, Item, Meeting, Minutes, Passage, Revision
from extranet.committees.models.minutes import LONGEST
from extranet.committees.searching import read_extract_again
from extranet.committees.states import locked, moved, refuse_unless
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError

State = Minutes.State
OPENING, CLOSING = "Ouverture de la réunion", "Questions diverses et clôture"
LAST = 9_999
"""Where what was said after the agenda stands."""
DAYS = range(1, 61)
"""How many days one may give for re-reading."""


class StaleTextError(StaleError):
    """Somebody saved the passage since it was read: ``passage`` is as they left it, and nothing was overwritten."""

    def __init__(self, passage: Passage):
        super().__init__("Quelqu’un a enregistré un autre texte entre-temps. Rien n’est perdu : choisissez.")
        self.passage = passage


@transaction.atomic
def begin(meeting: Meeting, *, by: Membership) -> Minutes:
    """Open the minutes of a meeting, a passage for each item of its agenda. Begun twice: the same."""
    meeting = locked(meeting)
    there = Minutes.objects.filter(meeting=meeting).first()
    if there:
        return there
    refuse_unless(
        meeting, {Meeting.State.RUNNING, Meeting.State.HELD}, "Le compte rendu s’écrit une fois la réunion commencée."
    )
    minutes = Minutes.objects.create(meeting=meeting)
    Passage.objects.create(minutes=minutes, kind=Passage.Kind.OPENING, title=OPENING)
    Passage.objects.create(minutes=minutes, kind=Passage.Kind.OTHER, title=CLOSING, position=LAST)
    bring_items(minutes)
    log(minutes, "committees.minutes_begun", user=by.user)
    return minutes


@transaction.atomic
def bring_items(minutes: Minutes) -> None:
    """Follow the agenda as it is now: a passage for each item; one whose item is gone stays if anything is written."""
    minutes = _locked(minutes)
    _refuse_unless(minutes, {State.DRAFT}, "Ce compte rendu n’est plus un brouillon.")
    known = {passage.item_id: passage for passage in minutes.passages.exclude(item=None)}
    minutes.passages.filter(item=None, kind=Passage.Kind.ITEM, version=0).delete()
    for position, item in enumerate(items_of(minutes.meeting), start=1):
        passage = known.get(item.pk) or Passage(minutes=minutes, item=item)
        passage.title, passage.position = item.title, position
        passage.part = item.section.title if item.section else ""
        passage.save()


def items_of(meeting: Meeting):
    """Return the items in the order of the agenda: those out of any part, then part by part."""
    part = F("section__position").asc(nulls_first=True)
    return Item.objects.filter(meeting=meeting).select_related("section").order_by(
        part, "section__pk", "position", "pk"
    )  # fmt: skip


@transaction.atomic
def write(passage: Passage, text: str, *, read_version: int, by: Membership) -> Passage:
    """Save the text of a passage, as a version of its own.

    Raises StaleTextError when it was saved since ``read_version``: what is there stays. The same text again changes
    nothing, whoever saved it.
    """
    passage = _open_passage(passage)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST:
        raise RefusedError(f"Un passage a {LONGEST} signes au plus.")
    if text == passage.text:
        return passage
    if passage.version != read_version:
        raise StaleTextError(passage)
    passage.text, passage.version = text, passage.version + 1
    passage.written_at, passage.written_by = timezone.now(), by
    passage.save(update_fields=["text", "version", "written_at", "written_by"])
    Revision.objects.create(passage=passage, version=passage.version, text=text, by=by, at=passage.written_at)
    return passage


def _open_passage(passage: Passage) -> Passage:
    _refuse_unless(_locked(passage.minutes), {State.DRAFT}, "Ce compte rendu n’est plus un brouillon.")
    return Passage.objects.select_for_update(of=("self",)).select_related("written_by__user").get(pk=passage.pk)


@transaction.atomic
def open_rereading(minutes: Minutes, *, days: int, by: Membership) -> Minutes:
    """Give the draft to those who were there, for so many days; each is told. Refused before the meeting is over."""
    minutes = _locked(minutes)
    _refuse_unless(minutes, {State.DRAFT}, "Seul un brouillon s’ouvre à la relecture.")
    refuse_unless(minutes.meeting, {Meeting.State.HELD}, "La relecture commence quand la réunion est terminée.")
    if days not in DAYS:
        raise RefusedError(f"De {DAYS[0]} à {DAYS[-1]} jours.")
    if not minutes.passages.exclude(text="").exists():
        raise RefusedError("Rien n’est écrit : il n’y a rien à relire.")
    minutes.state, minutes.reread_from = State.REREADING, timezone.now()
    minutes.reread_until = timezone.localdate() + datetime.timedelta(days=days)
    minutes.save(update_fields=["state", "reread_from", "reread_until"])
    log(minutes, "committees.minutes_rereading", user=by.user)
    telling.rereading_opened(minutes)
    return minutes


@transaction.atomic
def take_back(minutes: Minutes, *, by: Membership) -> Minutes:
    """Make it a draft again, to put right what was remarked."""
    minutes = _locked(minutes)
    _refuse_unless(minutes, {State.REREADING}, "Ce compte rendu n’est pas en relecture.")
    minutes.state = State.DRAFT
    minutes.save(update_fields=["state"])
    log(minutes, "committees.minutes_taken_back", user=by.user)
    return minutes


@transaction.atomic
def comment(passage: Passage, text: str, *, by: Membership) -> Comment:
    """Write what somebody who was there says of a passage, until the last day of the re-reading."""
    minutes = _locked(passage.minutes)
    _refuse_unless(minutes, {State.REREADING}, "Ce compte rendu n’est pas en relecture.")
    if timezone.localdate() > minutes.reread_until:
        raise RefusedError("Le délai de relecture est passé.")
    if not was_there(by, minutes.meeting):
        raise RefusedError("Seules les personnes présentes à la réunion relisent son compte rendu.")
    if not text.strip():
        raise RefusedError("Écrivez votre remarque.")
    return Comment.objects.create(passage=passage, text=text.strip(), by=by)


@transaction.atomic
def resolve(remark: Comment, answer: str = "", *, by: Membership) -> Comment:
    """Say that a remark is dealt with, and what was made of it. Answered once."""
    minutes = _locked(remark.passage.minutes)
    _refuse_unless(minutes, {State.DRAFT, State.REREADING}, "Ce compte rendu est approuvé.")
    remark = Comment.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    if remark.resolved_at:
        raise RefusedError("Cette remarque est déjà traitée.")
    remark.answer, remark.resolved_at, remark.resolved_by = answer.strip(), timezone.now(), by
    remark.save(update_fields=["answer", "resolved_at", "resolved_by"])
    return remark


def may_approve_in(minutes: Minutes):
    """Return the meetings of the committee that were held after this one: one of them approves its minutes."""
    return Meeting.objects.filter(
        committee=minutes.meeting.committee_id, starts_at__gt=minutes.meeting.starts_at,
        state__in=[Meeting.State.HELD, Meeting.State.PUBLISHED],
    )  # fmt: skip


@transaction.atomic
def approve(minutes: Minutes, *, meeting: Meeting, by: Membership) -> Minutes:
    """Note that a later meeting approved the minutes, which were read again: no word of them changes any more.

    A draft counts too, once it was read again: the meeting may have put it right.
    """
    minutes = _locked(minutes)
    if not (minutes.state == State.REREADING or (minutes.state == State.DRAFT and minutes.reread_from)):
        raise RefusedError("Un compte rendu est approuvé après sa relecture.")
    if not may_approve_in(minutes).filter(pk=meeting.pk).exists():
        raise RefusedError("Choisissez une réunion de ce comité, tenue après celle-ci.")
    return _approved(minutes, by=by, approved_in=meeting)


@transaction.atomic
def approve_by_silence(minutes: Minutes) -> Minutes:
    """Approve minutes whose last day of re-reading has passed, and of which no remark waits."""
    minutes = _locked(minutes)
    _refuse_unless(minutes, {State.REREADING}, "Ce compte rendu n’est pas en relecture.")
    if timezone.localdate() <= minutes.reread_until:
        raise RefusedError("Le délai de relecture n’est pas passé.")
    if Comment.objects.filter(passage__minutes=minutes, resolved_at=None).exists():
        raise RefusedError("Des remarques attendent : ce n’est pas un silence.")
    return _approved(minutes, by=None, is_approved_by_silence=True)


def approve_what_is_due() -> None:
    """Approve by silence all that may be: the job of each day."""
    waits = Comment.objects.filter(passage__minutes=OuterRef("pk"), resolved_at=None)
    due = Minutes.objects.filter(~Exists(waits), state=State.REREADING, reread_until__lt=timezone.localdate())
    for minutes in due.filter(meeting__state=Meeting.State.HELD).select_related("meeting"):
        approve_by_silence(minutes)


def _approved(minutes: Minutes, *, by: Membership | None, **how) -> Minutes:
    if minutes.meeting.state != Meeting.State.HELD:
        raise RefusedError("La réunion est ouverte de nouveau : terminez-la d’abord.")
    minutes.state, minutes.approved_at, minutes.approved_by = State.APPROVED, timezone.now(), by
    for name, value in how.items():
        setattr(minutes, name, value)
    minutes.save(update_fields=["state", "approved_at", "approved_by", *how])
    log(minutes, "committees.minutes_approved", user=by.user if by else None)
    return minutes


@transaction.atomic
def publish(minutes: Minutes, *, by: Membership) -> Minutes:
    """Publish approved minutes for good, and tell those who sit. The meeting has no further state."""
    meeting = locked(minutes.meeting)
    minutes = _locked(minutes)
    _refuse_unless(minutes, {State.APPROVED}, "Un compte rendu est publié une fois approuvé.")
    minutes.state, minutes.published_at, minutes.published_by = State.PUBLISHED, timezone.now(), by
    minutes.save(update_fields=["state", "published_at", "published_by"])
    meeting = moved(meeting, Meeting.State.PUBLISHED)
    meeting.save(update_fields=["state", "changed_at"])
    minutes.meeting = meeting
    log(minutes, "committees.minutes_published", user=by.user)
    telling.published(minutes)
    return minutes


@transaction.atomic
def add_erratum(minutes: Minutes, text: str, *, passage: Passage | None = None, by: Membership) -> Erratum:
    """Put published minutes right, beside their text; it stays, and goes where its passage goes."""
    minutes = _locked(minutes)
    _refuse_unless(minutes, {State.PUBLISHED}, "Un erratum corrige un compte rendu publié.")
    if not text.strip():
        raise RefusedError("Écrivez ce qui est à corriger.")
    if passage and passage.minutes_id != minutes.pk:
        raise RefusedError("Ce passage est celui d’un autre compte rendu.")
    erratum = Erratum.objects.create(minutes=minutes, passage=passage, text=text.strip(), by=by)
    log(minutes, "committees.minutes_erratum", user=by.user)
    return erratum


@transaction.atomic
def choose_extract(minutes: Minutes, passages: Iterable[Passage], *, by: Membership) -> None:
    """Say which passages everybody may read, and find, once the minutes are published; the others are for members."""
    minutes = _locked(minutes)
    _refuse_unless(minutes, {State.APPROVED, State.PUBLISHED}, "L’extrait se choisit une fois le texte approuvé.")
    chosen = [passage.pk for passage in passages]
    minutes.passages.filter(pk__in=chosen).exclude(is_public=True).update(is_public=True)
    minutes.passages.exclude(pk__in=chosen).exclude(is_public=False).update(is_public=False)
    read_extract_again(minutes)
    log(minutes, "committees.minutes_extract", user=by.user)


def _locked(minutes: Minutes) -> Minutes:
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__committee")
    return rows.get(pk=minutes.pk)


def _refuse_unless(minutes: Minutes, states: set[Minutes.State], words: str) -> None:
    if minutes.state not in states:
        raise RefusedError(words)
