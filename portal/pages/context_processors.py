from portal.pages.menus import menu_of


def site(request) -> dict:
    """Give every template its tenant and the tenant's menu; on the operator's host there is neither."""
    tenant = getattr(request, "tenant", None)
    return {"tenant": tenant, "menu": menu_of(tenant, getattr(request, "membership", None)) if tenant else []}
