"""« Mentions et accessibilité »: what the tenant says of itself and what it still lacks, for its administrator."""

from django.urls import path
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList

from home.legal.forms import LegalIdentityForm
from home.legal.models import LegalIdentity
from home.legal.pack import SCREEN, identity_of, what_is_missing
from home.legal.permissions import CHANGE_LEGAL_IDENTITY
from portal.tenancy.own_settings import OwnSettingsView


class StillMissing(HelpPanel):
    """The tasks: what the portal may not open without."""

    class BoundPanel(HelpPanel.BoundPanel):
        def still_missing(self) -> list[str]:
            return what_is_missing(self.instance.tenant)


PANELS = ObjectList(
    [
        StillMissing(template="legal/admin/missing.html"),
        MultiFieldPanel(
            [
                FieldPanel("publisher"), FieldPanel("legal_form"), FieldPanel("address"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]), FieldPanel("siret"), FieldPanel("director"),
            ],
            heading="Qui publie ce portail",
        ),
        MultiFieldPanel(
            [FieldPanel("host_name"), FieldPanel("host_address"), FieldPanel("host_phone")], heading="Qui l’héberge"
        ),
        MultiFieldPanel([FieldPanel("dpo_name"), FieldPanel("dpo_contact")], heading="Données personnelles"),
        FieldPanel("examples"),
    ],
    base_form_class=LegalIdentityForm,
)  # fmt: skip


class LegalIdentityView(OwnSettingsView):
    model = LegalIdentity
    permission = CHANGE_LEGAL_IDENTITY
    panel = PANELS.bind_to_model(LegalIdentity)
    page_title = SCREEN
    header_icon = "doc-full"
    index_url_name = "legal_identity"
    success_message = "Enregistré : les pages publiques le disent déjà."

    def get_object(self, queryset=None):
        return identity_of(self.request.tenant)


urlpatterns = [path("mentions/", LegalIdentityView.as_view(), name="legal_identity")]
