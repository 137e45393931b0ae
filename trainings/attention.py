"""What trainings ask of a member, the sessions that they have ahead, and their certificates as they come."""

import datetime
from collections import defaultdict

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from events.models.seats import State
from events.moments import moment
from events.words import when
from portal.design.typography import french
from portal.notifications.attention import Item, comes, news, waits
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


def _offered(membership: Membership):
    now = timezone.now()
    rows = Registration.objects.filter(
        WITH_TRAININGS, membership=membership, state=State.OFFERED, offered_until__gt=now, session__starts_at__gt=now
    )
    held = rows.exclude(session__state=Session.State.CANCELLED)
    return held.select_related("session__training").order_by("offered_until", "pk")[:MOST]


@waits("formations")
def seats_to_accept(membership: Membership) -> list[Item]:
    """Each seat that is offered, until when."""
    return [
        Item(
            title=french(f"Une place vous est proposée : {each.session.training}"), url=mine_of(each),
            at=each.changed_at, detail=french(f"Répondez avant le {moment(each.offered_until)}."),
        )
        for each in _offered(membership)
    ]  # fmt: skip


@waits("formations à valider")
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


@waits("feuilles de présence")
def presences_to_settle(membership: Membership) -> list[Item]:
    """Each half-day that is over and where somebody is not ticked; each session where all are, until somebody ends it:
    for its trainer, and for who answers for it.
    """
    half_days = HalfDay.objects.filter(WITH_TRAININGS, Exists(unticked()), session__state__in=CALLED)
    half_days = half_days.filter(ends_at__lte=timezone.now())
    sessions = _all_ticked()
    if perms.may_keep(membership):
        both = Session.objects.filter(Q(pk__in=half_days.values("session")) | Q(pk__in=sessions.values("pk")))
        answered = perms.answered_by(membership, both)
        half_days = half_days.filter(Q(trainer=membership) | Q(session__in=answered))
        sessions = sessions.filter(Q(pk__in=perms.runs(membership).values("pk")) | Q(pk__in=answered))
    else:
        half_days = half_days.filter(trainer=membership)
        sessions = sessions.filter(pk__in=perms.runs(membership).values("pk"))
    return [
        *(_sheet(each) for each in half_days.select_related("session__training").order_by("ends_at", "pk")[:MOST]),
        *(_to_finish(each) for each in sessions.select_related("training").order_by("ends_at", "pk")[:MOST]),
    ]


def _all_ticked():
    """Return the sessions that are over and whose every tick is made: certificates wait for somebody to end them."""
    to_tick = HalfDay.objects.filter(Exists(unticked()), session=OuterRef("pk"))
    seated = Registration.objects.filter(session=OuterRef("pk"), state=State.TAKEN)
    rows = Session.objects.filter(WITH_TRAININGS, state__in=CALLED, ends_at__lte=timezone.now())
    return rows.filter(Exists(seated), ~Exists(to_tick))


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


@waits("avis sur les formations")
def opinions_to_give(membership: Membership) -> list[Item]:
    """Each evaluation that is open and that the member has not answered, until when."""
    now = timezone.now()
    rows = Registration.objects.filter(
        WITH_TRAININGS, evaluating.CAME, membership=membership, session__ends_at__lte=now
    )
    rows = rows.filter(session__ends_at__gt=now - evaluating.LAST_OPEN).order_by("session__ends_at", "pk")
    rows = rows.select_related("session__training").prefetch_related("answered")
    return [
        Item(
            title=french(f"{OPINIONS[each]} : {row.session.training}"), url=path_for(row, each),
            at=evaluating.opens(row.session, each),
            detail=french(f"Jusqu’au {moment(evaluating.closes(row.session, each))}."),
        )
        for row in rows[:MOST] for each in evaluating.open_to(row, now)
    ]  # fmt: skip


OPINIONS = {When.AT_ONCE: "Votre avis", When.LATER: "Votre avis, deux mois après"}


@comes("formations")
def sessions_ahead(membership: Membership) -> list[Item]:
    """Each session in which the member has a seat, at its next half-day, until its last one is over."""
    now = timezone.now()
    rows = Registration.objects.filter(WITH_TRAININGS, membership=membership, state=State.TAKEN)
    rows = rows.filter(session__state__in=CALLED)
    next_at = Min("session__half_days__starts_at", filter=Q(session__half_days__ends_at__gt=now))
    rows = rows.annotate(next_at=next_at).filter(next_at__isnull=False).order_by("next_at", "pk")
    return [
        Item(
            title=each.session.training.title, url=mine_of(each), at=each.next_at,
            detail=place_of(each.session),
        )
        for each in rows.select_related("session__training", "session__commune")[:MOST]
    ]  # fmt: skip


@comes("formations animées")
def days_to_train(membership: Membership) -> list[Item]:
    """Each day on which the member trains, with the hours of their half-days and the place, until they are over."""
    rows = HalfDay.objects.filter(WITH_TRAININGS, trainer=membership, session__state__in=CALLED)
    rows = rows.filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")
    days: dict[tuple, list[HalfDay]] = defaultdict(list)
    for each in rows.select_related("session__training", "session__commune", "trainer__user")[:MOST]:
        days[each.session_id, timezone.localdate(each.starts_at)].append(each)
    return [
        Item(
            title=french(f"Vous animez : {first.session.training}"), at=first.starts_at,
            url=reverse("registrations", args=[first.session_id]),
            detail=f"{day.hours}, {day.place or place_of(first.session)}".rstrip(", "),
        )
        for first, day in ((half_days[0], *days_of(half_days)) for half_days in days.values())
    ]  # fmt: skip


@news("certificats de formation")
def certificates_issued(membership: Membership, since: datetime.datetime) -> list[Item]:
    """Each certificate that was written for the member since then, and is still true."""
    wrong = Certificate.objects.filter(registration=OuterRef("registration")).exclude(revoked_at=None)
    rows = Certificate.objects.valid().filter(WITH_TRAININGS, registration__membership=membership, issued_at__gt=since)
    return [
        Item(
            title=french(f"{'Certificat corrigé' if each.is_corrected else 'Certificat'} : {each.title}"),
            url=reverse("my_training", args=[each.registration_id]), at=each.issued_at, subject=CERTIFICATES.code,
        )
        for each in rows.annotate(is_corrected=Exists(wrong)).order_by("-issued_at", "pk")[:MOST]
    ]  # fmt: skip


def _so_many(count: int) -> str:
    return f"{count} demandes" if count > 1 else "Une demande"


def mine_of(row: Registration) -> str:
    """Return where a member sees their own sign-up."""
    return reverse("my_training", args=[row.pk])
