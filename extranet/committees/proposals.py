"""What members propose for an agenda, and what the secretary answers."""

from django.db import transaction
from django.utils import timezone

from extranet.committees import signals
from extranet.committees.agenda import add_item
from extranet.committees.models import Item, Meeting, Proposal
from extranet.committees.states import locked
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError


@transaction.atomic
def propose(proposal: Proposal) -> Proposal:
    """Save what a member proposes for an agenda; ``perms.may_propose`` was asked. Refused after the deadline."""
    meeting = locked(proposal.meeting)
    if not meeting.takes_proposals:
        raise RefusedError("Le délai pour proposer un point à cette réunion est passé.")
    proposal.save()
    signals.proposed.send(Proposal, proposal=proposal)
    return proposal


@transaction.atomic
def take_in(proposal: Proposal, *, by: Membership) -> Item:
    """Put a proposal on the agenda; its author is told. Answered once: a second time gives the same item."""
    proposal, meeting = _waiting(proposal)
    if proposal.answered_at:
        if not proposal.is_accepted:
            raise RefusedError("Ce point a déjà reçu une réponse.")
        return proposal.item
    item = add_item(
        Item(meeting=meeting, title=proposal.title, text=proposal.text, aim=proposal.aim,
             presenter=str(proposal.by.user) if proposal.by else ""), by=by.user,
    )  # fmt: skip
    _settle(proposal, by, is_accepted=True, item=item)
    return item


@transaction.atomic
def turn_down(proposal: Proposal, reason: str, *, by: Membership) -> None:
    """Answer why a proposal is not on the agenda; its author is told."""
    if not reason.strip():
        raise RefusedError("Dites pourquoi : la personne le lira.")
    proposal, _ = _waiting(proposal)
    if proposal.answered_at:
        raise RefusedError("Ce point a déjà reçu une réponse.")
    _settle(proposal, by, is_accepted=False, reason=reason.strip())


def _waiting(proposal: Proposal) -> tuple[Proposal, Meeting]:
    meeting = locked(proposal.meeting)
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("by__user", "item", "meeting")
    return rows.get(pk=proposal.pk), meeting


def _settle(proposal: Proposal, by: Membership, **answer) -> None:
    proposal.answered_at, proposal.answered_by = timezone.now(), by
    for name, value in answer.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=["answered_at", "answered_by", *answer])
    signals.answered.send(Proposal, proposal=proposal)
