"""« Rapports › Courriels » in the back-office."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from portal.notifications.permissions import WATCH_MAILS
from portal.notifications.views import report


class MailsMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(WATCH_MAILS)


class MailsViewSet(ViewSet):
    name = "mails"
    url_prefix = "courriels"

    def get_urlpatterns(self):
        return [
            path("", report.index, name="index"),
            path("renvoyer/", report.revive_all, name="revive_all"),
            path("<int:pk>/renvoyer/", report.revive, name="revive"),
        ]


@hooks.register("register_admin_viewset")
def mails():
    return MailsViewSet()


@hooks.register("register_reports_menu_item")
def mails_in_the_menu():
    return MailsMenuItem("Courriels", reverse("mails:index"), name="mails", icon_name="mail", order=50)
