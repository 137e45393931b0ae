"""What follows by itself: a change of coverage draws the tenant's map, once a transaction; who leaves coordinates
no more."""

import threading

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from portal.database import context
from portal.tenancy.models import Tenant
from portal.tenancy.services import membership_ended
from portal.territories import maps, services
from portal.territories.models import CoverageException, CoverageRule


class Waiting(threading.local):
    """Tenants whose map is out of date in the transaction that runs.

    Emptied by the first row's callback, so that the others find nothing to do. What a rolled back
    transaction leaves here is harmless: it is its callbacks that draw.
    """

    def __init__(self):
        self.tenants: set[int] = set()


_waiting = Waiting()


@receiver([post_save, post_delete], sender=CoverageRule)
@receiver([post_save, post_delete], sender=CoverageException)
def redraw_on_commit(sender, instance, **kwargs):
    _waiting.tenants.add(instance.tenant_id)
    transaction.on_commit(lambda: _redraw_if_waiting(instance.tenant_id))


def _redraw_if_waiting(tenant_id: int) -> None:
    if tenant_id not in _waiting.tenants:
        return
    _waiting.tenants.discard(tenant_id)
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.filter(pk=tenant_id).first()
    if tenant:  # it may have gone with its rows
        maps.redraw(tenant)


@receiver(membership_ended)
def coordinate_no_more(sender, membership, **kwargs):
    services.leave(membership)
