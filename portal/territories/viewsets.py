"""The territories in the back-office: platforms and their contacts, who covers what, what is to be checked."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, StatusTagColumn
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from portal.design.typography import french
from portal.territories.checklist import checklist_of
from portal.territories.coordination import AbsenceViewSet, CoordinationViewSet
from portal.territories.forms import CoverageExceptionForm, CoverForm
from portal.territories.menu import TerritoryMenuItem
from portal.territories.models import CoverageException, CoverageRule, OtherBody, Platform, ToCheck
from portal.territories.own_rows import DeletesOwn, EditsOwn, ListsAllEditsOwn
from portal.territories.permissions import APPOINT, EVERY_PLATFORM


def panels(*names: str) -> list[FieldPanel]:
    """Return Wagtail's own widgets for these fields: choosers among them."""
    return [FieldPanel(name) for name in names]


# To give a territory to another body, one keeps them all.
other_body = FieldPanel("other_body", permission=EVERY_PLATFORM)


def said(text: str) -> str:
    return text or "— manque —"


class StaysWhileItAnswers(DeletesOwn):
    """Deletes a platform or another body, unless a commune still depends on it: then says so."""

    def form_valid(self, form):
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except (ProtectedError, PermissionDenied):
            words = f"« {self.object} » répond encore pour une partie du territoire : changez d’abord la couverture."
            messages.error(self.request, french(words))
            return redirect("coveragerule:index")


class PlatformViewSet(ModelViewSet):
    model = Platform
    icon = "group"
    menu_label = "Plateformes"
    panels = panels("name", "title", "slug", "carrier", "phone", "email", "review_on")
    list_display = [
        "name",
        Column("phone", label="Téléphone", accessor=lambda platform: said(platform.phone_display)),
        Column("email", label="Courriel", accessor=lambda platform: said(platform.email)),
        BooleanColumn("is_complete", label="Complète"),
    ]
    search_fields = ["name", "title"]
    index_view_class = ListsAllEditsOwn
    edit_view_class = EditsOwn
    delete_view_class = StaysWhileItAnswers
    copy_view_enabled = False


class CoverageRuleViewSet(ModelViewSet):
    model = CoverageRule
    icon = "site"
    menu_label = "Règles de couverture"
    edit_handler = ObjectList(
        [*panels("intercommunality", "departement", "platform"), other_body, *panels("state", "reason")],
        base_form_class=CoverForm,
    )
    index_view_class = ListsAllEditsOwn
    edit_view_class = EditsOwn
    delete_view_class = DeletesOwn
    list_display = [
        "intercommunality",
        Column("target", label="Répond ici"),
        StatusTagColumn(
            "get_state_display", label="État", primary=lambda rule: rule.state == CoverageRule.State.CONFIRMED
        ),
        "reason",
    ]
    list_filter = ["state", "platform", "other_body"]
    search_fields = ["intercommunality__name", "reason"]
    list_per_page = 50
    copy_view_enabled = False

    def get_index_view_kwargs(self, **kwargs):
        rules = CoverageRule.objects.select_related("intercommunality", "platform", "other_body")
        return super().get_index_view_kwargs(**kwargs) | {"queryset": rules}


class CoverageExceptionViewSet(ModelViewSet):
    model = CoverageException
    icon = "warning"
    menu_label = "Exceptions"
    edit_handler = ObjectList(
        [*panels("commune", "platform"), other_body, *panels("reason")], base_form_class=CoverageExceptionForm
    )
    index_view_class = ListsAllEditsOwn
    edit_view_class = EditsOwn
    delete_view_class = DeletesOwn
    list_display = [
        "commune",
        Column("target", label="Répond ici", accessor=lambda e: e.target or "Personne"),
        "reason",
    ]
    list_filter = ["platform", "other_body"]
    search_fields = ["commune__name", "reason"]
    copy_view_enabled = False

    def get_index_view_kwargs(self, **kwargs):
        exceptions = CoverageException.objects.select_related("commune", "platform", "other_body")
        return super().get_index_view_kwargs(**kwargs) | {"queryset": exceptions}


class OtherBodyViewSet(ModelViewSet):
    model = OtherBody
    icon = "group"
    menu_label = "Autres organismes"
    panels = panels("name", "slug", "explanation", "phone", "email", "review_on")
    delete_view_class = StaysWhileItAnswers
    list_display = ["name", BooleanColumn("has_contact", label="Contact connu")]
    copy_view_enabled = False


class ChecklistViewSet(ViewSet):
    """One page: what is assumed, what is missing, and the whole coverage as a table."""

    name = "territory_checklist"
    url_prefix = "territoires/a-verifier"
    icon = "tasks"
    menu_label = "À vérifier"
    menu_name = "territory-checklist"

    def get_urlpatterns(self):
        return [path("", checklist, name="index"), path("<int:pk>/vu/", seen, name="seen")]

    def get_menu_item(self, order=None):
        return TerritoryMenuItem(
            self.menu_label, reverse("territory_checklist:index"), self.menu_name, self.icon, order=0
        )


def checklist(request):
    if not request.user.has_perm("territories.change_platform"):
        raise PermissionDenied
    to_check = checklist_of(request.tenant, may_appoint=request.user.has_perm(APPOINT))
    return render(request, "territories/admin/checklist.html", {"checklist": to_check})


@require_POST
def seen(request, pk: int):
    """Somebody looked at what a renewal of the communes changed here: it waits for nobody any more."""
    if not request.user.has_perm("territories.change_platform"):
        raise PermissionDenied
    get_object_or_404(ToCheck, pk=pk, tenant=request.tenant).delete()
    messages.success(request, "C’est vu.")
    return redirect("territory_checklist:index")


class TerritoriesViewSetGroup(ViewSetGroup):
    menu_label = "Territoires"
    menu_icon = "site"
    menu_order = 150
    items = (
        ChecklistViewSet, PlatformViewSet, CoordinationViewSet, AbsenceViewSet, CoverageRuleViewSet,
        CoverageExceptionViewSet, OtherBodyViewSet,
    )  # fmt: skip
