"""What the page of a committee says of the solicitations that are presented to it, to who sits there."""

from extranet.committees.models import Committee
from extranet.committees.sections import ON_COMMITTEES
from extranet.solicitations import perms, presentations
from extranet.solicitations.models import Presentation
from portal.design.sections import Section
from portal.tenancy.models import Membership


@ON_COMMITTEES.declare("solicitations")
def presented_to_it(committee: Committee, membership: Membership) -> Section | None:
    if not perms.is_open(committee.tenant) or not presentations.committees_of(membership).filter(pk=committee.pk):
        return None
    count = Presentation.objects.active().filter(committee=committee).count()
    return Section("solicitations/_of_committee.html", {"committee": committee, "count": count}) if count else None
