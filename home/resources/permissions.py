"""Who keeps the resources: whoever writes pages prepares them, whoever publishes shows them."""

from portal.pages.permissions import PUBLISHERS
from portal.tenancy.capabilities import Capability, declare, model_permissions
from portal.tenancy.models import Role

AREA = "Ressources et questions"
PUBLISH = "resources.publish_resource"

declare(
    Capability(
        code="resources", area=AREA, label="préparer des ressources et changer leur ordre",
        roles=PUBLISHERS | {Role.REDACTION},
        permissions=model_permissions("resources.resource", "add", "change", "delete", "view"),
    ),
    Capability(
        code="publish_resources", area=AREA, label="rendre visible une ressource, la modifier ou la retirer ensuite",
        roles=PUBLISHERS, permissions=(PUBLISH,),
    ),
    Capability(
        code="resource_themes", area=AREA, label="tenir les thèmes des ressources", roles=PUBLISHERS,
        permissions=model_permissions("resources.resourcetheme", "add", "change", "delete", "view"),
    ),
)  # fmt: skip
