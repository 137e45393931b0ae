"""Who sees what became of the tenant's mails."""

from portal.tenancy.capabilities import Capability, declare
from portal.tenancy.models import Role

WATCH_MAILS = "notifications.watch_mails"

declare(
    Capability(
        code="mails",
        area="Espace",
        label="voir quels courriels sont partis, et renvoyer ceux qui ne le sont pas",
        roles=frozenset({Role.ADMINISTRATION}),
        permissions=(WATCH_MAILS,),
    ),
)
