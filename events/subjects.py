"""What the calendar tells members about, at the pace they choose."""

from portal.notifications.subjects import Pace, Subject, declare
from portal.tenancy.models import Membership, Module


def _has_a_calendar(membership: Membership) -> bool:
    return membership.tenant.has_module(Module.CALENDAR)


NEW = declare(
    Subject(code="events.new", label="Nouveaux événements de l’agenda", pace=Pace.DAILY, concerns=_has_a_calendar)
)
CHANGES = declare(
    Subject(code="events.changes", label="Changements des dates auxquelles vous pensez venir", concerns=_has_a_calendar)
)
