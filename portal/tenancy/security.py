"""« Sécurité des accès »: from when this tenant's staff must have a second factor, in its administrator's hands."""

from django.conf import settings
from django.urls import path
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList

from portal.design.typography import french
from portal.tenancy.models import SecondFactorPolicy
from portal.tenancy.own_settings import OwnSettingsView
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


class SecurityView(OwnSettingsView):
    model = SecondFactorPolicy
    permission = CHANGE_SECURITY
    panel = PANELS.bind_to_model(SecondFactorPolicy)
    page_title = "Sécurité des accès"
    header_icon = "lock"
    index_url_name = "tenant_security"

    def get_object(self, queryset=None):
        """Return the tenant's rule; none is written before somebody saves one."""
        rule = SecondFactorPolicy.objects.filter(tenant=self.request.tenant).first()
        return rule or SecondFactorPolicy(tenant=self.request.tenant, grace_days=settings.SECOND_FACTOR_GRACE_DAYS)


urlpatterns = [path("securite/", SecurityView.as_view(), name="tenant_security")]
