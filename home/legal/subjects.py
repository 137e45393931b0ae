"""What is told to those who answer accessibility complaints."""

from portal.notifications.subjects import Subject, declare
from portal.tenancy.models import Membership, Role

KEEPERS = frozenset({Role.ADMINISTRATION, Role.COMMUNICATION})


def _answers(membership: Membership) -> bool:
    return membership.has_role(*KEEPERS)


COMPLAINTS = declare(
    Subject(code="legal.complaints", label="Signalements d’accessibilité auxquels je réponds", concerns=_answers)
)
