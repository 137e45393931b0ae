"""Questions without answer in the back-office."""

from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from portal.search.models import UnansweredQuestion


class UnansweredQuestionViewSet(ModelViewSet):
    """Read and delete: nobody rewrites what was asked."""

    model = UnansweredQuestion
    icon = "search"
    menu_label = "Recherches sans réponse"
    menu_order = 175
    add_to_admin_menu = True
    edit_handler = ObjectList([FieldPanel("words", read_only=True)])
    list_display = ["words", "count", "last_on"]
    search_fields = ["words"]
    inspect_view_enabled = True
    inspect_view_fields = ["words", "count", "last_on"]
    copy_view_enabled = False
