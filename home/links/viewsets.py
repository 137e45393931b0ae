"""« Liens rompus » in the back-office: which page, which link, why and since when; read again on request."""

from django.contrib import messages
from django.db.models import Max
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from home.links.jobs import check_links
from home.links.models import BrokenLink
from home.links.permissions import CHECK
from portal.design.typography import french, french_date
from portal.tenancy.decorators import only_with


def why(link: BrokenLink) -> str:
    return french(". ".join(filter(None, (link.get_reason_display().capitalize(), link.detail))))


def moment(value) -> str:
    return french_date(date_format(timezone.localtime(value), "j F Y"))


class BrokenLinkIndex(IndexView):
    page_title = "Liens rompus"

    def get_list_more_buttons(self, instance):
        edit = Button(
            "Corriger la page", url=reverse("wagtailadmin_pages:edit", args=[instance.page_id]), icon_name="edit"
        )
        return [edit, *super().get_list_more_buttons(instance)]

    @property
    def header_buttons(self):
        check = HeaderButton("Vérifier maintenant", url=reverse("brokenlink:check"), icon_name="rotate")
        return [*super().header_buttons, check]


@only_with(CHECK)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request):
    """Say what the last reading found, and read the pages again on POST."""
    if request.method == "POST":
        check_links.enqueue()
        messages.success(request, french("Les pages sont en cours de lecture : la liste se met à jour d’elle-même."))
        return redirect("brokenlink:index")
    links = BrokenLink.objects.all()
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
        {"url": reverse("brokenlink:index"), "label": "Liens rompus"},
        {"url": "", "label": "Vérifier maintenant"},
    ]
    context = {
        "count": links.to_mend().count(), "checked_at": links.aggregate(at=Max("checked_at"))["at"],
        "header_title": "Vérifier les liens", "page_title": "Vérifier les liens", "header_icon": "link",
        "breadcrumbs_items": trail,
    }  # fmt: skip
    return render(request, "links/admin/check.html", context)


class BrokenLinkViewSet(ModelViewSet):
    model = BrokenLink
    icon = "link"
    menu_label = "Liens rompus"
    menu_order = 175
    add_to_admin_menu = True
    index_view_class = BrokenLinkIndex
    edit_handler = ObjectList(
        [
            *(FieldPanel(name, read_only=True) for name in ("page", "where", "words", "address", "reason", "detail")),
            FieldPanel("is_ignored"),
        ]
    )
    list_display = [
        "__str__",
        Column("page", label="Page", accessor=lambda link: link.page.title),
        Column("where", label="Où"),
        Column("address", label="Mène à"),
        Column("why", label="Pourquoi", accessor=why),
        Column("since", label="Depuis le", accessor=lambda link: moment(link.found_at)),
        BooleanColumn("is_ignored", label="À laisser"),
    ]
    list_filter = ["reason", "is_ignored"]
    search_fields = ["words", "address", "page__title"]
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("verifier/", check, name="check")]

    def get_index_view_kwargs(self, **kwargs):
        links = BrokenLink.objects.select_related("page")
        return super().get_index_view_kwargs(**kwargs) | {"queryset": links}
