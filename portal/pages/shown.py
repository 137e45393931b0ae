"""Rows of the public pages that some of the staff write and others show: a resource, a question.

Whoever writes without publishing prepares a row; what the public reads is changed by those who publish.
"""

from django.db import models
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from portal.pages.permissions import PUBLISHERS
from portal.tenancy.models import Membership
from portal.territories.own_rows import DeletesOwn, EditsOwn, ListsAllEditsOwn

PUBLISH = "publish"
"""The right, on a model of this kind, to show a row and to change one that is shown."""


class ShownQuerySet(models.QuerySet):
    def shown(self):
        return self.filter(is_shown=True)

    def prepared(self):
        """Rows that wait for somebody to show them."""
        return self.filter(is_shown=False)


class Shown(models.Model):
    is_shown = models.BooleanField("visible sur le site", default=False)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)

    class Meta:
        abstract = True


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


class ShownRowsViewSet(ModelViewSet):
    """Rows put in order by hand, or with the arrows of the keyboard; no link leads to what one may not change."""

    index_view_class = ListsAllEditsOwn
    edit_view_class = EditsOwn
    delete_view_class = DeletesOwn
    sort_order_field = "position"
    list_per_page = 50
    copy_view_enabled = False
    add_label = "Ajouter"

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(**kwargs) | {"add_item_label": self.add_label}


def to_publish(rows: ShownQuerySet, kind: str, title: str, membership: Membership) -> QuerySet | None:
    """Return (kind, key, title, at) of what waits for this member to show it; None when it is not theirs to do."""
    if not membership.has_role(*PUBLISHERS):
        return None
    named = {} if title == "title" else {"title": models.F(title)}
    waiting = rows.prepared().order_by().annotate(
        kind=Value(kind, TextField()), key=Cast("pk", TextField()), at=models.F("created_at"), **named
    )  # fmt: skip
    return waiting.values_list("kind", "key", "title", "at")
