from wagtail import hooks

from home.contact import staff
from home.viewsets import RowsViewSetGroup, ServiceViewSet


@hooks.register("register_admin_viewset")
def services():
    return ServiceViewSet("services")


@hooks.register("register_admin_viewset")
def messages():
    return [staff.ContactMessageViewSet("messages"), staff.ContactRouteViewSet("contact_routes")]


@hooks.register("register_admin_urls")
def contact_settings():
    return staff.urlpatterns


@hooks.register("register_settings_menu_item")
def message_retention_in_the_menu():
    return staff.ContactPolicyView.menu_item(order=172)


@hooks.register("register_admin_viewset")
def rows_of_the_public_pages():
    return RowsViewSetGroup()
