from extranet.committees.models.attendance import Presence
from extranet.committees.models.committees import Committee, Mandate, Member
from extranet.committees.models.decisions import Decision, Numbering, Step
from extranet.committees.models.meetings import Convocation, Item, Meeting, Paper, Proposal, Reply, Section
from extranet.committees.models.minutes import Comment, Erratum, Minutes, Passage, Revision

__all__ = [
    "Comment", "Committee", "Convocation", "Decision", "Erratum", "Item", "Mandate", "Meeting", "Member", "Minutes",
    "Numbering", "Paper", "Passage", "Presence", "Proposal", "Reply", "Revision", "Section", "Step",
]  # fmt: skip
