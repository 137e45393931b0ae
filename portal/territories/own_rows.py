"""Views of a list that all may read, whose rows only their keepers change: the policy of the model says who."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from wagtail.admin.views.generic import DeleteView, EditView, IndexView


class ListsAllEditsOwn(IndexView):
    """No link leads where the answer would be no. Two queries, whatever the number of rows."""

    @cached_property
    def _mine(self) -> dict[str, set[int]]:
        return {
            action: set(
                self.permission_policy.instances_user_has_permission_for(self.request.user, action)
                .order_by()
                .values_list("pk", flat=True)
            )
            for action in ("change", "delete")
        }

    def get_edit_url(self, instance):
        return super().get_edit_url(instance) if instance.pk in self._mine["change"] else None

    def get_delete_url(self, instance):
        return super().get_delete_url(instance) if instance.pk in self._mine["delete"] else None


class _Checked:
    """Wagtail's generic views ask for the permission on the model alone; here the row is asked about too."""

    def get_object(self, queryset=None):
        instance = super().get_object(queryset)
        if not self.user_has_permission_for_instance(self.permission_required, instance):
            raise PermissionDenied
        return instance


class EditsOwn(_Checked, EditView):
    pass


class DeletesOwn(_Checked, DeleteView):
    pass
