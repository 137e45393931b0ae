from wagtail import hooks

from home.legal import screens
from home.legal.viewsets import AccessibilityViewSetGroup


@hooks.register("register_admin_viewset")
def accessibility():
    return AccessibilityViewSetGroup()


@hooks.register("register_admin_urls")
def addresses():
    return screens.urlpatterns


@hooks.register("register_settings_menu_item")
def legal_identity_in_the_menu():
    return screens.LegalIdentityView.menu_item(order=13)
