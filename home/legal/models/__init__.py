from home.legal.models.accessibility import AccessibilityAction, AccessibilityAudit, AccessibilityScheme
from home.legal.models.complaints import ANSWERED_WITHIN, KEPT_FOR, KEPT_UNANSWERED_FOR, AccessibilityComplaint
from home.legal.models.identity import FIELDS, MANDATORY, LegalIdentity

__all__ = [
    "ANSWERED_WITHIN", "FIELDS", "KEPT_FOR", "KEPT_UNANSWERED_FOR", "MANDATORY", "AccessibilityAction",
    "AccessibilityAudit", "AccessibilityComplaint", "AccessibilityScheme", "LegalIdentity",
]  # fmt: skip
