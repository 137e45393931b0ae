"""What the portal does by itself: remind, call for help, close, erase."""

import datetime

from django.db import transaction
from django.utils import timezone

from extranet.access import letters
from extranet.access.models import ANSWER_AWAITED_FOR, ARRIVAL_KEPT_FOR, AccessRequest, Arrival, Entry, State
from extranet.access.organisations import forget_unless_needed
from extranet.access.perms import administrators
from extranet.access.services import close, tell
from portal.design.typography import french

REMINDED_AFTER = datetime.timedelta(days=5)
ESCALATED_AFTER = datetime.timedelta(days=10)


@transaction.atomic
def escalate() -> None:
    """Bring back to who answers what waits for five days, and to the administration what waits for ten: once each."""
    now = timezone.now()
    waiting = AccessRequest.objects.waiting().select_related("platform", "tenant")
    waiting = waiting.select_for_update(of=("self",), skip_locked=True).order_by("waiting_since", "pk")
    for request in waiting.filter(reminded_at=None, waiting_since__lte=now - REMINDED_AFTER):
        _note(request, Entry.Kind.REMINDED, "reminded_at")
        tell(request, french(f"La demande d’accès de {request.name} attend depuis {request.days_waiting} jours"))
    for request in waiting.filter(escalated_at=None, waiting_since__lte=now - ESCALATED_AFTER):
        _note(request, Entry.Kind.ESCALATED, "escalated_at")
        title = french(f"Sans réponse depuis {request.days_waiting} jours : demande d’accès de {request.name}")
        tell(request, title, to=administrators(request.tenant_id))


def _note(request: AccessRequest, kind: Entry.Kind, moment: str) -> None:
    setattr(request, moment, timezone.now())
    request.save(update_fields=[moment])
    Entry.objects.create(request=request, kind=kind)


@transaction.atomic
def close_unanswered() -> None:
    """Close the requests whose sender was asked something a month ago, and never said more."""
    asked = AccessRequest.objects.filter(state=State.ASKED).select_related("tenant", "organisation")
    long_ago = timezone.now() - ANSWER_AWAITED_FOR
    for request in asked.select_for_update(of=("self",), skip_locked=True):
        last = request.entries.filter(kind=Entry.Kind.QUESTION).last()
        if last is None or last.created_at < long_ago:
            close(request, State.EXPIRED)
            Entry.objects.create(request=request, kind=Entry.Kind.EXPIRED)
            letters.write("expired", request)


@transaction.atomic
def erase_expired() -> None:
    """Erase the requests whose time is over, with all that was written in them, and arrivals that never came."""
    now = timezone.now()
    for request in AccessRequest.objects.expired(now).select_related("organisation"):
        request.delete()
        forget_unless_needed(request.organisation)
    for arrival in Arrival.objects.filter(created_at__lt=now - ARRIVAL_KEPT_FOR).select_related("organisation"):
        arrival.delete()
        forget_unless_needed(arrival.organisation)
