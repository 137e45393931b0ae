from wagtail import hooks

from portal.operations.releases import views as releases


@hooks.register("register_admin_urls")
def whats_new_address():
    return releases.urlpatterns


@hooks.register("register_help_menu_item")
def whats_new_in_the_menu():
    return releases.menu_item()
