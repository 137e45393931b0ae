"""How the tenant shows itself: its general contact and its six colours, in its administrator's hands."""

from django import forms
from django.urls import path
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from portal.tenancy import preview
from portal.tenancy.models import Tenant
from portal.tenancy.own_settings import OwnSettingsView
from portal.tenancy.permissions import CHANGE_IDENTITY

COLOURS = {
    "brand_deep": ("Couleur profonde", "Pied de page et bandeaux, sous du texte blanc."),
    "brand": ("Couleur principale", "Boutons et liens."),
    "brand_soft": ("Couleur douce", "Fonds d’encadrés, territoires sur la carte."),
    "brand_pale": ("Couleur pâle", "Grands fonds clairs."),
    "spark": ("Couleur vive", "Ce qui doit attirer l’œil, sous du texte foncé."),
    "signal": ("Couleur d’alerte", "Urgences et erreurs."),
}


def _colour(name: str) -> FieldPanel:
    heading, help_text = COLOURS[name]
    return FieldPanel(name, heading=heading, help_text=help_text, widget=forms.TextInput(attrs={"type": "color"}))


PANELS = ObjectList(
    [
        MultiFieldPanel(
            [FieldPanel("contact_name"), FieldPanel("contact_phone"), FieldPanel("contact_email")],
            heading="Contact général",
            help_text="Donné au public quand aucune plateforme ne répond pour sa commune.",
        ),
        MultiFieldPanel(
            [FieldRowPanel([_colour(name) for name in pair]) for pair in zip(*[iter(COLOURS)] * 2, strict=True)],
            heading="Couleurs",
            help_text=(
                "L’aperçu, sous le formulaire, les suit. Deux couleurs qui ne se liraient pas ensemble, en clair ou en "
                "sombre, sont refusées (contraste, RGAA 3.2 et 3.3)."
            ),
        ),
    ]
)


class IdentityView(OwnSettingsView):
    permission = CHANGE_IDENTITY
    panel = PANELS.bind_to_model(Tenant)
    page_title = "Identité et couleurs"
    index_url_name = "tenant_identity"
    template_name = "tenancy/admin/identity.html"
    success_message = "Enregistré : le site public et cette administration en prennent les couleurs."

    def post(self, request, *args, **kwargs):
        """« Voir sans enregistrer »: what the preview does by itself where scripts run."""
        if "apercu" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data(form=self.get_form()))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "preview": preview.panel(self.request.POST, self.request.tenant),
        }


urlpatterns = [path("identite/", IdentityView.as_view(), name="tenant_identity"), *preview.urlpatterns]
