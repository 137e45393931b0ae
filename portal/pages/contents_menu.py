"""« Contenus » in the back-office: what is kept as rows and shown on several pages. Each app adds its entry."""

from wagtail.admin.menu import Menu, SubmenuMenuItem

HOOK = "register_contents_menu_item"

contents_menu = Menu(register_hook_name=HOOK)


def menu_item() -> SubmenuMenuItem:
    return SubmenuMenuItem("Contenus", contents_menu, name="contents", icon_name="folder-open-inverse", order=155)
