"""What the page of a circle shows of the library: the folders that are for it, and what came in last."""

from extranet.directory.sections import ON_CIRCLES
from extranet.library import listing
from portal.design.sections import Section
from portal.documents.models import Folder
from portal.documents.perms import may_keep
from portal.organisations.models import Audience, Circle
from portal.tenancy.models import Membership

LATEST = 5


@ON_CIRCLES.declare("library")
def shared(circle: Circle, membership: Membership) -> Section | None:
    """Return what this member may open of what names the circle; who keeps the library may also put things in."""
    for_it = Audience.objects.filter(reach=Audience.Reach.CHOSEN, circles=circle)
    folders = listing.folders(membership.user, membership, Folder.objects.filter(audience__in=for_it))
    documents = listing.of_audiences(listing.readable(membership.user, membership), for_it)
    latest = listing.dressed(documents[:LATEST], membership)
    keeps = may_keep(membership.user)
    if not (folders or latest or keeps):
        return None
    context = {"circle": circle, "folders": folders, "documents": latest, "keeps": keeps}
    return Section("library/_of_circle.html", context)
