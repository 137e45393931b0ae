"""Who keeps the trainings."""

from portal.tenancy.capabilities import Capability, declare, model_permissions
from portal.tenancy.models import Role

KEEP = "trainings.change_training"
AREA = "Formations"
KEEPERS = frozenset({Role.ADMINISTRATION, Role.COORDINATION})
WHOLE = ("add", "change", "delete", "view")

declare(
    Capability(
        code="trainings", area=AREA, roles=KEEPERS,
        label="tenir le catalogue des formations, leurs sessions, leurs inscriptions et les présences",
        permissions=(
            *model_permissions("trainings.training", *WHOLE),
            *model_permissions("trainings.session", *WHOLE),
        ),
    ),
)  # fmt: skip
