from wagtail import hooks

from portal.pages import guide


@hooks.register("register_admin_urls")
def guide_address():
    return guide.urlpatterns


@hooks.register("register_help_menu_item")
def guide_in_the_menu():
    return guide.menu_item()
