"""Who keeps the committees of an authority: who made one its secretary says so besides, one by one (``perms``)."""

from portal.tenancy.capabilities import Capability, declare, model_permissions
from portal.tenancy.models import Role

KEEP = "committees.change_committee"
KEEPERS = frozenset({Role.ADMINISTRATION, Role.COORDINATION})

declare(
    Capability(
        code="committees", area="Comités", roles=KEEPERS,
        label="créer les comités, dire qui y siège, préparer leurs réunions et relever qui est là",
        permissions=tuple(model_permissions("committees.committee", "add", "change", "delete", "view")),
    ),
)  # fmt: skip
