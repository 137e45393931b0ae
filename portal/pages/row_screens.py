"""The back-office's screens of rows of the public pages, put in order by hand or with the arrows of the keyboard."""

from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from portal.territories.own_rows import DeletesOwn, EditsOwn, ListsAllEditsOwn
from portal.territories.viewsets import panels

PUBLISH = "publish"
"""The right, on a model of rows that are shown, to show one and to change one that is."""


class ShownRowsPolicy(ModelPermissionPolicy):
    """Without the right to publish, one changes and deletes what is not shown. Reading is free."""

    def instances_user_has_any_permission_for(self, user, actions):
        rows = super().instances_user_has_any_permission_for(user, actions)
        return rows if "view" in actions or self.user_has_permission(user, PUBLISH) else rows.filter(is_shown=False)

    def user_has_permission_for_instance(self, user, action, instance):
        if not self.user_has_permission(user, action):
            return False
        if action in {"add", "view"} or self.user_has_permission(user, PUBLISH):
            return True
        return self.model._default_manager.filter(pk=instance.pk, is_shown=False).exists()

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)


class _Ordered(ModelViewSet):
    sort_order_field = "position"
    copy_view_enabled = False
    add_label = "Ajouter"

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(**kwargs) | {"add_item_label": self.add_label}


class HeadingViewSet(_Ordered):
    panels = panels("name")
    list_display = ["name"]


class ShownRowsViewSet(_Ordered):
    """No link leads to what one may not change."""

    index_view_class = ListsAllEditsOwn
    edit_view_class = EditsOwn
    delete_view_class = DeletesOwn
    list_per_page = 50
