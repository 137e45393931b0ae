from django.utils.functional import SimpleLazyObject

from portal.pages.menus import menu_of


def site(request) -> dict:
    """Give every template its tenant and, once it asks, the tenant's menu; the operator's host has neither."""
    tenant = getattr(request, "tenant", None)
    if tenant is None:
        return {"tenant": None, "menu": []}
    membership = getattr(request, "membership", None)
    return {"tenant": tenant, "menu": SimpleLazyObject(lambda: menu_of(tenant, membership))}
