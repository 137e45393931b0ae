"""Who sits in a committee: making one, its organisations, their mandates. The only place that changes them.

Each verb is atomic, and leaves the committee's circle with its people: who sits today, the secretary, the chair.
"""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from extranet.committees.models import Committee, Mandate, Member
from portal.accounts.models import User
from portal.design.slugs import free_slug
from portal.documents.models import Folder
from portal.organisations.models import Audience, Circle, Organisation
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError


@transaction.atomic
def found(committee: Committee, *, by: User) -> Committee:
    """Save a new committee with its circle and its folder; those that exist under its name become its own.

    Raises RefusedError when they are another committee's.
    """
    committee.slug = free_slug(committee.name, Committee.objects.all(), otherwise="comite")
    committee.circle = _circle_of(committee)
    committee.folder = _folder_of(committee)
    committee.save()
    settle(committee)
    log(committee, "committees.founded", user=by)
    return committee


def _circle_of(committee: Committee) -> Circle:
    circle = Circle.objects.filter(name__iexact=committee.name).first()
    if circle and Committee.objects.filter(circle=circle).exists():
        raise RefusedError(f"Le cercle « {circle} » est déjà celui d’un comité.")
    if circle is None:
        slug = free_slug(committee.name, Circle.objects.all(), otherwise="cercle")
        circle = Circle(name=committee.name, slug=slug, purpose=committee.aim, is_listed=True)
    circle.takes_requests, circle.owner = False, committee.secretary
    circle.save()
    return circle


def _folder_of(committee: Committee) -> Folder:
    folder = Folder.objects.filter(name__iexact=committee.name).first()
    if folder and Committee.objects.filter(folder=folder).exists():
        raise RefusedError(f"Le dossier « {folder} » est déjà celui d’un comité.")
    if folder is None:
        audience = Audience.objects.create(reach=Audience.Reach.CHOSEN)
        audience.circles.add(committee.circle)
        folder = Folder.objects.create(
            name=committee.name, slug=free_slug(committee.name, Folder.objects.all(), otherwise="dossier"),
            audience=audience,
            description=f"Les pièces des réunions : {committee.name}."[:300],
        )  # fmt: skip
    return folder


@transaction.atomic
def change(committee: Committee, *, by: User) -> None:
    """Save what was changed of a committee; its circle and its folder follow the name, its circle the people too.

    Raises RefusedError when another circle or folder has that name.
    """
    for rows, own in ((Circle.objects, committee.circle_id), (Folder.objects, committee.folder_id)):
        if rows.filter(name__iexact=committee.name).exclude(pk=own).exists():
            raise RefusedError("Un autre cercle ou un autre dossier porte déjà ce nom.")
    committee.save()
    Circle.objects.filter(pk=committee.circle_id).update(name=committee.name, owner=committee.secretary)
    Folder.objects.filter(pk=committee.folder_id).update(name=committee.name)
    settle(committee)
    log(committee, "committees.changed", user=by)


@transaction.atomic
def close(committee: Committee, on: datetime.date | None, *, by: User) -> None:
    """Say that a committee meets no more from that day, or (None) that it does again. Nothing is erased.

    Raises RefusedError while a meeting is ahead.
    """
    if on and committee.meetings.ahead().exists():
        raise RefusedError("Une réunion est encore à venir : annulez-la d’abord.")
    committee.closed_on = on
    committee.save(update_fields=["closed_on"])
    log(committee, "committees.closed" if on else "committees.reopened", user=by)


@transaction.atomic
def seat(
    committee: Committee, organisation: Organisation, *, is_observer: bool = False, on: datetime.date, by: User
) -> Member:
    """Let an organisation sit from that day. Raises RefusedError when it does, or did after that day."""
    _locked(committee)
    held = Member.objects.filter(committee=committee, organisation=organisation)
    if held.filter(Q(ended_on=None) | Q(ended_on__gte=on)).exists():
        raise RefusedError(f"{organisation} siège déjà dans ce comité.")
    member = Member.objects.create(
        committee=committee, organisation=organisation, is_observer=is_observer, started_on=on
    )
    log(committee, "committees.member_seated", user=by, data={"organisation": str(organisation)})
    return member


