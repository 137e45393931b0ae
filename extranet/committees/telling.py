"""Who is told of a proposal, and of what became of it. The item itself is not in the notice: its page says more."""

from extranet.committees.addresses import address
from extranet.committees.models import Committee, Meeting, Proposal
from extranet.committees.permissions import KEEPERS
from extranet.committees.subjects import ANSWERS, PROPOSALS
from extranet.committees.words import called
from portal.design.typography import french
from portal.notifications.notices import notify
from portal.tenancy.models import Membership


def tell_of_proposal(proposal: Proposal) -> None:
    """Tell who answers for the committee that an item is proposed; not its author."""
    meeting = _with_committee(proposal)
    people = keepers_of(meeting.committee).exclude(pk=proposal.by_id)
    title = french(f"Un point est proposé : {called(meeting)}")
    notify(people, PROPOSALS, title=title, url=address("meeting_prepare", meeting.pk))


def tell_of_answer(proposal: Proposal) -> None:
    """Tell who proposed an item whether it is on the agenda; nothing to who answered their own."""
    if proposal.by is None or proposal.by_id == proposal.answered_by_id:
        return
    meeting = _with_committee(proposal)
    became = "Votre point est à l’ordre du jour" if proposal.is_accepted else "Votre point n’est pas retenu"
    text = "" if proposal.is_accepted else "La page de la réunion dit pourquoi."
    title = french(f"{became} : {called(meeting)}")
    notify([proposal.by], ANSWERS, title=title, url=address("meeting", meeting.pk), text=text)


def keepers_of(committee: Committee):
    """Return who answers for a committee: its secretary, while their access is open; else who keeps all of them."""
    active = Membership.objects.of(committee.tenant_id).active().order_by("pk")
    secretary = active.filter(pk=committee.secretary_id)
    return secretary if secretary.exists() else active.with_role(*KEEPERS)


def _with_committee(proposal: Proposal) -> Meeting:
    return Meeting.objects.select_related("committee").get(pk=proposal.meeting_id)
