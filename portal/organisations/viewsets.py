"""The directory in the back-office: organisations, who works for them, circles."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django_filters import ChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList, TitleFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from portal.design.typography import french
from portal.organisations import views
from portal.organisations.choosers import LARGEST
from portal.organisations.forms import AffiliationForm, CircleForm
from portal.organisations.menu import DirectoryMenuItem
from portal.organisations.models import Affiliation, Circle, Organisation
from portal.tenancy.models import Membership
from portal.territories.viewsets import panels


class OrganisationIndex(IndexView):
    add_item_label = "Ajouter une organisation"

    @property
    def header_more_buttons(self):
        more = [("Importer", "directory_tools:import", "upload"), ("Exporter", "directory_tools:export", "download")]
        return [
            *super().header_more_buttons,
            *(Button(label, url=reverse(name), icon_name=icon) for label, name, icon in more),
        ]  # fmt: skip


class OrganisationEdit(EditView):
    @property
    def header_more_buttons(self):
        people = reverse("affiliation:index") + f"?organisation={self.object.pk}"
        merge = reverse("directory_tools:merge", args=[self.object.pk])
        return [
            *super().header_more_buttons,
            Button("Qui y travaille", url=people, icon_name="user"),
            Button("Réunir avec un doublon", url=merge, icon_name="resubmit"),
        ]  # fmt: skip

    @property
    def header_buttons(self):
        if not self.object.is_proposed:
            return super().header_buttons
        confirm = reverse("directory_tools:confirm", args=[self.object.pk])
        return [*super().header_buttons, HeaderButton("Confirmer", url=confirm, icon_name="check")]


class StaysWhilePeopleBelong(DeleteView):
    """Deletes an organisation to which nothing points; else says what to do instead."""

    def form_valid(self, form):
        words = (
            f"Des personnes ou des demandes se rattachent à « {self.object} » : donnez-lui une date de fin, "
            "ou réunissez-la avec une autre."
        )
        if not self.object.affiliations.exists():
            try:
                with transaction.atomic():
                    return super().form_valid(form)
            except (ProtectedError, PermissionDenied):
                pass
        messages.error(self.request, french(words))
        return redirect("organisation:edit", self.object.pk)


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    icon = "group"
    menu_label = "Organisations"
    panels = [
        *panels("name", "kind", "mission", "seat"),
        FieldPanel("platforms", widget=forms.CheckboxSelectMultiple),
        *panels("covers_everything", "phone", "email", "website", "internal_contact", "email_domains", "ended_on"),
    ]
    list_display = [
        "name",
        Column("get_kind_display", label="Nature"),
        Column("seat", label="Siège"),
        Column("is_proposed", label="À confirmer", accessor=lambda each: "à confirmer" if each.is_proposed else ""),
    ]
    list_filter = ["kind", "platforms", "is_proposed"]
    search_fields = ["name", "mission"]
    list_per_page = 50
    index_view_class = OrganisationIndex
    edit_view_class = OrganisationEdit
    delete_view_class = StaysWhilePeopleBelong
    copy_view_enabled = False

    def get_index_view_kwargs(self, **kwargs):
        organisations = Organisation.objects.select_related("seat")
        return super().get_index_view_kwargs(**kwargs) | {"queryset": organisations}


class AffiliationFilters(WagtailFilterSet):
    """The quarterly review as staff see it: whom nobody confirmed, and of whom they alone can say it."""

    review = ChoiceFilter(
        label="Revue trimestrielle", method="by_review",
        choices=[("due", "à confirmer"), ("ours", "à confirmer par l’équipe de l’espace")],
    )  # fmt: skip

    def by_review(self, rows, name, value):
        rows = rows.filter(pk__in=Affiliation.objects.to_confirm(timezone.localdate()))
        if value == "ours":  # no référent there, or one alone, who does not confirm themselves
            others = Affiliation.objects.referents().filter(organisation=OuterRef("organisation"))
            rows = rows.filter(~Exists(others.exclude(membership=OuterRef("membership"))))
        return rows


class AffiliationIndex(IndexView):
    base_filterset_class = AffiliationFilters
    page_title = "Qui travaille où"
    add_item_label = "Rattacher quelqu’un"
    default_ordering = ["organisation__name", "membership__user__last_name", "pk"]


class AffiliationAdd(CreateView):
    """Begins with the member from whose screen one comes, if any."""

    def get_initial(self):
        key = self.request.GET.get("membre", "")
        members = Membership.objects.of(self.request.tenant).active()
        member = members.filter(pk=key).first() if key.isdecimal() and len(key) <= LARGEST else None
        return super().get_initial() | ({"membership": member} if member else {})


class AffiliationViewSet(ModelViewSet):
    model = Affiliation
    icon = "user"
    menu_label = "Qui travaille où"
    edit_handler = ObjectList(
        panels("membership", "organisation", "function", "is_referent", "started_on", "confirmed_on", "ended_on"),
        base_form_class=AffiliationForm,
    )
    list_display = [
        TitleColumn("membership", "affiliation:edit", label="Membre", accessor=lambda each: str(each.membership.user)),
        "organisation",
        "function",
        BooleanColumn("is_referent", label="Référent"),
        "confirmed_on",
        "ended_on",
    ]
    list_filter = ["organisation", "is_referent"]
    search_fields = ["membership__user__first_name", "membership__user__last_name", "organisation__name", "function"]
    list_per_page = 50
    index_view_class = AffiliationIndex
    add_view_class = AffiliationAdd
    copy_view_enabled = False

    def get_index_view_kwargs(self, **kwargs):
        rows = Affiliation.objects.select_related("membership__user", "organisation")
        return super().get_index_view_kwargs(**kwargs) | {"queryset": rows}


class CircleIndex(IndexView):
    add_item_label = "Créer un cercle"


class CircleViewSet(ModelViewSet):
    model = Circle
    index_view_class = CircleIndex
    icon = "group"
    menu_label = "Cercles"
    edit_handler = ObjectList(
        [
            TitleFieldPanel("name", targets=["slug"]),
            *panels("slug", "purpose", "platform", "owner", "is_listed", "takes_requests"),
        ],
        base_form_class=CircleForm,
    )
    list_display = [
        "name",
        "platform",
        Column("owner", label="Animé par", accessor=lambda circle: circle.owner and str(circle.owner.user)),
        BooleanColumn("is_listed", label="Décrit"),
    ]
    search_fields = ["name", "purpose"]
    copy_view_enabled = False

    def get_index_view_kwargs(self, **kwargs):
        circles = Circle.objects.select_related("platform", "owner__user")
        return super().get_index_view_kwargs(**kwargs) | {"queryset": circles}


class SpreadsheetViewSet(ViewSet):
    """Import and export, and what is done to one organisation beside writing its sheet."""

    name = "directory_tools"
    url_prefix = "annuaire"
    icon = "table"
    menu_label = "Importer et exporter"

    def get_urlpatterns(self):
        return [
            path("importer/", views.import_organisations, name="import"),
            path("exporter/", views.export, name="export"),
            path("organisations/<int:pk>/confirmer/", views.confirm, name="confirm"),
            path("organisations/<int:pk>/reunir/", views.merge, name="merge"),
        ]

    def get_menu_item(self, order=None):
        return DirectoryMenuItem(
            self.menu_label, reverse("directory_tools:import"), "directory-import", self.icon, order=order
        )


class DirectoryViewSetGroup(ViewSetGroup):
    menu_label = "Annuaire"
    menu_icon = "user"
    menu_order = 155
    items = (OrganisationViewSet, AffiliationViewSet, CircleViewSet, SpreadsheetViewSet)
