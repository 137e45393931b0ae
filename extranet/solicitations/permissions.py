"""What a role gives over solicitations: their rules, never one of them.

Who may read or answer one is said row by row (``perms``): a coordinator, of their own platforms; never a role. Figures
are for some roles, élus among them, who have no capability (``perms.may_read_figures``).
"""

from portal.tenancy.capabilities import Capability, declare
from portal.tenancy.models import Role

SET_UP = "solicitations.set_up_solicitations"

declare(
    Capability(
        code="solicitations_setup", area="Sollicitations", roles=frozenset({Role.ADMINISTRATION}),
        label="consigner l’analyse d’impact, ouvrir les sollicitations, lire les comptes rendus d’effacement",
        permissions=(SET_UP,),
    ),
)  # fmt: skip
