from extranet.solicitations.models.assessments import ImpactAssessment
from extranet.solicitations.models.erasures import ErasureReport
from extranet.solicitations.models.journal import JournalEntry
from extranet.solicitations.models.presentations import Presentation
from extranet.solicitations.models.reminders import Reminder
from extranet.solicitations.models.solicitations import Solicitation, State
from extranet.solicitations.models.supports import Charge, LeaseStage, Step, Support
from extranet.solicitations.models.threads import Guest, Message, StudyMeeting

__all__ = [
    "Charge", "ErasureReport", "Guest", "ImpactAssessment", "JournalEntry", "LeaseStage", "Message", "Presentation",
    "Reminder", "Solicitation", "State", "Step", "StudyMeeting", "Support",
]  # fmt: skip
