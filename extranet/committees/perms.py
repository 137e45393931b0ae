"""Who may do what in a committee. Each function's docstring is the policy."""

from django.db.models import QuerySet
from django.utils import timezone

from extranet.committees.models import Committee, Mandate, Meeting, Member
from extranet.committees.permissions import KEEP
from portal.tenancy.models import Membership


def may_keep_all(membership: Membership | None) -> bool:
    """Coordination and administration create the committees, and keep each of them."""
    # The rights of somebody without a back-office are not worth a query on each page.
    return bool(membership) and membership.opens_back_office and membership.user.has_perm(KEEP)


def may_keep(membership: Membership | None, committee: Committee) -> bool:
    """Who keeps all committees, and this one's secretary: meetings, agenda, papers, members, who was there."""
    return bool(membership) and (committee.secretary_id == membership.pk or may_keep_all(membership))


def sits(membership: Membership | None, committee: Committee) -> bool:
    """Who has a mandate today, observers too, the secretary and the chair: they read all, answer and propose."""
    if not membership:
        return False
    return Committee.objects.of_people(membership).filter(pk=committee.pk).exists()


def known_to(membership: Membership | None) -> QuerySet[Committee]:
    """Return the committees whose page opens: where one sits or sat, all of them for who keeps them."""
    if not membership:
        return Committee.objects.none()
    return Committee.objects.all() if may_keep_all(membership) else Committee.objects.known_to(membership)


def readable(membership: Membership | None) -> QuerySet[Meeting]:
    """Return the meetings that one may read: of who left, those held during their mandate; all for who keeps them."""
    if not membership:
        return Meeting.objects.none()
    return Meeting.objects.all() if may_keep_all(membership) else Meeting.objects.readable_by(membership)


def may_read_papers(membership: Membership | None, committee: Committee) -> bool:
    """Papers are for those who sit today: of who left, the library says what else is open to them."""
    return sits(membership, committee) or may_keep(membership, committee)


def seats_of(membership: Membership, committee: Committee) -> QuerySet[Member]:
    """Return the organisations for which this person sits in the committee today."""
    today = timezone.localdate()
    mandates = Mandate.objects.on(today).filter(membership=membership, member__committee=committee)
    return Member.objects.filter(pk__in=mandates.values("member")).select_related("organisation")


def proposes(membership: Membership | None, committee: Committee) -> bool:
    """Who sits, and does not only observe, proposes items."""
    if not membership:
        return False
    is_of_office = membership.pk in {committee.secretary_id, committee.chair_id}
    return is_of_office or seats_of(membership, committee).filter(is_observer=False).exists()


def may_propose(membership: Membership | None, meeting: Meeting) -> bool:
    """Who proposes does so until the deadline of a meeting that is not held."""
    return meeting.takes_proposals and proposes(membership, meeting.committee)


def may_answer(membership: Membership | None, meeting: Meeting) -> bool:
    """Who was called to a meeting says whether they come, until it begins; a mandate that ended answers nothing."""
    if not (meeting.takes_replies and membership):
        return False
    return meeting.convocations.filter(membership=membership).exists() and sits(membership, meeting.committee)
