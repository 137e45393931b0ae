"""Who keeps the directory: organisations, who works for them, and circles."""

from portal.tenancy.capabilities import Capability, declare, model_permissions
from portal.tenancy.models import Role

KEEP = "organisations.change_organisation"
KEEP_CIRCLES = "organisations.change_circle"

KEEPERS = frozenset({Role.ADMINISTRATION, Role.COORDINATION, Role.COMMUNICATION})
AREA = "Annuaire"
WHOLE = ("add", "change", "delete", "view")

declare(
    Capability(
        code="organisations", area=AREA, roles=KEEPERS,
        label="tenir les organisations et dire qui y travaille, réunir les doublons, importer et exporter",
        permissions=(
            *model_permissions("organisations.organisation", *WHOLE),
            *model_permissions("organisations.affiliation", "add", "change", "view"),
        ),
    ),
    Capability(
        code="circles", area=AREA, roles=KEEPERS,
        label="créer des cercles, choisir qui les anime, répondre quand personne ne les anime",
        permissions=model_permissions("organisations.circle", *WHOLE),
    ),
)  # fmt: skip
