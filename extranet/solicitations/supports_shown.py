"""What pages show of supports: that of a solicitation, and the list of those that a member follows."""

import datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from extranet.solicitations import perms
from extranet.solicitations.models import Charge, Solicitation, Support
from portal.tenancy.models import Membership
from portal.territories.models import Coordination

Role = Charge.Role


def support_of(solicitation: Solicitation, membership: Membership) -> dict | None:
    """Return what ``solicitations/_support.html`` shows to this member, or None while there is no support.

    ``may_name``: relieve and name people; ``may_keep``: note steps and stages, change what is due, say the end.
    """
    support = Support.objects.select_related("organisation").filter(solicitation=solicitation).first()
    if support is None:
        return None
    support.solicitation = solicitation
    today = timezone.localdate()
    charges = list(support.charges.select_related("membership__user").order_by("starts_on", "pk"))
    is_kept = support.is_running and perms.may_answer(membership, solicitation)
    return {
        "support": support, "solicitation": solicitation, "is_late": is_late(support, today),
        "referent": holder(charges, Role.REFERENT, today), "deputy": holder(charges, Role.DEPUTY, today),
        "planned": [each for each in charges if each.starts_on > today],
        "past": [each for each in charges if each.ends_on and each.ends_on <= today],
        "steps": list(support.steps.select_related("by__user")),
        "stages": list(support.lease_stages.all()) if support.has_sliding_lease else [],
        "may_name": is_kept,
        "may_keep": is_kept or (support.is_running and perms.may_keep_support(membership, solicitation)),
    }  # fmt: skip


def holder(charges: list[Charge], role: Role, day: datetime.date) -> Charge | None:
    """Return who has a role on a day, among the charges of one support."""
    held = (each for each in charges if each.role == role and each.starts_on <= day)
    return next((each for each in held if each.ends_on is None or each.ends_on > day), None)


def is_late(support: Support, day: datetime.date) -> bool:
    return support.is_running and support.due_on is not None and support.due_on < day


def coordinates(membership: Membership) -> bool:
    """Whether they answer for a platform today, and so have the list of its supports."""
    return Coordination.objects.kept_by(membership.user_id, timezone.localdate()).exists()


def of_member(membership: Membership) -> QuerySet[Support]:
    """Return the supports of which somebody is the referent or the deputy today."""
    today = timezone.localdate()
    return Support.objects.filter(_has(Charge.objects.on(today).filter(membership=membership)))


def follows(membership: Membership) -> bool:
    """Whether they are the referent of a support, or its deputy: what tells a page to link to the list."""
    return of_member(membership).running().exists()


def listed(membership: Membership, *, which: str = "", state: str = "") -> QuerySet[Support]:
    """Return the supports that a member follows, those of the platforms that they coordinate too, and what a list
    shows of each. Running ones by when they are due, ended ones by when they ended.
    """
    today = timezone.localdate()
    is_mine = _has(Charge.objects.on(today).filter(membership=membership))
    kept = Coordination.objects.kept_by(membership.user_id, today).filter(platform=OuterRef("solicitation__platform"))
    found = Support.objects.filter(is_mine if which == "miens" else Q(is_mine) | Q(Exists(kept)))
    if state == "termines":
        found = found.exclude(ended_on=None).order_by("-ended_on", "-pk")
    else:
        found = found.running().order_by(F("due_on").asc(nulls_last=True), "starts_on", "pk")
    if state == "retard":
        found = found.filter(due_on__lt=today)
    elif state == "seuls":
        found = found.filter(~_has(Charge.objects.on(today).filter(role=Role.REFERENT)))
    held = Charge.objects.on(today).select_related("membership__user")
    return found.select_related("solicitation__platform", "organisation").prefetch_related(
        Prefetch("charges", held, to_attr="held")
    )


def rows_of(supports) -> list[dict]:
    """Return what the list shows of each: who is in charge today, whether its end is overdue."""
    today = timezone.localdate()
    return [
        {
            "support": each, "is_late": is_late(each, today), "is_ahead": each.starts_on > today,
            "referent": holder(each.held, Role.REFERENT, today), "deputy": holder(each.held, Role.DEPUTY, today),
        }
        for each in supports
    ]  # fmt: skip


def _has(charges: QuerySet[Charge]) -> Exists:
    return Exists(charges.filter(support=OuterRef("pk")))
