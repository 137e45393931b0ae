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
        code="messages", area=AREA,
        label="lire, renvoyer et effacer les messages reçus : ceux de ses plateformes, et les généraux",
        roles=frozenset({Role.ADMINISTRATION, Role.COORDINATION}),
        permissions=model_permissions("home.contactmessage", "view", "delete"),
    ),
    Capability(
        code="contact_settings", area=AREA, roles=frozenset({Role.ADMINISTRATION}),
        label="dire qui répond à chaque sujet du formulaire, et combien de temps les messages sont gardés",
        permissions=(
            *model_permissions("home.contactroute", "add", "change", "delete", "view"),
            *model_permissions("home.contactpolicy", "change", "view"),
        ),
    ),
    Capability(
        code="rubrics", area=PAGES, label="tenir les rubriques des actualités", roles=PUBLISHERS,
        permissions=model_permissions("home.rubric", "add", "change", "delete", "view"),
    ),
)  # fmt: skip
