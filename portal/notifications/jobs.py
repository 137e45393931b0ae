"""The mails' periodic jobs, and their figures in ``/sante/``."""

import datetime

from django.db.models import Count, Q

from portal.jobs.registry import health_figures, periodic
from portal.notifications import services
from portal.notifications.models import Mail


@periodic("notifications.retry", label="Renvoyer les courriels refusés", every=datetime.timedelta(minutes=1))
def retry() -> None:
    services.retry()


@periodic("notifications.purge", label="Effacer les courriels anciens", at=datetime.time(3, 20))
def purge() -> None:
    services.purge()


@health_figures(
    "mails",
    alarming={"abandoned"},
    label="courriels",
    labels={"waiting": "en attente de départ", "abandoned": "abandonnés, après deux jours d’essais"},
)
def count() -> dict[str, int]:
    return Mail.objects.aggregate(
        waiting=Count("pk", filter=Q(next_attempt_at__isnull=False)),
        abandoned=Count("pk", filter=Q(sent_at=None, next_attempt_at=None)),
    )
