"""Whose rows are whose: a permission on a model counts on one's own platforms, unless one keeps them all.

These say what a role may do; they keep no tenant from another.
"""

from django.utils import timezone
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from portal.territories.models import Absence, Coordination, CoverageException, CoverageRule, Platform
from portal.territories.permissions import APPOINT, EVERY_PLATFORM


class OwnRowsPolicy(ModelPermissionPolicy):
    """With ``unless`` the model's permissions count everywhere; without it, on one's own rows. Reading is free."""

    unless: str

    def own(self, user):
        """Return the condition, as keyword arguments of filter(), of the rows that are ``user``'s today."""
        raise NotImplementedError

    def instances_user_has_any_permission_for(self, user, actions):
        rows = super().instances_user_has_any_permission_for(user, actions)
        return rows if "view" in actions or user.has_perm(self.unless) else rows.filter(**self.own(user))

    def user_has_permission_for_instance(self, user, action, instance):
        if not self.user_has_permission(user, action):
            return False
        if action in {"add", "view"} or user.has_perm(self.unless):
            return True
        return self.model._default_manager.filter(pk=instance.pk, **self.own(user)).exists()

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)


class OwnPlatformsPolicy(OwnRowsPolicy):
    """One's own: the platforms that one coordinates or deputises today, and what points at them."""

    unless = EVERY_PLATFORM

    def own(self, user):
        path = "pk" if self.model is Platform else "platform"
        return {f"{path}__in": Coordination.objects.kept_by(user, timezone.localdate()).values("platform")}


class OwnAbsencesPolicy(OwnRowsPolicy):
    unless = APPOINT

    def own(self, user):
        return {"coordinator": user}


def register() -> None:
    """Tell Wagtail, before anything asks it for the policy of these models."""
    for model in (Platform, CoverageRule, CoverageException):
        register_permission_policy(model, OwnPlatformsPolicy(model))
    register_permission_policy(Absence, OwnAbsencesPolicy(Absence))
