"""Nobody adds or deletes a broken link, an operator neither: the rows come from the reading of the pages."""

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from home.links.models import BrokenLink


class ReadAlone(ModelPermissionPolicy):
    def user_has_permission(self, user, action):
        return action not in {"add", "delete"} and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


def register() -> None:
    """Tell Wagtail, before anything asks it for the policy of this model."""
    register_permission_policy(BrokenLink, ReadAlone(BrokenLink))
