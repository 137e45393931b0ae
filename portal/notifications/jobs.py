"""The mails' periodic jobs, and their figures in ``/sante/``."""

import datetime

from django.db.models import Count, Q

from portal.jobs.registry import health_figures, periodic
from portal.notifications import digests, elsewhere, mailbox_of_bounces, services
from portal.notifications.models import Mail


@periodic("notifications.retry", label="Renvoyer les courriels refusés", every=datetime.timedelta(minutes=1))
def retry() -> None:
    services.retry()


@periodic("notifications.purge", label="Effacer les courriels anciens", at=datetime.time(3, 20))
def purge() -> None:
    services.purge()


@periodic("notifications.digests", label="Envoyer les récapitulatifs", at=digests.HOUR)
def send_digests() -> None:
    digests.send_digests()


@periodic("notifications.elsewhere", label="Voir ce qui attend ailleurs", every=datetime.timedelta(minutes=15))
def look_elsewhere() -> None:
    elsewhere.look_at_everyone()


@periodic(
    "notifications.bounces", label="Lire les courriels qui reviennent", every=datetime.timedelta(minutes=10),
    for_each_tenant=False,
)  # fmt: skip
def read_bounces() -> None:
    mailbox_of_bounces.read()


@health_figures(
    "mails",
    alarming={"abandoned"},
    label="courriels",
    labels={"waiting": "en attente de départ", "abandoned": "abandonnés, après deux jours d’essais"},
)
def count() -> dict[str, int]:
    """Count those that have not left: probes ask every few seconds, and a month of those that have is a great many."""
    return Mail.objects.filter(sent_at=None).aggregate(
        waiting=Count("pk", filter=Q(next_attempt_at__isnull=False)),
        abandoned=Count("pk", filter=Q(next_attempt_at=None)),
    )
