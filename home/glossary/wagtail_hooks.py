from wagtail import hooks

from home.glossary.viewsets import viewset
from portal.pages.contents_menu import HOOK


@hooks.register("register_admin_viewset")
def terms():
    return viewset


@hooks.register(HOOK)
def terms_in_the_menu():
    return viewset.get_menu_item()
