"""The agenda in the back-office: events and their dates, partners' agendas, school holidays."""

from django.urls import URLPattern, path
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from events.external.viewsets import ExternalCalendarViewSet
from events.models import Event, SchoolBreak
from events.permissions import KEEP
from events.staff.forms import SchoolBreakForm
from events.staff.listing import EventIndex
from events.staff.screens import keepers_only
from events.staff.views import dates, events, series
from portal.tenancy.models import Module


class AgendaMenuItem(MenuItem):
    """Shown to whoever keeps the calendar, where the tenant has one."""

    def is_shown(self, request):
        return request.tenant.has_module(Module.CALENDAR) and request.user.has_perm(KEEP)


def kept(patterns: list[URLPattern]) -> list[URLPattern]:
    """Close these addresses to others than the keepers; where the tenant has no calendar they are not there."""
    for pattern in patterns:
        pattern.callback = keepers_only(pattern.callback)
    return patterns


class EventViewSet(ModelViewSet):
    """The list and the history are Wagtail's; the rest is ours: an event is several forms at once."""

    model = Event
    menu_item_class = AgendaMenuItem
    icon = "date"
    url_prefix = "agenda"
    menu_label = "Événements"
    index_view_class = EventIndex
    search_fields = ["title"]
    list_per_page = 50

    def get_urlpatterns(self):
        wagtail_s = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("history/<int:pk>/", self.history_view, name="history"),
            path("history-results/<int:pk>/", self.history_results_view, name="history_results"),
        ]
        ours = [
            path("new/", events.add, name="add"),
            path("personnes/", events.people, name="people"),
            path("edit/<int:pk>/", events.edit, name="edit"),
            path("delete/<int:pk>/", events.delete, name="delete"),
            path("<int:pk>/publier/", events.publish, name="publish"),
            path("<int:pk>/depublier/", events.withdraw, name="withdraw"),
            path("<int:pk>/dupliquer/", events.duplicate, name="duplicate"),
            path("<int:pk>/serie/", series.edit, name="series"),
            path("<int:pk>/dates/", dates.dates, name="dates"),
            path("<int:pk>/dates/ajouter/", dates.add, name="add_date"),
            path("dates/<int:pk>/", dates.edit, name="edit_date"),
            path("dates/<int:pk>/annuler/", dates.call_off, name="call_off"),
            path("dates/<int:pk>/tenir/", dates.hold, name="hold"),
            path("dates/<int:pk>/supprimer/", dates.drop, name="drop"),
        ]
        return [*kept(wagtail_s), *ours]


class SchoolBreakIndex(IndexView):
    page_title = "Vacances scolaires"
    add_item_label = "Ajouter des vacances"
    default_ordering = ["-first_day", "pk"]


class SchoolBreakViewSet(ModelViewSet):
    model = SchoolBreak
    menu_item_class = AgendaMenuItem
    copy_view_enabled = False
    icon = "calendar"
    url_prefix = "vacances-scolaires"
    menu_label = "Vacances scolaires"
    index_view_class = SchoolBreakIndex
    list_display = ["name", "first_day", "last_day"]
    search_fields = ["name"]

    def get_form_class(self, for_update=False):
        return SchoolBreakForm

    def get_urlpatterns(self):
        return kept(super().get_urlpatterns())


class KeptExternalCalendarViewSet(ExternalCalendarViewSet):
    menu_item_class = AgendaMenuItem

    def get_urlpatterns(self):
        return kept(super().get_urlpatterns())


class AgendaViewSetGroup(ViewSetGroup):
    menu_label = "Agenda"
    menu_icon = "date"
    menu_order = 158
    items = (EventViewSet, KeptExternalCalendarViewSet, SchoolBreakViewSet)
