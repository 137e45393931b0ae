"""What committees tell members about, at the pace they choose; convocations leave by themselves, to all who sit."""

from portal.notifications.subjects import Subject, declare
from portal.tenancy.models import Membership, Module


def _has_committees(membership: Membership) -> bool:
    return membership.tenant.has_module(Module.COMMITTEES)


PROPOSALS = declare(
    Subject(code="committees.proposals", label="Comités que je prépare : points proposés", concerns=_has_committees)
)
ANSWERS = declare(
    Subject(code="committees.answers", label="Comités : réponses à mes propositions", concerns=_has_committees)
)
