"""What the directory has waiting for a member: who asks to enter, who is to be confirmed, and which organisations."""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from extranet.directory import perms, reviews
from extranet.directory.subjects import REQUESTS, REVIEWS
from portal.design.typography import french
from portal.notifications.attention import Item, waits
from portal.organisations.models import Circle, JoinRequest, Organisation
from portal.tenancy.models import Membership


@waits("cercles")
def people_at_the_door(membership: Membership) -> list[Item]:
    """The owner's; where nobody runs a circle, those of who keeps them."""
    mine = Q(circle__owner=membership)
    if membership.opens_back_office and perms.may_keep_circles(membership):
        mine |= Q(circle__in=Circle.objects.without_owner())
    asked = JoinRequest.objects.waiting().filter(mine).select_related("circle", "membership__user")
    return [
        Item(
            title=french(f"{each.membership.user.get_full_name()} demande à rejoindre « {each.circle} »"),
            url=reverse("join_request", args=[each.pk]), at=each.created_at, subject=REQUESTS.code,
        )
        for each in asked
    ]  # fmt: skip


@waits("organisations", for_staff=True)
def organisations_to_confirm(membership: Membership) -> list[Item]:
    """One line for all that were proposed: who keeps the directory confirms, or reunites them with what is known."""
    if not perms.may_keep_organisations(membership):
        return []
    names = list(Organisation.objects.filter(is_proposed=True).order_by("name").values_list("name", flat=True))
    if not names:
        return []
    title = f"{len(names)} organisations proposées à confirmer" if len(names) > 1 else "Une organisation à confirmer"
    url = reverse("organisation:index") + "?is_proposed=true"
    return [Item(title=title, url=url, at=timezone.now(), detail=french(", ".join(names[:3])))]


@waits("revues")
def colleagues_to_confirm(membership: Membership) -> list[Item]:
    """One line for each organisation whose référent this member is, since the day when the first fell due."""
    asked = reviews.asked_of(membership, timezone.localdate()).select_related("organisation").order_by("pk")
    theirs: dict[Organisation, list[datetime.date]] = {}
    for each in asked:
        theirs.setdefault(each.organisation, []).append(each.to_confirm_from)
    return [
        Item(
            title=reviews.title_of(organisation, len(days)), url=reviews.url_of(organisation), subject=REVIEWS.code,
            at=timezone.make_aware(datetime.datetime.combine(min(days), datetime.time())),
            detail="Dites en un clic par personne qui travaille toujours là.",
        )
        for organisation, days in theirs.items()
    ]  # fmt: skip
