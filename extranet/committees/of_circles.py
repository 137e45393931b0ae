"""What the page of a circle says of its committee, to who may open it."""

from extranet.committees import perms
from extranet.directory.sections import ON_CIRCLES
from portal.design.sections import Section
from portal.organisations.models import Circle
from portal.tenancy.models import Membership, Module


@ON_CIRCLES.declare("committees")
def its_committee(circle: Circle, membership: Membership) -> Section | None:
    if not circle.tenant.has_module(Module.COMMITTEES):
        return None
    committee = perms.known_to(membership).filter(circle=circle).first()
    return Section("committees/_of_circle.html", {"committee": committee}) if committee else None
