"""Who reads which messages of the contact form.

These say what a role may do; they keep no tenant from another.
"""

from django.db.models import Q
from django.utils import timezone
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from home.models import ContactMessage
from portal.territories.models import Coordination
from portal.territories.permissions import EVERY_PLATFORM


class OwnMessagesPolicy(ModelPermissionPolicy):
    """Whoever keeps every platform reads every message; others, those of their platforms and the general ones."""

    def instances_user_has_any_permission_for(self, user, actions):
        rows = super().instances_user_has_any_permission_for(user, actions)
        return rows if user.has_perm(EVERY_PLATFORM) else rows.filter(messages_of(user))

    def user_has_permission_for_instance(self, user, action, instance):
        if not self.user_has_permission(user, action):
            return False
        if user.has_perm(EVERY_PLATFORM) or action == "add":
            return True
        return self.model._default_manager.filter(messages_of(user), pk=instance.pk).exists()

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)


def messages_of(user) -> Q:
    """Return the condition of the messages of the platforms that ``user`` coordinates or deputises, and of nobody's."""
    own = Coordination.objects.kept_by(user, timezone.localdate()).values("platform")
    return Q(platform=None) | Q(platform__in=own)


def register() -> None:
    """Tell Wagtail, before anything asks it for the policy of this model."""
    register_permission_policy(ContactMessage, OwnMessagesPolicy(ContactMessage))
