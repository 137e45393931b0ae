"""What trainings ask of a member, the sessions that they have ahead, and their certificates as they come."""

import datetime
from collections import defaultdict

from django.db.models import Count, Exists, F, FilteredRelation, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from events.models.seats import State
from events.moments import moment
from events.words import when
from portal.design.typography import french
from portal.notifications.attention import Found, Item, finds, waits
from portal.tenancy.models import Membership, Module
from trainings import evaluating, perms
from trainings.attendance import unticked
from trainings.coming import days_of, place_of
from trainings.evaluation_keys import path_for
from trainings.models import Certificate, HalfDay, Registration, Session
from trainings.models.evaluations import When
from trainings.subjects import CERTIFICATES

MOST = 50
CALLED = [Session.State.OPEN, Session.State.CONFIRMED]
"""The states of a session to which people are called, and that nobody has ended."""
WITH_TRAININGS = Q(tenant__modules__contains=[Module.TRAININGS])
"""Where the tenant has switched them off, nobody is called to anything."""
OPINIONS = {When.AT_ONCE: "Votre avis", When.LATER: "Votre avis, deux mois après"}


@finds("formations")
def own_sign_ups(membership: Membership, since: datetime.datetime | None) -> Found:
    """One's own sign-ups: seats offered and opinions to give wait, sessions with a seat come, certificates are new."""
    now = timezone.now()
    rows = list(_asking(membership, now, since)[: MOST * 4])[::-1]
    return Found(
        waiting=[
            *[_offer(row) for row in rows if row.state == State.OFFERED][:MOST],
            *[_opinion(row, when) for row in rows for when in evaluating.open_to(row, now, done=row.answers)][:MOST],
        ],
        coming=[_session_ahead(row) for row in rows if row.state == State.TAKEN and row.next_at][:MOST],
        news=[_certificate(row) for row in rows[::-1] if since and _is_new(row, since)][:MOST],
    )


def _asking(membership: Membership, now: datetime.datetime, since: datetime.datetime | None):
    """Return a member's sign-ups that say something of theirs, the latest session first."""
    half_days = HalfDay.objects.filter(session=OuterRef("session"), session__state__in=CALLED, ends_at__gt=now)
    is_held = ~Q(session__state=Session.State.CANCELLED)
    wanted = Q(is_held, state=State.OFFERED, offered_until__gt=now, session__starts_at__gt=now)
    wanted |= Q(state=State.TAKEN, next_at__isnull=False)
    wanted |= Q(evaluating.CAME, session__ends_at__lte=now, session__ends_at__gt=now - evaluating.LAST_OPEN)
    if since:
        wanted |= Q(certificate__issued_at__gt=since)
    return (
        Registration.objects.annotate(
            answers=evaluating.answers(),
            next_at=Subquery(half_days.order_by("starts_at").values("starts_at")[:1]),
            certificate=FilteredRelation("certificates", condition=Q(certificates__revoked_at=None)),
            has_wrong_one=Exists(Certificate.objects.filter(registration=OuterRef("pk"), revoked_at__isnull=False)),
        )
        .filter(wanted, WITH_TRAININGS, membership=membership)
        .select_related("session__training", "session__commune", "certificate")
        .order_by("-session__ends_at", "-pk")
    )


def _offer(row: Registration) -> Item:
    """A seat that is offered, until when."""
    return Item(
        title=french(f"Une place vous est proposée : {row.session.training}"), url=mine_of(row), at=row.changed_at,
        detail=french(f"Répondez avant le {moment(row.offered_until)}."),
    )  # fmt: skip


def _opinion(row: Registration, when: When) -> Item:
    """An evaluation that is open and that the member has not answered, until when."""
    return Item(
        title=french(f"{OPINIONS[when]} : {row.session.training}"), url=path_for(row, when),
        at=evaluating.opens(row.session, when),
        detail=french(f"Jusqu’au {moment(evaluating.closes(row.session, when))}."),
    )  # fmt: skip


def _session_ahead(row: Registration) -> Item:
    """A session in which the member has a seat, at its next half-day, until its last one is over."""
    return Item(title=row.session.training.title, url=mine_of(row), at=row.next_at, detail=place_of(row.session))


def _is_new(row: Registration, since: datetime.datetime) -> bool:
    certificate = getattr(row, "certificate", None)
    return bool(certificate and certificate.issued_at > since)


def _certificate(row: Registration) -> Item:
    """The certificate that is true, and that was written since then."""
    return Item(
        title=french(f"{'Certificat corrigé' if row.has_wrong_one else 'Certificat'} : {row.certificate.title}"),
        url=mine_of(row), at=row.certificate.issued_at, subject=CERTIFICATES.code,
    )  # fmt: skip


