"""Services in the back-office."""

from wagtail.admin.viewsets.model import ModelViewSet

from home.models import Service
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
