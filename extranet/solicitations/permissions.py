"""What a role gives over solicitations: their figures and their rules, never one of them.

Who may read or answer one is said row by row (``perms``): a coordinator, of their own platforms; never a role.
"""

from portal.tenancy.capabilities import Capability, declare
from portal.tenancy.models import Role

SET_UP = "solicitations.set_up_solicitations"
READ_FIGURES = "solicitations.read_figures"

declare(
    Capability(
        code="solicitations_setup", area="Sollicitations", roles=frozenset({Role.ADMINISTRATION}),
        label="consigner l’analyse d’impact, ouvrir les sollicitations, lire les comptes rendus d’effacement",
        permissions=(SET_UP,),
    ),
    Capability(
        code="solicitations_figures", area="Sollicitations",
        roles=frozenset({Role.ADMINISTRATION, Role.COORDINATION, Role.ELECTED}),
        label="lire les chiffres des sollicitations, les effectifs de moins de 5 masqués",
        permissions=(READ_FIGURES,),
    ),
)  # fmt: skip
