"""The entries of « Territoires » that are no list of a model."""

from wagtail.admin.menu import MenuItem


class TerritoryMenuItem(MenuItem):
    """Shown to whoever keeps a platform."""

    def __init__(self, label, url, name, icon, order):
        super().__init__(label, url, name=name, icon_name=icon, order=order)

    def is_shown(self, request):
        return request.user.has_perm("territories.change_platform")
