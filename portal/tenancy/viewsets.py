"""« Équipe » in the menu, and the addresses of its screens."""

from django.urls import path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from portal.tenancy.permissions import MANAGE_TEAM
from portal.tenancy.views import team


class TeamMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(MANAGE_TEAM)


class TeamViewSet(ViewSet):
    name = "team"
    url_prefix = "equipe"
    icon = "group"
    menu_label = "Équipe"
    menu_order = 180
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [
            path("", team.index, name="index"),
            path("inviter/", team.invite, name="invite"),
            path("historique/", team.history, name="history"),
            path("<int:pk>/", team.member, name="member"),
            path("<int:pk>/terminer/", team.end, name="end"),
            path("<int:pk>/rouvrir/", team.reopen, name="reopen"),
            path("<int:pk>/double-authentification/", team.reset_second_factor, name="reset_second_factor"),
            path("invitations/<int:pk>/", team.invitation, name="invitation"),
        ]

    def get_menu_item(self, order=None):
        return TeamMenuItem(
            self.menu_label, reverse("team:index"), name="team", icon_name=self.icon, order=order or self.menu_order
        )
