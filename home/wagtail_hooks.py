from wagtail import hooks

from home.viewsets import ContactMessageViewSet, ServiceViewSet


@hooks.register("register_admin_viewset")
def services():
    return ServiceViewSet("services")


@hooks.register("register_admin_viewset")
def messages():
    return ContactMessageViewSet("messages")
