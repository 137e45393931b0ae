"""What solicitations tell members about, at the pace they choose; study meetings leave by themselves."""

from portal.notifications.subjects import Subject, declare
from portal.tenancy.models import Membership, Module, Role


def _has_solicitations(membership: Membership) -> bool:
    return membership.tenant.has_module(Module.SOLICITATIONS)


def _may_answer(membership: Membership) -> bool:
    return _has_solicitations(membership) and membership.has_role(Role.COORDINATION, Role.ADMINISTRATION)


MINE = declare(
    Subject(
        code="solicitations.mine", label="Sollicitations que j’ai envoyées, ou auxquelles je suis invité",
        concerns=_has_solicitations,
    )
)  # fmt: skip
TO_ANSWER = declare(
    Subject(code="solicitations.to_answer", label="Sollicitations auxquelles je réponds", concerns=_may_answer)
)