@transaction.atomic
def unseat(member: Member, *, on: datetime.date, by: User) -> None:
    """End an organisation's seat, and its mandates, after that day. Raises RefusedError before its start."""
    if on < member.started_on:
        raise RefusedError("La fin vient avant le début.")
    member.ended_on = on
    member.save(update_fields=["ended_on"])
    mandates = Mandate.objects.filter(member=member)
    mandates.filter(Q(ended_on=None) | Q(ended_on__gt=on), started_on__lte=on).update(ended_on=on)
    mandates.filter(started_on__gt=on).delete()
    settle(member.committee)
    log(member.committee, "committees.member_unseated", user=by, data={"organisation": str(member)})


@transaction.atomic
def give(
    member: Member, membership: Membership, kind: Mandate.Kind, *, on: datetime.date, by: User
) -> Mandate:  # fmt: skip
    """Give a person a mandate of an organisation from that day; of another kind than the one they have, that ends.

    Raises RefusedError for who has no open access, for the same mandate twice, and before the organisation sits.
    """
    committee = _locked(member.committee)
    if membership.ended_at or not membership.user.is_active:
        raise RefusedError("Cette personne n’a plus accès à l’espace.")
    if on < member.started_on or member.ended_on:
        raise RefusedError("L’organisation ne siège pas à cette date.")
    held = Mandate.objects.filter(member=member, membership=membership, ended_on=None).first()
    if held and held.kind == kind:
        raise RefusedError(f"{membership.user} siège déjà pour {member} à ce titre.")
    if held:
        _end(held, max(held.started_on, on - datetime.timedelta(days=1)))
    mandate = Mandate.objects.create(member=member, membership=membership, kind=kind, started_on=on)
    settle(committee)
    log(committee, "committees.mandate_given", user=by, data={"organisation": str(member)})
    return mandate


@transaction.atomic
def end(mandate: Mandate, *, on: datetime.date, by: User) -> None:
    """End a mandate after that day. Raises RefusedError before its start, or when it has ended."""
    if mandate.ended_on:
        raise RefusedError("Ce mandat est déjà terminé.")
    if on < mandate.started_on:
        raise RefusedError("La fin vient avant le début.")
    _end(mandate, on)
    settle(mandate.member.committee)
    log(mandate.member.committee, "committees.mandate_ended", user=by, data={"organisation": str(mandate.member)})


def _end(mandate: Mandate, on: datetime.date) -> None:
    mandate.ended_on = on
    mandate.save(update_fields=["ended_on"])


@transaction.atomic
def leave_all(membership: Membership, *, on: datetime.date) -> None:
    """End the mandates of who left the space; a committee that they ran waits for a secretary."""
    mandates = Mandate.objects.filter(membership=membership)
    mandates.filter(Q(ended_on=None) | Q(ended_on__gt=on), started_on__lte=on).update(ended_on=on)
    mandates.filter(started_on__gt=on).delete()
    Committee.objects.filter(secretary=membership).update(secretary=None)
    Committee.objects.filter(chair=membership).update(chair=None)
    Circle.objects.filter(pk__in=Committee.objects.values("circle"), owner=membership).update(owner=None)
    for committee in Committee.objects.filter(circle__members=membership):
        settle(committee)


def settle(committee: Committee, on: datetime.date | None = None) -> None:
    """Leave the committee's circle with its people of that day (None: today), and nobody else."""
    committee.circle.members.set(people_of(committee, on))


def settle_all() -> None:
    """A mandate begins or ends with the day: the circles follow."""
    for committee in Committee.objects.select_related("circle").order_by("pk"):
        settle(committee)


def people_of(committee: Committee, on: datetime.date | None = None):
    """Return the members with an open access who sit that day (None: today), the secretary and the chair."""
    mandates = Mandate.objects.on(on or timezone.localdate()).filter(member__committee=committee)
    is_of_it = Q(pk__in=mandates.values("membership")) | Q(pk__in=[committee.secretary_id, committee.chair_id])
    return Membership.objects.of(committee.tenant_id).active().filter(is_of_it)


def _locked(committee: Committee) -> Committee:
    return Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
