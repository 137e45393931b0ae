"""Partners' agendas are read every few hours, each by a task of its own: a slow one delays no other."""

import datetime

from django.tasks import task

from events.external import services
from events.models import ExternalCalendar
from portal.database import context
from portal.jobs.registry import periodic
from portal.tenancy.models import Module, Tenant


@task
def read_external_calendar(key: int) -> None:
    services.read(key)


@periodic("events.external-calendars", label="Lire les agendas externes", every=datetime.timedelta(hours=4))
def read_external_calendars() -> None:
    """Ask for each agenda that is read regularly, where the calendar is switched on."""
    tenant = Tenant.objects.get(pk=context.current_tenant_id())
    keys = ExternalCalendar.objects.filter(is_active=True).values_list("pk", flat=True)
    for key in keys if tenant.has_module(Module.CALENDAR) else ():
        read_external_calendar.enqueue(key)
