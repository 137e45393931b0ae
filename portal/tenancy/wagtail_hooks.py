from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.tenancy import history, identity, retention
from portal.tenancy.identity import IdentityView
from portal.tenancy.retention import RetentionView
from portal.tenancy.views import team
from portal.tenancy.viewsets import TeamViewSet


@hooks.register("register_admin_viewset")
def team_screens():
    return TeamViewSet()


@hooks.register("register_admin_urls")
def addresses():
    return [path("roles/", team.roles, name="roles_matrix"), *identity.urlpatterns, *retention.urlpatterns]


@hooks.register("register_settings_menu_item")
def identity_in_the_menu():
    return IdentityView.menu_item(order=10)


@hooks.register("register_settings_menu_item")
def retention_in_the_menu():
    return RetentionView.menu_item(order=12)


@hooks.register("register_help_menu_item")
def matrix_in_the_menu():
    return MenuItem("Qui peut faire quoi", reverse("roles_matrix"), icon_name="group", order=2)


@hooks.register("register_log_actions")
def log_actions(actions):
    history.register(actions)
