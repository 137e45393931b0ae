"""« Sécurité des accès »: from when this tenant's staff must have a second factor, in its administrator's hands."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views.generic import EditView

from portal.design.typography import french
from portal.tenancy.models import SecondFactorPolicy
from portal.tenancy.permissions import CHANGE_SECURITY

PANELS = ObjectList(
    [
        MultiFieldPanel(
            [FieldPanel("required_from"), FieldPanel("grace_days")],
            heading="Double authentification",
            help_text=french(
                "Toute personne dont le rôle ouvre cette administration doit avoir, en plus de son mot de passe, une "
                "application de codes ou une clé d’accès. La plateforme laisse "
                f"{settings.SECOND_FACTOR_GRACE_DAYS} jours à compter de l’arrivée dans un tel rôle ; vous pouvez "
                "l’exiger plus tôt, jamais plus tard. Le délai passé, le reste du portail attend."
            ),
        ),
    ]
)


class SecurityView(EditView):
    """Edits the rule of the tenant of this host: there is no key in the address."""

    model = SecondFactorPolicy
    panel = PANELS.bind_to_model(SecondFactorPolicy)
    template_name = "wagtailadmin/generic/edit.html"
    page_title = "Sécurité des accès"
    header_icon = "lock"
    edit_url_name = index_url_name = "tenant_security"
    success_message = "Enregistré."
    error_message = "Rien n’a été enregistré : corrigez ce qui est signalé."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(CHANGE_SECURITY):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset=None):
        """Return the tenant's rule; none is written before somebody saves one."""
        rule = SecondFactorPolicy.objects.filter(tenant=self.request.tenant).first()
        return rule or SecondFactorPolicy(tenant=self.request.tenant, grace_days=settings.SECOND_FACTOR_GRACE_DAYS)

    def get_form_class(self):
        return self.panel.get_form_class()

    def get_edit_url(self):
        return reverse("tenant_security")

    def get_success_url(self):
        return reverse("tenant_security")

    def get_breadcrumbs_items(self):
        return [{"url": "", "label": self.page_title}]


urlpatterns = [path("securite/", SecurityView.as_view(), name="tenant_security")]


class SecurityMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(CHANGE_SECURITY)


def menu_item() -> MenuItem:
    return SecurityMenuItem("Sécurité des accès", reverse("tenant_security"), icon_name="lock", order=11)
