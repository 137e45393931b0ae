"""The figures in the menu of élus, who read nothing else of the solicitations; others come from the pages they keep."""

from extranet.solicitations import perms
from portal.pages import members_menu
from portal.pages.members_menu import Entry
from portal.tenancy.models import Role


def is_for_elected(request) -> bool:
    return perms.is_open(request.tenant) and request.membership.has_role(Role.ELECTED)


members_menu.add(
    Entry("Chiffres des sollicitations", "solicitation_figures", icon="list", order=19, is_shown=is_for_elected)
)
