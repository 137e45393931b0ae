"""Who reads the report of broken links, and says which may stay: those who may mend the pages."""

from portal.tenancy.capabilities import Capability, declare, model_permissions
from portal.tenancy.models import Role

MENDERS = frozenset({Role.ADMINISTRATION, Role.COMMUNICATION, Role.REDACTION})
CHECK = "links.change_brokenlink"

declare(
    Capability(
        code="links", area="Pages et médias", label="suivre les liens rompus des pages", roles=MENDERS,
        permissions=model_permissions("links.brokenlink", "change", "view"),
    ),
)  # fmt: skip
