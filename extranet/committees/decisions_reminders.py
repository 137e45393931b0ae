"""What is said of the due date of a decision: a week before, the day after, then every two weeks while it is late.

``told_on`` of a decision is when its people were last told of the date, or when it was set: what was due since is said
once. A mail names a decision by its number alone: what was decided is read on the page.
"""

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from extranet.committees.decided import WITH_COMMITTEES
from extranet.committees.decisions_subjects import DECISIONS
from extranet.committees.models import Decision, Mandate
from portal.design.typography import french, french_date
from portal.notifications.notices import notify
from portal.tenancy.models import Membership

BEFORE, AFTER, EVERY = 7, 1, 14
"""Days: before the due date, after it, then between two reminders."""


def send(*, today: datetime.date | None = None) -> int:
    """Tell those responsible of what is due, and return of how many decisions. Safe to run twice, and at once."""
    today = today or timezone.localdate()
    soon = today + datetime.timedelta(days=BEFORE)
    due = Decision.objects.open().filter(WITH_COMMITTEES, due_on__lte=soon, told_on__lt=today)
    return sum(_remind(pk, today) for pk in due.order_by("due_on", "pk").values_list("pk", flat=True))


def moment_of(due_on: datetime.date, today: datetime.date) -> datetime.date | None:
    """Return the last day, up to today, on which something was to be said of a due date; None before the first."""
    late = (today - due_on).days - AFTER
    if late >= 0:
        return today - datetime.timedelta(days=late % EVERY)
    first = due_on - datetime.timedelta(days=BEFORE)
    return first if first <= today else None


def people_of(decision: Decision, today: datetime.date) -> list[Membership]:
    """Return who is told: the responsible person, and those who sit for the responsible organisations; nobody of them
    left, the secretary.
    """
    seated = Mandate.objects.open(today).filter(
        member__committee=decision.committee_id, member__organisation__in=decision.organisations.all()
    )
    reachable = Membership.objects.of(decision.tenant_id).active()
    people = reachable.filter(pk__in=[*seated.values_list("membership", flat=True), decision.person_id])
    people = people or reachable.filter(pk=decision.committee.secretary_id)
    return list(people.order_by("pk"))


@transaction.atomic
def _remind(pk: int, today: datetime.date) -> bool:
    """Tell of one decision, unless it was done: the day and the mails, both or neither; two at once wait."""
    rows = Decision.objects.select_for_update(of=("self",)).select_related("committee")
    decision = rows.open().exclude(due_on=None).filter(pk=pk).first()
    moment = moment_of(decision.due_on, today) if decision else None
    if moment is None or moment <= decision.told_on:
        return False
    decision.told_on = today
    decision.save(update_fields=["told_on"])
    notify(
        people_of(decision, today), DECISIONS, title=title_of(decision, today),
        url=reverse("decision", args=[decision.pk]),
        text=french(f"{decision.committee}. Dites sur la page où elle en est, ou qu’elle est faite."),
    )  # fmt: skip
    return True


def title_of(decision: Decision, today: datetime.date) -> str:
    """« Décision D-2026-014 : échéance le 3 mars 2026 », « Décision D-2026-014 en retard : échéance le 3 mars 2026 »"""
    day = french_date(date_format(decision.due_on, "j F Y"))
    if decision.due_on < today:
        return f"Décision {decision.reference} en retard : échéance le {day}"
    return f"Décision {decision.reference} : échéance le {day}"
