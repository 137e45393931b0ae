"""The entry of « Annuaire » that is no list of a model."""

from wagtail.admin.menu import MenuItem

from portal.organisations.permissions import KEEP


class DirectoryMenuItem(MenuItem):
    """Shown to whoever keeps the organisations."""

    def __init__(self, label, url, name, icon, order):
        super().__init__(label, url, name=name, icon_name=icon, order=order)

    def is_shown(self, request):
        return request.user.has_perm(KEEP)
