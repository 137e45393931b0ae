"""Committees in the menu of the members’ space, of who has one or keeps them."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from extranet.committees import perms
from extranet.committees.models import Committee, Mandate
from portal.pages import members_menu
from portal.pages.members_menu import Entry
from portal.tenancy.cache import refresh, remember
from portal.tenancy.models import Module


def is_there(request) -> bool:
    """Say whether the menu leads to committees; asks the database nothing, but after a change of who sits."""
    if not request.tenant.has_module(Module.COMMITTEES):
        return False
    return perms.may_keep_all(request.membership) or request.membership.pk in remember(
        request.tenant, "committees:people", _who_has_one
    )


def _who_has_one() -> frozenset[int]:
    """Return the keys of those who sit or sat somewhere, of the secretaries and of the chairs."""
    offices = Committee.objects.order_by().values_list("secretary", "chair")
    mandates = Mandate.objects.order_by().values_list("membership", flat=True)
    return frozenset(mandates) | {pk for both in offices for pk in both if pk}


@receiver([post_save, post_delete], sender=Mandate, dispatch_uid="committees_menu_mandates")
@receiver([post_save, post_delete], sender=Committee, dispatch_uid="committees_menu_committees")
def forget(instance, **kwargs) -> None:
    refresh(instance.tenant_id)


members_menu.add(Entry("Comités", "committees", icon="list", order=15, is_shown=is_there))
