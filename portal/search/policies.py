"""Nobody writes or rewrites what was asked, an operator neither: it is read and deleted."""

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from portal.search.models import UnansweredQuestion


class ReadAndDelete(ModelPermissionPolicy):
    def user_has_permission(self, user, action):
        return action not in {"add", "change"} and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


def register() -> None:
    """Tell Wagtail, before anything asks it for the policy of this model."""
    register_permission_policy(UnansweredQuestion, ReadAndDelete(UnansweredQuestion))
