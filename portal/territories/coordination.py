"""Who coordinates which platform and who is away, in the back-office."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from portal.design.typography import french
from portal.tenancy.decorators import only_with
from portal.territories.forms import AbsenceForm, AppointmentForm
from portal.territories.menu import TerritoryMenuItem
from portal.territories.models import Absence, Coordination, Platform
from portal.territories.own_rows import DeletesOwn, EditsOwn, ListsAllEditsOwn
from portal.territories.permissions import APPOINT
from portal.territories.services import appoint

MAY_READ = "territories.change_platform"


@dataclass(frozen=True)
class Row:
    """One platform, who coordinates it, and their absence now or to come."""

    platform: Platform
    coordination: Coordination | None
    absence: Absence | None
    is_away: bool


def rows_of(today) -> list[Row]:
    """Return every platform of the asking tenant by name, in three queries."""
    current = {each.platform_id: each for each in Coordination.objects.on(today).select_related("user")}
    coming = Absence.objects.not_over(today).select_related("deputy").order_by("-starts_on")
    absences = {absence.coordinator_id: absence for absence in coming}  # the nearest one comes last, and stays
    rows = []
    for platform in Platform.objects.order_by("name"):
        coordination = current.get(platform.pk)
        absence = coordination and absences.get(coordination.user_id)
        rows.append(Row(platform, coordination, absence, bool(absence and absence.starts_on <= today)))
    return rows


@only_with(MAY_READ)
@require_safe
def index(request):
    return _screen(
        request, "coordination", "Coordination", rows=rows_of(timezone.localdate()),
        may_appoint=request.user.has_perm(APPOINT), may_be_away=request.user.has_perm("territories.add_absence"),
    )  # fmt: skip


@only_with(APPOINT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk: int):
    platform = get_object_or_404(Platform, pk=pk)
    current = Coordination.objects.filter(platform=platform, ended_on=None).select_related("user").first()
    posted = request.POST if request.method == "POST" else None
    form = AppointmentForm(posted, platform=platform, initial={"user": current and current.user_id})
    if request.method == "POST" and form.is_valid():
        try:
            appoint(platform, form.cleaned_data["user"], on=form.cleaned_data["on"], by=request.user)
        except ValidationError as refusal:
            form.add_error("on", refusal)
        else:
            messages.success(request, french(f"Coordination enregistrée : {platform.title}."))
            return redirect("coordination:index")
    return _screen(
        request, "appoint", f"Qui coordonne la {platform.title}", platform=platform, current=current, form=form
    )


def _screen(request, template: str, title: str, **context):
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
        {"url": reverse("coordination:index"), "label": "Coordination"},
    ]
    if title != "Coordination":
        trail.append({"url": "", "label": title})
    shared = {"header_title": title, "header_icon": "user", "breadcrumbs_items": trail}
    status = 422 if "form" in context and context["form"].errors else 200
    return render(request, f"territories/admin/{template}.html", shared | context, status=status)


class CoordinationViewSet(ViewSet):
    name = "coordination"
    url_prefix = "territoires/coordination"
    icon = "user"
    menu_label = "Coordination"

    def get_urlpatterns(self):
        return [path("", index, name="index"), path("<int:pk>/", edit, name="edit")]

    def get_menu_item(self, order=None):
        return TerritoryMenuItem(self.menu_label, reverse("coordination:index"), "coordination", self.icon, order)


class AbsenceIndex(ListsAllEditsOwn):
    add_item_label = "Déclarer une absence"
    page_title = "Absences"


class AbsenceViewSet(ModelViewSet):
    model = Absence
    icon = "calendar-alt"
    menu_label = "Absences"
    edit_handler = ObjectList(
        [
            FieldPanel("coordinator", permission=APPOINT),
            FieldPanel("starts_on"),
            FieldPanel("ends_on"),
            FieldPanel("deputy"),
        ],
        base_form_class=AbsenceForm,
    )
    list_display = ["coordinator", "starts_on", "ends_on", "deputy"]
    index_view_class = AbsenceIndex
    edit_view_class = EditsOwn
    delete_view_class = DeletesOwn
    copy_view_enabled = False

    def get_index_view_kwargs(self, **kwargs):
        absences = Absence.objects.select_related("coordinator", "deputy")
        return super().get_index_view_kwargs(**kwargs) | {"queryset": absences}
