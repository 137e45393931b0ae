"""What the decisions of committees tell members, at the pace they choose."""

from portal.notifications.subjects import Pace, Subject, declare
from portal.tenancy.models import Membership, Module


def _has_committees(membership: Membership) -> bool:
    return membership.tenant.has_module(Module.COMMITTEES)


DECISIONS = declare(
    Subject(
        code="committees.decisions", label="Comités : échéances des décisions que je suis", pace=Pace.DAILY,
        concerns=_has_committees,
    )
)  # fmt: skip
