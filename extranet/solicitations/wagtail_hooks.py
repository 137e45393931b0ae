from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from extranet.solicitations.permissions import SET_UP
from extranet.solicitations.setting_up import ACTIONS


class SetupMenuItem(MenuItem):
    """Leads to the members' space, where solicitations are set up, whether the module is on or off."""

    def is_shown(self, request):
        return request.user.has_perm(SET_UP)


@hooks.register("register_settings_menu_item")
def setup_in_the_menu():
    return SetupMenuItem("Sollicitations", reverse("solicitations_setup"), icon_name="mail", order=13)


@hooks.register("register_log_actions")
def log_actions(actions):
    for action, label in ACTIONS.items():
        actions.register_action(action, label, label)
