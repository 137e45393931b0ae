"""The directory in the menu of the members' space."""

from portal.organisations.models import Affiliation
from portal.pages.members_menu import Entry


def is_referent(request) -> bool:
    return Affiliation.objects.of_referent(request.membership).exists()


ENTRIES = (
    Entry("Annuaire", "directory", icon="user", order=30),
    Entry("Mon équipe", "own_team", icon="list", order=35, is_shown=is_referent),
)
