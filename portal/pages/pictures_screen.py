"""« Logo et images »: what the tenant puts of its own on the public pages, in the hands of those who publish."""

from django.urls import path
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList

from portal.pages.models import TenantPictures
from portal.pages.pictures import cut
from portal.tenancy.own_settings import OwnSettingsView

CHANGE_PICTURES = "pages.change_tenantpictures"
PANELS = ObjectList(
    [
        MultiFieldPanel(
            [FieldPanel("logo"), FieldPanel("icon")],
            heading="Logo et icône",
            help_text="Sans logo, l’en-tête montre la maison du portail, à vos couleurs. Le nom reste écrit en toutes "
            "lettres.",
        ),
        MultiFieldPanel(
            [FieldPanel("home_picture"), FieldPanel("is_decorative")],
            heading="Page d’accueil",
            help_text="Sous la recherche. Son crédit s’affiche avec elle ; assurez-vous d’en avoir les droits.",
        ),
    ]
)


class PicturesView(OwnSettingsView):
    model = TenantPictures
    permission = CHANGE_PICTURES
    panel = PANELS.bind_to_model(TenantPictures)
    page_title = "Logo et images"
    header_icon = "image"
    index_url_name = "tenant_pictures"
    success_message = "Enregistré : le site public les montre dès maintenant."

    def get_object(self, queryset=None):
        """Return what the tenant chose; no row is written before somebody saves one."""
        chosen = TenantPictures.objects.filter(tenant=self.request.tenant).first()
        return chosen or TenantPictures(tenant=self.request.tenant)

    def save_instance(self):
        """Cut them now: no visitor waits for it."""
        saved = super().save_instance()
        cut(saved)
        return saved


urlpatterns = [path("logo-et-images/", PicturesView.as_view(), name="tenant_pictures")]
