"""« Durées de conservation »: how long an unused access, then an account, is kept; the tenant may shorten it."""

from django.urls import path
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList

from portal.design.typography import french
from portal.tenancy.models import Tenant
from portal.tenancy.own_settings import OwnSettingsView
from portal.tenancy.permissions import CHANGE_IDENTITY

PANELS = ObjectList(
    [
        MultiFieldPanel(
            [FieldPanel("dormant_after"), FieldPanel("anonymised_after")],
            heading="Comptes sans visite",
            help_text=french(
                "On ne garde pas de données sans usage (RGPD, article 5). Une personne qui se connecte repart pour "
                "toute la durée. Celle qui a aussi accès à un autre portail garde son compte tant qu’elle s’en sert."
            ),
        ),
    ]
)


class RetentionView(OwnSettingsView):
    permission = CHANGE_IDENTITY
    panel = PANELS.bind_to_model(Tenant)
    page_title = "Durées de conservation"
    header_icon = "time"
    index_url_name = "tenant_retention"


urlpatterns = [path("conservation/", RetentionView.as_view(), name="tenant_retention")]
