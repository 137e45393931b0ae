"""The periodic jobs of belonging: a long absence is written about, then ends the access, then the account."""

import datetime

from django.utils import timezone

from portal.jobs.registry import periodic
from portal.tenancy import dormancy, invitations


@periodic("tenancy.absent", label="Prévenir, puis fermer les accès longtemps inutilisés", at=datetime.time(4, 10))
def close_unused_accesses() -> None:
    today = timezone.localdate()
    dormancy.end_the_absent(today)
    dormancy.warn_the_absent(today)


@periodic(
    "tenancy.forgotten",
    label="Prévenir, puis effacer les comptes longtemps inutilisés",
    at=datetime.time(4, 30),
    for_each_tenant=False,
)
def erase_unused_accounts() -> None:
    today = timezone.localdate()
    dormancy.forget(today)
    dormancy.warn_of_forgetting(today)


@periodic("tenancy.old-invitations", label="Effacer les invitations anciennes", at=datetime.time(4, 20))
def erase_old_invitations() -> None:
    invitations.erase_old()
