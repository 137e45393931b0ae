"""The resources in the back-office."""

from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from home.resources.models import Resource, ResourceTheme
from home.resources.permissions import PUBLISH
from portal.pages.row_screens import HeadingViewSet, ShownRowsViewSet
from portal.territories.viewsets import panels


class ResourceViewSet(ShownRowsViewSet):
    model = Resource
    icon = "link"
    menu_label = "Ressources"
    add_label = "Ajouter une ressource"
    panels = [
        *panels("title", "document", "url", "text", "publisher", "published_on", "theme", "review_on"),
        FieldPanel("is_shown", permission=PUBLISH),
    ]
    list_display = [
        "title",
        Column("get_nature_display", label="Nature"),
        "theme",
        BooleanColumn("is_shown", label="Visible"),
        "review_on",
    ]
    list_filter = ["theme", "is_shown"]
    search_fields = ["title", "text", "publisher", "url"]

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(**kwargs) | {"queryset": Resource.objects.select_related("theme")}


class ResourceThemeViewSet(HeadingViewSet):
    model = ResourceTheme
    icon = "folder-open-inverse"
    menu_label = "Thèmes des ressources"
    add_label = "Ajouter un thème"
