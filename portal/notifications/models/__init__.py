from portal.notifications.models.elsewhere import SomethingWaits
from portal.notifications.models.mails import KEPT_FOR, Mail, MailAttachment
from portal.notifications.models.notices import ChosenPace, Notice

__all__ = ["KEPT_FOR", "ChosenPace", "Mail", "MailAttachment", "Notice", "SomethingWaits"]
