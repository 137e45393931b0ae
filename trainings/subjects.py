"""What trainings tell members about, at the pace they choose."""

from portal.notifications.subjects import Pace, Subject, declare
from portal.tenancy.models import Membership, Module


def _has_trainings(membership: Membership) -> bool:
    return membership.tenant.has_module(Module.TRAININGS)


NEW = declare(
    Subject(code="trainings.new", label="Nouvelles sessions de formation", pace=Pace.DAILY, concerns=_has_trainings)
)
CERTIFICATES = declare(
    Subject(code="trainings.certificates", label="Vos certificats de formation", concerns=_has_trainings)
)
