"""The catalogue of trainings in the back-office."""

from django.urls import URLPattern, path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet

from portal.tenancy.models import Module
from trainings.models import Training
from trainings.permissions import KEEP
from trainings.staff.listing import TrainingIndex
from trainings.staff.screens import keepers_only
from trainings.staff.views import sessions, trainings


class TrainingsMenuItem(MenuItem):
    """Shown to whoever keeps the trainings, where the tenant has some."""

    def is_shown(self, request):
        return request.tenant.has_module(Module.TRAININGS) and request.user.has_perm(KEEP)


def kept(patterns: list[URLPattern]) -> list[URLPattern]:
    """Close these addresses to others than the keepers; where the tenant has no trainings they are not there."""
    for pattern in patterns:
        pattern.callback = keepers_only(pattern.callback)
    return patterns


class TrainingViewSet(ModelViewSet):
    """The list and the history are Wagtail's; the rest is ours: a session is several forms at once."""

    model = Training
    menu_item_class = TrainingsMenuItem
    icon = "form"
    url_prefix = "formations"
    menu_label = "Formations"
    menu_order = 159
    index_view_class = TrainingIndex
    search_fields = ["title", "summary"]
    list_per_page = 50
    add_to_admin_menu = True

    def get_urlpatterns(self):
        wagtail_s = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("history/<int:pk>/", self.history_view, name="history"),
            path("history-results/<int:pk>/", self.history_results_view, name="history_results"),
        ]
        ours = [
            path("new/", trainings.add, name="add"),
            path("edit/<int:pk>/", trainings.edit, name="edit"),
            path("delete/<int:pk>/", trainings.delete, name="delete"),
            path("<int:pk>/", trainings.sessions, name="sessions"),
            path("<int:pk>/publier/", trainings.publish, name="publish"),
            path("<int:pk>/depublier/", trainings.unpublish, name="unpublish"),
            path("<int:pk>/dupliquer/", trainings.duplicate, name="duplicate"),
            path("<int:pk>/sessions/ajouter/", sessions.add, name="add_session"),
            path("sessions/<int:pk>/", sessions.session, name="session"),
            path("sessions/<int:pk>/modifier/", sessions.edit, name="edit_session"),
            path("sessions/<int:pk>/ouvrir/", sessions.open_sign_up, name="open_session"),
            path("sessions/<int:pk>/brouillon/", sessions.withdraw, name="withdraw_session"),
            path("sessions/<int:pk>/confirmer/", sessions.confirm, name="confirm_session"),
            path("sessions/<int:pk>/annuler/", sessions.cancel, name="cancel_session"),
            path("sessions/<int:pk>/tenir/", sessions.restore, name="restore_session"),
            path("sessions/<int:pk>/dupliquer/", sessions.duplicate, name="duplicate_session"),
            path("sessions/<int:pk>/supprimer/", sessions.drop, name="drop_session"),
        ]
        return [*kept(wagtail_s), *ours]
