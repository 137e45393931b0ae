"""What the supports that follow solicitations tell members, at the pace they choose."""

from portal.notifications.subjects import Subject, declare
from portal.tenancy.models import Membership, Module


def _has_solicitations(membership: Membership) -> bool:
    return membership.tenant.has_module(Module.SOLICITATIONS)


SUPPORTS = declare(
    Subject(
        code="solicitations.supports", label="Sollicitations : accompagnements que je suis, ou que j’ai demandés",
        concerns=_has_solicitations,
    )
)  # fmt: skip
