"""Who may change the territories, and which of them."""

from portal.tenancy.capabilities import Capability, declare, model_permissions
from portal.tenancy.models import Role

EVERY_PLATFORM = "territories.keep_every_platform"
APPOINT = "territories.appoint_coordinator"

ADMINISTRATION = frozenset({Role.ADMINISTRATION})
ALL_PLATFORMS = frozenset({Role.ADMINISTRATION, Role.COMMUNICATION})
KEEPERS = ALL_PLATFORMS | {Role.COORDINATION}
WHOLE = ("add", "change", "delete", "view")
AREA = "Territoires"

declare(
    Capability(
        code="own_platforms", area=AREA, roles=KEEPERS,
        label="tenir les contacts et la couverture des plateformes que l’on coordonne ou supplée",
        permissions=(
            *model_permissions("territories.platform", "change", "view"),
            *model_permissions("territories.coveragerule", *WHOLE),
            *model_permissions("territories.coverageexception", *WHOLE),
        ),
    ),
    Capability(
        code="every_platform", area=AREA, roles=ALL_PLATFORMS,
        label="tenir les contacts et la couverture de toutes les plateformes",
        permissions=(EVERY_PLATFORM,),
    ),
    Capability(
        code="other_bodies", area=AREA, roles=KEEPERS, label="tenir la liste des autres organismes",
        permissions=model_permissions("territories.otherbody", *WHOLE),
    ),
    Capability(
        code="own_absence", area=AREA, roles=frozenset({Role.ADMINISTRATION, Role.COORDINATION}),
        label="déclarer ses absences et dire qui supplée",
        permissions=model_permissions("territories.absence", *WHOLE),
    ),
    Capability(
        code="appoint", area=AREA, roles=ADMINISTRATION,
        label="dire qui coordonne chaque plateforme, et déclarer l’absence d’une autre personne",
        permissions=(APPOINT,),
    ),
    Capability(
        code="make_platforms", area=AREA, roles=ADMINISTRATION, label="créer ou supprimer une plateforme",
        permissions=model_permissions("territories.platform", "add", "delete"),
    ),
)  # fmt: skip
