"""Services, received messages, and what is kept row by row of the public pages, in the back-office."""

from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from home.models import ContactMessage, Rubric, Service
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


class ContactMessageViewSet(ModelViewSet):
    """Read and delete; nobody writes or rewrites what somebody else said."""

    model = ContactMessage
    icon = "mail"
    menu_label = "Messages reçus"
    menu_order = 170
    add_to_admin_menu = True
    panels = panels("name", "email", "message")
    list_display = ["name", "email", "platform", "created_at", "sent_at"]
    list_filter = ["platform"]
    search_fields = ["name", "email"]
    inspect_view_enabled = True
    inspect_view_fields = ["name", "email", "platform", "message", "created_at", "sent_at"]
    copy_view_enabled = False

    def get_index_view_kwargs(self, **kwargs):
        messages = ContactMessage.objects.select_related("platform")
        return super().get_index_view_kwargs(**kwargs) | {"queryset": messages}


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
