from wagtail import hooks

from home.viewsets import ContactMessageViewSet, RowsViewSetGroup, ServiceViewSet


@hooks.register("register_admin_viewset")
def services():
    return ServiceViewSet("services")


@hooks.register("register_admin_viewset")
def messages():
    return ContactMessageViewSet("messages")


@hooks.register("register_admin_viewset")
def rows_of_the_public_pages():
    return RowsViewSetGroup()
