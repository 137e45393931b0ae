"""Who keeps the glossary: whoever writes for the public."""

from portal.tenancy.capabilities import Capability, declare, model_permissions
from portal.tenancy.models import Role

KEEPERS = frozenset({Role.ADMINISTRATION, Role.COMMUNICATION})
KEEP = "glossary.change_term"

declare(
    Capability(
        code="glossary", area="Pages et médias", roles=KEEPERS, label="tenir le glossaire",
        permissions=model_permissions("glossary.term", "add", "change", "delete", "view"),
    ),
)  # fmt: skip
