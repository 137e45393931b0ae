"""The decisions that wait for a member: theirs, and those of the organisations for which they sit."""

import datetime

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from extranet.committees.decided import WITH_COMMITTEES
from extranet.committees.decisions_subjects import DECISIONS
from extranet.committees.models import Decision
from portal.design.typography import french, french_date
from portal.notifications.attention import Item, waits
from portal.tenancy.models import Membership

MOST = 50


@waits("décisions")
def decisions_to_do(membership: Membership) -> list[Item]:
    """Each open decision that they have to follow, since it was taken; by its number alone, for mails say so too."""
    rows = Decision.objects.open().followed_by(membership).filter(WITH_COMMITTEES).select_related("committee")
    rows = rows.order_by(F("due_on").asc(nulls_last=True), "year", "number")
    return [
        Item(
            title=french(f"Décision {each.reference} {each.get_state_display()} : {each.committee}"),
            url=reverse("decision", args=[each.pk]), subject=DECISIONS.code, detail=_due(each),
            at=timezone.make_aware(datetime.datetime.combine(each.decided_on, datetime.time())),
        )
        for each in rows[:MOST]
    ]  # fmt: skip


def _due(decision: Decision) -> str:
    if decision.due_on is None:
        return "Sans échéance."
    day = french_date(date_format(decision.due_on, "j F Y"))
    return french(f"En retard : l’échéance était le {day}." if decision.is_late else f"Échéance le {day}.")
