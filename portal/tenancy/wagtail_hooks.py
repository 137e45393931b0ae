from django.template.loader import render_to_string
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from portal.tenancy import history, identity, retention, security
from portal.tenancy.identity import IdentityView
from portal.tenancy.retention import RetentionView
from portal.tenancy.security import SecurityView
from portal.tenancy.views import team
from portal.tenancy.viewsets import TeamViewSet


@hooks.register("register_admin_viewset")
def team_screens():
    return TeamViewSet()


@hooks.register("register_admin_urls")
def addresses():
    screens = (identity, retention, security)
    own_settings = [address for screen in screens for address in screen.urlpatterns]
    return [path("roles/", team.roles, name="roles_matrix"), *own_settings]


@hooks.register("register_settings_menu_item")
def identity_in_the_menu():
    return IdentityView.menu_item(order=10)


@hooks.register("register_settings_menu_item")
def retention_in_the_menu():
    return RetentionView.menu_item(order=12)


@hooks.register("register_settings_menu_item")
def security_in_the_menu():
    return SecurityView.menu_item(order=11)


class SecondFactorPanel(Component):
    """On the first screen of the back-office: until when a second factor may wait."""

    name, order = "second-factor", 10

    def render_html(self, parent_context=None):
        return render_to_string("tenancy/admin/second_factor_panel.html", {}, parent_context["request"])


@hooks.register("construct_homepage_panels")
def say_until_when_a_second_factor_may_wait(request, panels):
    if request.second_factor_due:
        panels.append(SecondFactorPanel())


@hooks.register("register_help_menu_item")
def matrix_in_the_menu():
    return MenuItem("Qui peut faire quoi", reverse("roles_matrix"), icon_name="group", order=2)


@hooks.register("register_log_actions")
def log_actions(actions):
    history.register(actions)
