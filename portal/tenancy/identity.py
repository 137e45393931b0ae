"""How the tenant shows itself: its general contact and its six colours, in its administrator's hands."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse, reverse_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views.generic import EditView

from portal.tenancy.cache import refresh
from portal.tenancy.models import Tenant

PERMISSION = "tenancy.change_tenant"
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
            help_text="Deux couleurs qui ne se liraient pas ensemble sont refusées (contraste, RGAA 3.2).",
        ),
    ]
)


class IdentityView(EditView):
    """Edits the tenant of this host, and no other: there is no key in the address."""

    model = Tenant
    panel = PANELS.bind_to_model(Tenant)
    template_name = "wagtailadmin/generic/edit.html"
    page_title = "Identité et couleurs"
    header_icon = "cog"
    edit_url_name = index_url_name = "tenant_identity"
    success_url = reverse_lazy("tenant_identity")
    success_message = "Enregistré : le site public et cette administration en prennent les couleurs."
    error_message = "Rien n’a été enregistré : corrigez ce qui est signalé."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset=None):
        return Tenant.objects.get(pk=self.request.tenant.pk)

    def get_form_class(self):
        return self.panel.get_form_class()

    def get_edit_url(self):
        return reverse("tenant_identity")

    def get_success_url(self):
        return reverse("tenant_identity")

    def get_breadcrumbs_items(self):
        return [{"url": "", "label": self.page_title}]

    def save_instance(self):
        tenant = super().save_instance()
        refresh(tenant.pk)
        return tenant


urlpatterns = [path("identite/", IdentityView.as_view(), name="tenant_identity")]


class IdentityMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(PERMISSION)


def menu_item() -> MenuItem:
    return IdentityMenuItem("Identité et couleurs", reverse("tenant_identity"), icon_name="cog", order=10)
