"""Entering and leaving circles. Each verb is atomic, and changes nothing when there is nothing to change."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from extranet.directory.subjects import ANSWERS, REQUESTS
from portal.design.typography import french
from portal.notifications.notices import notify
from portal.organisations.models import Circle, JoinRequest
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError


@transaction.atomic
def ask_to_join(circle: Circle, membership: Membership, *, message: str = "") -> JoinRequest | None:
    """Let a member ask to enter; the owner is told. A second time gives the request that waits; None: already in.

    Raises RefusedError when the circle takes no requests.
    """
    circle = _locked(circle)
    if circle.members.filter(pk=membership.pk).exists():
        return None
    if not circle.takes_requests:
        raise RefusedError("On n’entre dans ce cercle que sur invitation de qui l’anime.")
    asked, created = JoinRequest.objects.get_or_create(
        circle=circle, membership=membership, answered_at=None,
        defaults={"tenant_id": circle.tenant_id, "message": message},
    )  # fmt: skip
    if created and circle.owner and circle.owner.ended_at is None:
        title = french(f"Une demande de rejoindre « {circle} »")
        notify([circle.owner], REQUESTS, title=title, url=reverse("join_request", args=[asked.pk]))
    return asked


@transaction.atomic
def answer(asked: JoinRequest, *, accepts: bool, reason: str = "", by: Membership) -> JoinRequest:
    """Let somebody in, or say why not; they are told. What was answered stays answered.

    Raises RefusedError for a refusal without a reason.
    """
    if not accepts and not reason.strip():
        raise RefusedError("Dites pourquoi : la personne le lira.")
    asked = JoinRequest.objects.select_for_update(of=("self",)).select_related("circle").get(pk=asked.pk)
    if asked.answered_at:
        return asked
    asked.answered_at, asked.is_accepted, asked.reason = timezone.now(), accepts, reason.strip()
    asked.save(update_fields=["answered_at", "is_accepted", "reason"])
    if accepts:
        asked.circle.members.add(asked.membership)
    words = f"Vous êtes membre de « {asked.circle} »" if accepts else f"Votre demande pour « {asked.circle} »"
    text = "" if accepts else "Elle n’est pas acceptée : la page du cercle dit pourquoi."
    notify([asked.membership], ANSWERS, title=french(words), url=address_of(asked.circle), text=french(text))
    log(asked.circle, "organisations.circle_answered", user=by.user)
    return asked


@transaction.atomic
def add(circle: Circle, membership: Membership, *, by: Membership) -> None:
    """Bring a member in, who is told; what they had asked is thereby accepted."""
    circle = _locked(circle)
    if circle.members.filter(pk=membership.pk).exists():
        return
    waiting = JoinRequest.objects.filter(circle=circle, membership=membership, answered_at=None)
    waiting.update(answered_at=timezone.now(), is_accepted=True)
    circle.members.add(membership)
    if membership.pk != by.pk:
        words = french(f"Vous êtes membre de « {circle} »")
        text = "La personne qui l’anime vous y a fait entrer. Vous pouvez en sortir à tout moment."
        notify([membership], ANSWERS, title=words, url=address_of(circle), text=text)


@transaction.atomic
def remove(circle: Circle, membership: Membership, *, by: Membership) -> None:
    """Take a member out: themselves, or by who runs the circle; then they are told.

    Raises RefusedError for the owner, who hands the circle over first.
    """
    circle = _locked(circle)
    if circle.owner_id == membership.pk:
        raise RefusedError("Qui anime un cercle en reste membre : confiez-le d’abord à quelqu’un d’autre.")
    if not circle.members.filter(pk=membership.pk).exists():
        return
    circle.members.remove(membership)
    if membership.pk != by.pk:
        words = french(f"Vous n’êtes plus membre de « {circle} »")
        notify([membership], ANSWERS, title=words, url=reverse("circles"))


@transaction.atomic
def hand_over(circle: Circle, to: Membership, *, by: Membership) -> Circle:
    """Give a circle to one of its members to run; they are told. Raises RefusedError for anybody else."""
    circle = _locked(circle)
    if circle.owner_id == to.pk:
        return circle
    if to.ended_at or not circle.members.filter(pk=to.pk).exists():
        raise RefusedError("Un cercle se confie à l’un de ses membres.")
    circle.owner = to
    circle.save(update_fields=["owner"])
    log(circle, "organisations.circle_handed_over", user=by.user)
    if to.pk != by.pk:
        notify([to], ANSWERS, title=french(f"Vous animez « {circle} »"), url=address_of(circle))
    return circle


def address_of(circle: Circle) -> str:
    return reverse("circle", args=[circle.slug])


def _locked(circle: Circle) -> Circle:
    return Circle.objects.select_for_update(of=("self",)).get(pk=circle.pk)
