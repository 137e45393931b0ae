"""Who says what the law wants said, who keeps the audits, who answers complaints."""

from home.legal.subjects import KEEPERS
from portal.tenancy.capabilities import Capability, declare, model_permissions
from portal.tenancy.models import Role

AREA = "Mentions et accessibilité"
CHANGE_LEGAL_IDENTITY = "legal.change_legalidentity"
ANSWER_COMPLAINTS = "legal.change_accessibilitycomplaint"

declare(
    Capability(
        code="legal_identity", area=AREA,
        label="compléter les mentions légales, sans lesquelles le portail n’ouvre pas",
        roles=frozenset({Role.ADMINISTRATION}),
        permissions=(CHANGE_LEGAL_IDENTITY,),
    ),
    Capability(
        code="accessibility", area=AREA, label="tenir les audits et le schéma pluriannuel d’accessibilité",
        roles=KEEPERS,
        permissions=(
            *model_permissions("legal.accessibilityaudit", "add", "change", "delete", "view"),
            *model_permissions("legal.accessibilityscheme", "add", "change", "delete", "view"),
        ),
    ),
    Capability(
        code="complaints", area=AREA, label="répondre aux signalements d’accessibilité",
        roles=KEEPERS,
        permissions=model_permissions("legal.accessibilitycomplaint", "change", "delete", "view"),
    ),
)  # fmt: skip
