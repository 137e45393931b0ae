"""What the public pages show row by row, and staff keep as lists: resources, questions, the rubrics of the news.

Some of the staff write such a row and others show it. Whoever writes without publishing prepares; what the public
reads is changed by those who publish. The screens are in ``row_screens``.
"""

from django.db import models
from django.db.models import F, Max, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from portal.design.slugs import apart, free_slug
from portal.pages.permissions import PUBLISHERS
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantModel


class Placed(models.Model):
    """A row with a place in its list: the last one, until somebody moves it."""

    position = models.PositiveSmallIntegerField("rang", blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.position is None:
            last = type(self)._default_manager.aggregate(last=Max("position"))["last"]
            self.position = (last or 0) + 1
        super().save(*args, **kwargs)


class Heading(Placed, TenantModel):
    """Under what rows stand: a rubric, a theme. Its address is made once, of its first name: links to it last."""

    name = models.CharField("nom", max_length=80)
    slug = models.SlugField("identifiant", max_length=80, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "name"], name="one_%(class)s_per_name",
                violation_error_message="Ce nom est déjà dans la liste.",
            ),
            models.UniqueConstraint(fields=["tenant", "slug"], name="one_%(class)s_per_slug"),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = free_slug(apart(self.name), type(self).objects.all(), otherwise=self._meta.model_name)
        super().save(*args, **kwargs)


class ShownQuerySet(models.QuerySet):
    def shown(self):
        return self.filter(is_shown=True)

    def prepared(self):
        """Rows that wait for somebody to show them."""
        return self.filter(is_shown=False)

    def to_publish(self, kind: str, title: str, membership: Membership) -> QuerySet | None:
        """Return (kind, key, title, at) of what waits for this member to show it; None when it is not theirs to do.

        ``title``: the field that names the row.
        """
        if not membership.has_role(*PUBLISHERS):
            return None
        named = {} if title == "title" else {"title": F(title)}
        waiting = self.prepared().annotate(
            kind=Value(kind, TextField()), key=Cast("pk", TextField()), at=F("created_at"), **named
        )  # fmt: skip
        return waiting.order_by().values_list("kind", "key", "title", "at")


class Shown(models.Model):
    is_shown = models.BooleanField("visible sur le site", default=False)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)

    class Meta:
        abstract = True
