"""Who keeps the services and the rubrics of the news, and who reads what was written through the contact form."""

from portal.pages.permissions import AREA as PAGES
from portal.pages.permissions import PUBLISHERS
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
    Capability(
        code="rubrics", area=PAGES, label="tenir les rubriques des actualités", roles=PUBLISHERS,
        permissions=model_permissions("home.rubric", "add", "change", "delete", "view"),
    ),
)  # fmt: skip
