from extranet.committees.models.attendance import Presence
from extranet.committees.models.committees import Committee, Mandate, Member
from extranet.committees.models.decisions import Decision, Numbering, Step
from extranet.committees.models.meetings import Convocation, Item, Meeting, Paper, Proposal, Reply, Section

__all__ = [
    "Committee", "Convocation", "Decision", "Item", "Mandate", "Meeting", "Member", "Numbering", "Paper", "Presence",
    "Proposal", "Reply", "Section", "Step",
]  # fmt: skip
