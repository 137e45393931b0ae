"""The ORM's wall: TenantModel, pages and collections show and write the current tenant's rows only.

The condition is resolved when SQL is compiled, not when the queryset is built: Wagtail, django-filter and
ModelForms keep class-level querysets, built at import or during some other tenant's request. It is a
Lookup on a filterable column, because search refuses to filter on anything else.
"""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import F, Func, Q

from portal.database import context
from portal.database.context import TenantContext

LAST_CHILD = "ZZZZ"
"""Treebeard's highest step: what lies below a node has a path between the node's own and this step below it."""


class Asking(Func):
    """Right-hand side of ``column = …``: the tenant's value, the column itself for the platform, NULL for nobody."""

    arity = 1

    def __init__(self, column: str, value: Callable[[TenantContext], object]):
        super().__init__(F(column))
        self.value = value

    def resolve_expression(self, *args, **kwargs):
        resolved = super().resolve_expression(*args, **kwargs)
        resolved.output_field = resolved.source_expressions[0].output_field
        return resolved

    def as_sql(self, compiler, connection, **kwargs):
        if context.is_platform():
            return compiler.compile(self.source_expressions[0])
        asking = context.current()
        return "%s", [self.value(asking) if isinstance(asking, TenantContext) else None]


def of_current_tenant(column: str = "tenant") -> Q:
    """Rows whose ``column`` points at the tenant that asks."""
    return Q(**{column: Asking(column, lambda tenant: tenant.id)})


def below(root: Callable[[TenantContext], str]) -> Q:
    """Nodes of the tenant's own tree, and the tree's first node, which holds nothing and which Wagtail starts from."""
    lowest, highest = Asking("path", root), Asking("path", lambda tenant: root(tenant) + LAST_CHILD)
    return Q(path__gte=lowest, path__lte=highest) | Q(depth=1)


class TenantManager(models.Manager):
    """Rows of the tenant that asks; none when nobody does; all for the platform."""

    def get_queryset(self):
        return super().get_queryset().filter(of_current_tenant())


class WrongTenantError(ImproperlyConfigured):
    """A row was about to be written for a tenant other than the one that asks."""


class TenantModel(models.Model):
    """A row that belongs to one tenant, filled from the context when it is not said.

    A change of it drops what is cached of the tenant, unless the public never sees it.
    """

    is_shown_to_the_public = True

    tenant = models.ForeignKey(
        "tenancy.Tenant", models.CASCADE, verbose_name="collectivité", editable=False, related_name="+"
    )

    objects = TenantManager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save the row. Raises WrongTenantError when it belongs to another tenant, or to none."""
        self.adopt_tenant()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        self.adopt_tenant()

    def validate_constraints(self, exclude=None):
        """Check those on the tenant too: no form shows that field, so Django would leave them out."""
        super().validate_constraints(exclude=set(exclude or ()) - {"tenant"})

    def adopt_tenant(self) -> None:
        """Give the row the tenant that asks; refuse a row that already has another."""
        asking = context.current_tenant_id()
        if self.tenant_id is None:
            self.tenant_id = asking
        if self.tenant_id is None or asking not in (None, self.tenant_id):
            raise WrongTenantError(f"{self._meta.label}: tenant {self.tenant_id}, asked by {asking}.")
