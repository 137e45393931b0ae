"""Services, and what is kept row by row of the public pages, in the back-office."""

from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from home.models import Rubric, Service
from home.questions.viewsets import QuestionCategoryViewSet, QuestionViewSet
from home.resources.viewsets import ResourceThemeViewSet, ResourceViewSet
from portal.pages.row_screens import HeadingViewSet
from portal.territories.viewsets import panels


class ServiceViewSet(ModelViewSet):
    model = Service
    icon = "info-circle"
    menu_label = "Services"
    menu_order = 160
    add_to_admin_menu = True
    panels = panels(
        "name", "slug", "summary", "for_whom", "who_may_ask", "carrier", "how", "platforms", "coverage_note", "position"
    )  # fmt: skip
    list_display = ["name", "for_whom", "carrier"]
    search_fields = ["name", "summary", "for_whom", "carrier"]
    copy_view_enabled = False


class RubricViewSet(HeadingViewSet):
    model = Rubric
    icon = "tag"
    menu_label = "Rubriques des actualités"
    add_label = "Ajouter une rubrique"


class RowsViewSetGroup(ViewSetGroup):
    menu_label = "Ressources, FAQ"
    menu_icon = "list-ul"
    menu_order = 165
    items = (ResourceViewSet, ResourceThemeViewSet, QuestionViewSet, QuestionCategoryViewSet, RubricViewSet)
