"""Who keeps the key figures."""

from portal.tenancy.capabilities import Capability, declare, model_permissions
from portal.tenancy.models import Role

KEEPERS = frozenset({Role.ADMINISTRATION, Role.COMMUNICATION})
KEEP = "figures.change_figure"

declare(
    Capability(
        code="key_figures", area="Pages et médias", roles=KEEPERS, label="tenir les chiffres clés",
        permissions=model_permissions("figures.figure", "add", "change", "delete", "view"),
    ),
)  # fmt: skip
