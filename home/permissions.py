"""Who keeps the services, and who reads what was written through the contact form."""

from portal.tenancy.capabilities import Capability, declare, model_permissions
from portal.tenancy.models import Role

AREA = "Services et messages"

declare(
    Capability(
        code="services", area=AREA, label="tenir la liste des services",
        roles=frozenset({Role.ADMINISTRATION, Role.COORDINATION, Role.COMMUNICATION}),
        permissions=model_permissions("home.service", "add", "change", "delete", "view"),
    ),
    Capability(
        code="messages", area=AREA, label="lire et effacer les messages reçus par le formulaire",
        roles=frozenset({Role.ADMINISTRATION, Role.COORDINATION}),
        permissions=model_permissions("home.contactmessage", "view", "delete"),
    ),
)  # fmt: skip
