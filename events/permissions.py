"""Who keeps the calendar."""

from portal.tenancy.capabilities import Capability, declare, model_permissions
from portal.tenancy.models import Role

KEEP = "events.change_event"
KEEP_EXTERNAL = "events.change_externalcalendar"
AREA = "Agenda"
KEEPERS = frozenset({Role.ADMINISTRATION, Role.COORDINATION, Role.COMMUNICATION})
WHOLE = ("add", "change", "delete", "view")

declare(
    Capability(
        code="events", area=AREA, roles=KEEPERS,
        label="tenir les événements, leurs dates et leurs inscriptions, les vacances scolaires et les agendas externes",
        permissions=(
            *model_permissions("events.event", *WHOLE),
            *model_permissions("events.schoolbreak", *WHOLE),
            *model_permissions("events.externalcalendar", *WHOLE),
        ),
    ),
)  # fmt: skip
