from django.utils.functional import SimpleLazyObject

from portal.pages.menus import menus_of
from portal.pages.pictures import pictures_of


def site(request) -> dict:
    """Give every template its tenant and, once it asks, the tenant's menus and pictures; the operator has none."""
    tenant = getattr(request, "tenant", None)
    if tenant is None:
        return {"tenant": None, "menu": [], "footer_menu": [], "pictures": None}
    membership = getattr(request, "membership", None)
    menus = SimpleLazyObject(lambda: menus_of(tenant, membership))
    return {
        "tenant": tenant,
        "menu": SimpleLazyObject(lambda: menus.top),
        "footer_menu": SimpleLazyObject(lambda: menus.foot),
        "pictures": SimpleLazyObject(lambda: pictures_of(tenant)),
    }
