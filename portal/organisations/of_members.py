"""What « Équipe » shows of a member: the organisations they work for, and where that is changed."""

from django.urls import reverse

from portal.design.sections import Section
from portal.organisations.models import Affiliation
from portal.organisations.permissions import KEEP
from portal.tenancy.models import Membership
from portal.tenancy.team import ON_MEMBERS


@ON_MEMBERS.declare("organisations")
def organisations(membership: Membership, user) -> Section:
    """Return where a member works or worked; who keeps the directory changes it there."""
    rows = Affiliation.objects.filter(membership=membership).select_related("organisation")
    rows = list(rows.order_by("-ended_on", "organisation__name", "pk"))
    context = {
        "current": [each for each in rows if each.ended_on is None],
        "past": [each for each in rows if each.ended_on],
        "keeps": user.has_perm(KEEP),
        "add_url": "" if membership.ended_at else f"{reverse('affiliation:add')}?membre={membership.pk}",
    }
    return Section("organisations/admin/_of_member.html", context)
