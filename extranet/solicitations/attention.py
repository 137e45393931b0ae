"""What solicitations ask of a member: an answer from who keeps the platform, a complement from the partner."""

from django.db.models import CharField, Count, F, Min, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from extranet.solicitations.addresses import address
from extranet.solicitations.models import Solicitation, State
from portal.design.typography import french
from portal.notifications.attention import Item, Lines, lines
from portal.tenancy.models import Membership, Module, Role

TO_ANSWER, TO_COMPLETE = "solicitations.to_answer", "solicitations.to_complete"
ANSWERING = (Role.COORDINATION, Role.ADMINISTRATION)


def waiting_rows(membership: Membership) -> list[QuerySet]:
    """Return rows (kind, key, title, at): one for all that a coordinator owes, one for each request to complete.

    None where solicitations are switched off. ``title`` is how many, or the reference.
    """
    if not membership.tenant.has_module(Module.SOLICITATIONS):
        return []
    mine = Solicitation.objects.filter(asked_by=membership, state=State.TO_COMPLETE).order_by()
    rows = mine.annotate(
        kind=Value(TO_COMPLETE, CharField()), key=F("reference"), title=F("reference"), moment=F("last_exchange_at")
    ).values_list("kind", "key", "title", "moment")
    if not membership.has_role(*ANSWERING):
        return [rows]
    return [rows, _owed(membership)]


def _owed(membership: Membership) -> QuerySet:
    kept = Solicitation.objects.of_platforms_kept_by(membership, timezone.localdate()).waiting().order_by()
    counted = kept.values("tenant").annotate(
        kind=Value(TO_ANSWER, CharField()), key=Min("reference"), title=Cast(Count("pk"), CharField()),
        moment=Min("waiting_since"),
    )  # fmt: skip
    return counted.values_list("kind", "key", "title", "moment")


def item_of(kind: str, key: str, title: str, at) -> Item:
    """Return the line of a row."""
    if kind == TO_COMPLETE:
        return Item(
            title=french(f"Sollicitation {title} : un complément vous est demandé"), at=at,
            url=address("solicitation", key), detail="La plateforme attend votre réponse.",
        )  # fmt: skip
    if title == "1":
        words, url = f"Sollicitation {key} : votre réponse est attendue", address("solicitation", key)
    else:
        words, url = f"{title} sollicitations attendent votre réponse", address("solicitations_kept")
    return Item(title=french(words), url=url, at=at, detail="Un rappel part à cinq et à dix jours.")


lines(Lines(kinds=(TO_ANSWER, TO_COMPLETE), rows=waiting_rows, item=item_of))
