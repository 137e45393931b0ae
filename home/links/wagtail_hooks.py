from wagtail import hooks

from home.links.viewsets import BrokenLinkViewSet


@hooks.register("register_admin_viewset")
def broken_links():
    return BrokenLinkViewSet("brokenlink", url_prefix="liens-rompus")
