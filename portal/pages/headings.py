"""Under what rows of the public pages stand: the rubrics of the news, the themes of resources."""

from django.db import models
from wagtail.admin.viewsets.model import ModelViewSet

from portal.design.slugs import apart, free_slug
from portal.pages.placed import Placed
from portal.tenancy.scoping import TenantModel
from portal.territories.viewsets import panels


class Heading(Placed, TenantModel):
    """A name, and its place among the others. Its address is made once, of its first name: links to it last."""

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


class HeadingViewSet(ModelViewSet):
    """The headings of a list, put in order by hand, or with the arrows of the keyboard."""

    panels = panels("name")
    list_display = ["name"]
    sort_order_field = "position"
    copy_view_enabled = False
    add_label = "Ajouter"

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(**kwargs) | {"add_item_label": self.add_label}
