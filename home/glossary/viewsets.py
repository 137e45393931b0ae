"""The glossary in the back-office."""

from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from home.glossary.models import Term
from portal.territories.viewsets import panels


class TermViewSet(ModelViewSet):
    model = Term
    icon = "openquote"
    menu_label = "Glossaire"
    menu_order = 20
    panels = panels("term", "slug", "other_forms", "definition", "more", "review_on")
    list_display = ["term", "definition", DateColumn("review_on")]
    search_fields = ["term", "other_forms", "definition"]
    copy_view_enabled = False


viewset = TermViewSet()
