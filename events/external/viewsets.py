"""Partners' agendas in the back-office: the list says what was read and what failed; each is read again on request."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from events.external import services
from events.external.jobs import read_external_calendar
from events.models import ExternalCalendar
from events.permissions import KEEP_EXTERNAL
from portal.design.typography import french, french_date
from portal.organisations.models import Audience
from portal.tenancy.decorators import only_with

REACHES = (Audience.Reach.PUBLIC, Audience.Reach.PROFESSIONALS)


class ExternalCalendarForm(WagtailAdminModelForm):
    reach = forms.ChoiceField(
        label="Montré à", choices=[(each.value, each.label.capitalize()) for each in REACHES],
        initial=Audience.Reach.PROFESSIONALS, widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["reach"].initial = self.instance.audience.reach

    def save(self, commit=True):
        """Save, the audience first; what was read at another address goes."""
        if self.instance.pk:
            Audience.objects.filter(pk=self.instance.audience_id).update(reach=self.cleaned_data["reach"])
        else:
            self.instance.audience = Audience.objects.create(reach=self.cleaned_data["reach"])
        calendar = super().save(commit)
        if "address" in self.changed_data:
            services.forget_what_was_read(calendar)
        return calendar


def moment(value) -> str:
    return french_date(date_format(timezone.localtime(value), "j F à H:i")) if value else "jamais"


def state(calendar: ExternalCalendar) -> str:
    """Return what the last reading gave, in a sentence."""
    if calendar.failing_since:
        return french(f"En échec depuis le {moment(calendar.failing_since)} : {calendar.error}")
    if not calendar.is_active:
        return french("Lecture suspendue : ses dates ne sont pas montrées")
    return "Tout va bien" if calendar.fetched_at else "Pas encore lu"


class ReadsAtOnce:
    """Reads the agenda at once when it was made or changed: nobody waits for hours to see whether it works."""

    def save_instance(self):
        calendar = super().save_instance()
        read_external_calendar.enqueue(calendar.pk)
        return calendar


class ExternalCalendarIndex(IndexView):
    add_item_label = "Ajouter un agenda externe"
    page_title = "Agendas externes"

    def get_list_more_buttons(self, instance):
        read = Button("Lire maintenant", url=reverse("externalcalendar:read", args=[instance.pk]), icon_name="rotate")
        return [*super().get_list_more_buttons(instance), read]


class ExternalCalendarAdd(ReadsAtOnce, CreateView):
    pass


class ExternalCalendarEdit(ReadsAtOnce, EditView):
    @property
    def header_buttons(self):
        url = reverse("externalcalendar:read", args=[self.object.pk])
        return [*super().header_buttons, HeaderButton("Lire maintenant", url=url, icon_name="rotate")]


class ExternalCalendarDelete(DeleteView):
    def delete_action(self):
        services.remove(self.object)


@only_with(KEEP_EXTERNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def read_now(request, pk: int):
    """Say what the last readings gave, and read the agenda again on POST."""
    calendar = get_object_or_404(ExternalCalendar, pk=pk)
    if request.method == "POST":
        read_external_calendar.enqueue(calendar.pk)
        messages.success(request, french(f"« {calendar} » est en cours de lecture : le résultat apparaît ici."))
        return redirect("externalcalendar:read", pk)
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
        {"url": reverse("externalcalendar:index"), "label": "Agendas externes"},
        {"url": "", "label": str(calendar)},
    ]
    context = {
        "calendar": calendar, "state": state(calendar), "tried": moment(calendar.tried_at),
        "read": moment(calendar.fetched_at), "count": calendar.entries.count(), "header_title": str(calendar),
        "page_title": str(calendar), "header_icon": "calendar-alt", "breadcrumbs_items": trail,
    }  # fmt: skip
    return render(request, "events/admin/read_external_calendar.html", context)


class ExternalCalendarViewSet(ModelViewSet):
    model = ExternalCalendar
    icon = "calendar-alt"
    menu_label = "Agendas externes"
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("name", "address", "reach", "is_active")],
        base_form_class=ExternalCalendarForm,
    )
    list_display = [
        "name",
        Column("state", label="Lecture", accessor=state),
        Column("read", label="Contenu du", accessor=lambda each: moment(each.fetched_at)),
        Column("audience", label="Montré à", accessor=lambda each: each.audience.get_reach_display()),
        BooleanColumn("is_active", label="Lu régulièrement"),
    ]
    search_fields = ["name", "address"]
    index_view_class = ExternalCalendarIndex
    add_view_class = ExternalCalendarAdd
    edit_view_class = ExternalCalendarEdit
    delete_view_class = ExternalCalendarDelete
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("lire/<int:pk>/", read_now, name="read")]

    def get_index_view_kwargs(self, **kwargs):
        rows = ExternalCalendar.objects.select_related("audience")
        return super().get_index_view_kwargs(**kwargs) | {"queryset": rows}
