from wagtail import hooks

from home.figures.choosers import chooser
from home.figures.viewsets import viewset
from portal.pages.contents_menu import HOOK


# The chooser first: the forms of pages are made with it.
@hooks.register("register_admin_viewset")
def figure_chooser():
    return chooser


@hooks.register("register_admin_viewset")
def figures():
    return viewset


@hooks.register(HOOK)
def figures_in_the_menu():
    return viewset.get_menu_item()
