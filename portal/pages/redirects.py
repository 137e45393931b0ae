"""Redirects of a tenant: Wagtail's model, with its site filled in. Wagtail's own screens offer every site."""

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.contrib.redirects.models import Redirect

from portal.database.context import current_tenant_id
from portal.tenancy.models import Tenant


class RedirectForm(WagtailAdminModelForm):
    def clean(self):
        cleaned = super().clean()
        self.instance.site_id = Tenant.objects.values_list("site", flat=True).get(pk=current_tenant_id())
        path = Redirect.normalise_path(cleaned.get("old_path") or "")
        same = Redirect.objects.filter(site=self.instance.site_id, old_path=path).exclude(pk=self.instance.pk)
        if same.exists():
            self.add_error("old_path", "Une redirection part déjà de cette adresse.")
        targets = [cleaned.get("redirect_page"), cleaned.get("redirect_link")]
        if sum(map(bool, targets)) != 1:
            raise ValidationError("Choisissez une page ou donnez une adresse, l’un des deux.")
        return cleaned


class RedirectViewSet(ModelViewSet):
    model = Redirect
    icon = "redirect"
    menu_label = "Redirections"
    menu_order = 800
    add_to_settings_menu = True
    edit_handler = ObjectList(
        [
            FieldPanel("old_path", heading="Ancienne adresse", help_text="Après le nom d’hôte : « /ancienne-page »."),
            FieldPanel("redirect_page", heading="Mène à la page"),
            FieldPanel("redirect_link", heading="ou à l’adresse"),
            FieldPanel("is_permanent", heading="Pour toujours", help_text="Les moteurs de recherche suivront."),
        ],
        base_form_class=RedirectForm,
    )
    list_display = [
        "old_path",
        Column("link", label="Mène à"),
        Column("get_is_permanent_display", label="Durée"),
    ]
    search_fields = ["old_path", "redirect_link", "redirect_page__title"]
    copy_view_enabled = False

    def get_index_view_kwargs(self, **kwargs):
        redirects = Redirect.objects.select_related("redirect_page")
        return super().get_index_view_kwargs(**kwargs) | {"queryset": redirects}
