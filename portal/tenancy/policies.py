"""What Wagtail's own permissions mean on a tenant's host: they say what a member may do, and are no wall.

Rights count through the tenant's own groups only. A superuser starts from the tenant's home page as its staff do,
and leaves the roots of the tenant's two trees where they are.
"""

from wagtail.models import AbstractPage, Collection
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionManagementPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from portal.database import context
from portal.database.context import TenantContext

OWN_GROUPS = "group__tenant_group__tenant"


class RefusingPolicy(ModelPermissionPolicy):
    """Rows that the portal itself keeps: what nobody does to them, an operator does not either."""

    def __init__(self, model, refused: frozenset[str]):
        super().__init__(model)
        self.refused = refused

    def user_has_permission(self, user, action):
        return action not in self.refused and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


def refuse(model, *actions: str) -> None:
    """Tell Wagtail, before anything asks it for the policy of ``model``, that nobody does ``actions``."""
    register_permission_policy(model, RefusingPolicy(model, frozenset(actions)))


class TenantPagePolicy(PagePermissionPolicy):
    def get_all_permissions_for_user(self, user):
        return super().get_all_permissions_for_user(user).filter(**{OWN_GROUPS: context.current_tenant_id()})

    def instances_with_direct_explore_permission(self, user):
        asking = context.current()
        if user.is_superuser and isinstance(asking, TenantContext):
            return self.model.base_page_model.objects.filter(path=asking.home_path)
        return super().instances_with_direct_explore_permission(user)


class TenantCollectionPolicy(CollectionManagementPermissionPolicy):
    def get_all_permissions_for_user(self, user):
        return super().get_all_permissions_for_user(user).filter(**{OWN_GROUPS: context.current_tenant_id()})

    def instances_user_has_permission_for(self, user, action):
        allowed = super().instances_user_has_permission_for(user, action)
        asking = context.current()
        if action in {"change", "delete"} and isinstance(asking, TenantContext):
            return allowed.exclude(path=asking.collection_path)
        return allowed


def register_policies() -> None:
    register_permission_policy(AbstractPage, TenantPagePolicy("wagtailcore.Page"))
    register_permission_policy(Collection, TenantCollectionPolicy(Collection))
