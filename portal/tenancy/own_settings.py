"""A screen of the back-office that edits what this tenant decided about itself: there is no key in the address."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import EditView

from portal.tenancy.cache import refresh
from portal.tenancy.models import Tenant


class OwnSettingsView(EditView):
    """Subclasses give ``permission``, ``panel``, ``page_title`` and ``index_url_name``."""

    model = Tenant
    permission: str
    template_name = "wagtailadmin/generic/edit.html"
    header_icon = "cog"
    success_message = "Enregistré."
    error_message = "Rien n’a été enregistré : corrigez ce qui est signalé."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset=None):
        return Tenant.objects.get(pk=self.request.tenant.pk)

    def get_form_class(self):
        return self.panel.get_form_class()

    def get_edit_url(self):
        return reverse(self.index_url_name)

    def get_success_url(self):
        return reverse(self.index_url_name)

    def get_breadcrumbs_items(self):
        return [{"url": "", "label": self.page_title}]

    def save_instance(self):
        saved = super().save_instance()
        refresh(self.request.tenant.pk)
        return saved

    @classmethod
    def menu_item(cls, *, order: int) -> MenuItem:
        """Return the entry of the settings menu, for those who may use the screen."""
        return _OwnMenuItem(cls, cls.page_title, reverse(cls.index_url_name), icon_name=cls.header_icon, order=order)


class _OwnMenuItem(MenuItem):
    def __init__(self, view: type[OwnSettingsView], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.view = view

    def is_shown(self, request):
        return request.user.has_perm(self.view.permission)
