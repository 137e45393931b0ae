"""Solicitations in the menu of the members’ space, where the module is on; it asks the database nothing."""

from extranet.solicitations import perms
from portal.pages import members_menu
from portal.pages.members_menu import Entry


def is_there(request) -> bool:
    return perms.is_open(request.tenant)


members_menu.add(Entry("Sollicitations", "solicitations", icon="pin", order=14, is_shown=is_there))
