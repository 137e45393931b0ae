"""The capabilities of belonging itself: the back-office's door, its guard, and the team."""

from portal.tenancy.capabilities import Capability, declare
from portal.tenancy.models import Role

MANAGE_TEAM = "tenancy.manage_team"
CHANGE_IDENTITY = "tenancy.change_tenant"
CHANGE_SECURITY = "tenancy.change_secondfactorpolicy"

declare(
    Capability(
        code="back_office",
        area="Espace",
        label="ouvrir l’administration du site",
        roles=frozenset(Role.staff()),
        permissions=("wagtailadmin.access_admin",),
    ),
    Capability(
        code="team",
        area="Espace",
        label="inviter des membres, donner et reprendre des rôles, mettre fin à un accès",
        roles=frozenset({Role.ADMINISTRATION}),
        permissions=(MANAGE_TEAM,),
    ),
    Capability(
        code="identity",
        area="Espace",
        label="choisir les couleurs, le contact général et les durées de conservation",
        roles=frozenset({Role.ADMINISTRATION}),
        permissions=(CHANGE_IDENTITY,),
    ),
    Capability(
        code="security",
        area="Espace",
        label="choisir quand la double authentification devient obligatoire",
        roles=frozenset({Role.ADMINISTRATION}),
        permissions=(CHANGE_SECURITY,),
    ),
)
