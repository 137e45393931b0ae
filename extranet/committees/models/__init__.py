from extranet.committees.models.attendance import Presence
from extranet.committees.models.committees import Committee, Mandate, Member
from extranet.committees.models.meetings import Convocation, Item, Meeting, Paper, Proposal, Reply, Section

__all__ = [
    "Committee", "Convocation", "Item", "Mandate", "Meeting", "Member", "Paper", "Presence", "Proposal", "Reply",
    "Section",
]  # fmt: skip
