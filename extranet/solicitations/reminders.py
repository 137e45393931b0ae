"""No request stays silent: who answers is reminded of what waits, then the administration, which names somebody.

A reminder is no exchange: it does not start the clock of what is kept again.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from extranet.solicitations import services, telling
from extranet.solicitations.entries import WITH_SOLICITATIONS
from extranet.solicitations.models import Message, Reminder, Solicitation

TO_WHO_ANSWERS, TO_THE_ADMINISTRATION = (5, 10), 15
"""Days since an answer is owed."""
DELAYS = (*TO_WHO_ANSWERS, TO_THE_ADMINISTRATION)


def send(*, now: datetime.datetime | None = None) -> int:
    """Remind of what waits for too long, and return of how many. Safe to run twice, and at once."""
    now = now or timezone.now()
    waiting = Solicitation.objects.filter(WITH_SOLICITATIONS).waiting()
    late = waiting.filter(waiting_since__lte=now - datetime.timedelta(days=min(DELAYS)))
    return sum(_remind(each, now) for each in late.order_by("waiting_since", "pk"))


@transaction.atomic
def _remind(solicitation: Solicitation, now: datetime.datetime) -> bool:
    """Say the longest delay that is past, once: a job that did not run for days does not send all of them."""
    solicitation = services.locked(solicitation)
    if not solicitation.is_waiting:
        return False
    past = [days for days in DELAYS if solicitation.waiting_since <= now - datetime.timedelta(days=days)]
    sent = Reminder.objects.filter(solicitation=solicitation, waiting_since=solicitation.waiting_since)
    said = set(sent.values_list("days", flat=True))
    if not past or max(past) in said:
        return False
    Reminder.objects.bulk_create(
        Reminder(solicitation=solicitation, waiting_since=solicitation.waiting_since, days=days, sent_at=now,
                 tenant_id=solicitation.tenant_id)
        for days in past if days not in said
    )  # fmt: skip
    Message.objects.create(solicitation=solicitation, kind=Message.Kind.REMINDED, created_at=now)
    waits = f"sans réponse depuis {(now - solicitation.waiting_since).days} jours"
    tell = telling.tell_the_administration if max(past) == TO_THE_ADMINISTRATION else telling.tell_the_platform
    tell(solicitation, waits)
    return True