@finds("formations animées")
def half_days_to_run(membership: Membership, since: datetime.datetime | None) -> Found:
    """Each half-day that is over and where somebody is not ticked; each session where all are, until somebody ends it:
    for its trainer, and for who answers for it. Each day to come, for its trainer.
    """
    now, keeps = timezone.now(), perms.may_keep(membership)
    rows = _to_run(membership, now)
    rows = list((rows if keeps else rows.filter(is_in_theirs=True))[: MOST * 10])[::-1]
    over = [each for each in rows if each.ends_at <= now]
    answered = perms.answered_by(membership, {each.session for each in over}) if keeps else set()
    sheets = [each for each in over if each.is_to_tick]
    sheets = [each for each in sheets if each.trainer_id == membership.pk or each.session_id in answered]
    to_finish = [each for each in over if not each.is_to_tick and (each.is_in_theirs or each.session_id in answered)]
    return Found(
        waiting=[*map(_sheet, sheets[:MOST]), *(_to_finish(each.session) for each in to_finish[:MOST])],
        coming=_days_to_train([each for each in rows if each.ends_at > now][:MOST]),
    )


def _to_run(membership: Membership, now: datetime.datetime):
    """Return the half-days that a member trains and that are not over; of all that are, those where somebody is not
    ticked, and the last one of each session whose every tick is made: certificates wait for somebody to end it.

    The last comes first. ``is_in_theirs``: the member trains a half-day of that session.
    """
    beside = HalfDay.objects.filter(session=OuterRef("session"))
    seated = Registration.objects.filter(session=OuterRef("session"), state=State.TAKEN)
    all_ticked = Q(Exists(seated), ~Exists(beside.filter(Exists(unticked()))), ends_at=F("session__ends_at"))
    return (
        HalfDay.objects.annotate(is_to_tick=Exists(unticked()), is_in_theirs=Exists(beside.filter(trainer=membership)))
        .filter(
            Q(trainer=membership, ends_at__gt=now) | Q(Q(is_to_tick=True) | all_ticked, ends_at__lte=now),
            WITH_TRAININGS, session__state__in=CALLED,
        )
        .select_related("session__training", "session__commune", "trainer__user")
        .order_by("-ends_at", "-pk")
    )  # fmt: skip


def _sheet(half_day: HalfDay) -> Item:
    return Item(
        title=french(f"Feuille à pointer : {half_day.session.training}"), at=half_day.ends_at,
        url=reverse("presence", args=[half_day.session_id, half_day.pk]),
        detail=when(half_day.starts_at, half_day.ends_at),
    )  # fmt: skip


def _to_finish(session: Session) -> Item:
    return Item(
        title=french(f"Session à terminer : {session.training}"), at=session.ends_at,
        url=reverse("registrations", args=[session.pk]),
        detail="Toutes les présences sont relevées : la terminer établit les certificats.",
    )  # fmt: skip


def _days_to_train(half_days: list[HalfDay]) -> list[Item]:
    """Each day on which the member trains, with the hours of their half-days and the place, until they are over."""
    days: dict[tuple, list[HalfDay]] = defaultdict(list)
    for each in half_days:
        days[each.session_id, timezone.localdate(each.starts_at)].append(each)
    return [
        Item(
            title=french(f"Vous animez : {first.session.training}"), at=first.starts_at,
            url=reverse("registrations", args=[first.session_id]),
            detail=f"{day.hours}, {day.place or place_of(first.session)}".rstrip(", "),
        )
        for first, day in ((rows[0], *days_of(rows)) for rows in days.values())
    ]  # fmt: skip


@waits("formations à valider", for_staff=True)
def requests_to_answer(membership: Membership) -> list[Item]:
    """Each session with requests to approve, for who keeps the trainings."""
    if not perms.may_keep(membership):
        return []
    rows = Registration.objects.filter(WITH_TRAININGS, state=State.ASKED, session__ends_at__gt=timezone.now())
    found = rows.values_list("session", "session__training__title").annotate(Count("pk"), first=Min("asked_at"))
    return [
        Item(
            title=french(f"{_so_many(count)} à valider : {title}"), at=first,
            url=reverse("registrations", args=[session], query={"etat": State.ASKED.value}),
        )
        for session, title, count, first in found.order_by("first", "session")[:MOST]
    ]  # fmt: skip


def _so_many(count: int) -> str:
    return f"{count} demandes" if count > 1 else "Une demande"


def mine_of(row: Registration) -> str:
    """Return where a member sees their own sign-up."""
    return reverse("my_training", args=[row.pk])
