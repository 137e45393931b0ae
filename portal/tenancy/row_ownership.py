"""Whose the rows are that were written before their table had its wall.

A hidden column is empty on rows that an earlier version of the portal, or of Wagtail, wrote. Their tenant is that
of what they point at: a page, a row of ours, a group, a site, or another row whose tenant is known. Rows that
point at nothing of a tenant (Wagtail's own workflow, made by its migrations) stay the platform's: unseen.
"""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page

from portal.tenancy.scoping import LAST_CHILD

# ruff: noqa: S608 (the names in these statements are those of our own tables)
OF_PAGE = f"SELECT t.id FROM tenancy_tenant t WHERE p.path >= t.home_path AND p.path <= t.home_path || '{LAST_CHILD}'"
KEYS = {
    # table a key may point at: how to find the tenant of its row « p »
    "wagtailcore_page": OF_PAGE,
    "wagtailcore_collection": OF_PAGE.replace("home_path", "collection_path"),
    "wagtailcore_site": "SELECT t.id FROM tenancy_tenant t WHERE t.site_id = p.id",
    "auth_group": "SELECT g.tenant_id FROM tenancy_tenantgroup g WHERE g.group_id = p.id",
}


def give_rows_their_tenant(cursor, hidden: list[type[models.Model]]) -> None:
    """Fill the empty hidden columns of these models' tables, as far as their rows say whose they are."""
    if not hidden:
        return
    hidden_tables = {model._meta.db_table for model in hidden}
    of_parents = [statement for model in hidden for statement in _by_keys(model, hidden_tables)]
    of_objects = [statement for model in hidden for statement in _by_generic_key(model)]
    for statement in [*of_objects, *of_parents, *of_parents]:  # twice: a parent may get its own on the first round
        cursor.execute(statement)


def _by_keys(model: type[models.Model], hidden_tables: set[str]):
    for key in model._meta.local_fields:
        if not key.is_relation:
            continue
        target = key.related_model._meta.db_table
        if target in KEYS:
            yield _fill(model, target, f'p.id = c."{key.column}"', f"({KEYS[target]})")
        elif target in hidden_tables and target != model._meta.db_table:
            yield _fill(model, target, f'p."{key.target_field.column}" = c."{key.column}"', "p.rls_tenant")


def _by_generic_key(model: type[models.Model]):
    """A row that names its object by content type and key has that object's tenant."""
    columns = {field.column for field in model._meta.local_fields}
    if not {"content_type_id", "object_id"} <= columns:
        return
    for owner in apps.get_models():
        is_page = issubclass(owner, Page)
        if not is_page and not any(field.attname == "tenant_id" for field in owner._meta.local_fields):
            continue
        content_type = ContentType.objects.get_for_model(owner, for_concrete_model=False).pk
        table, tenant = ("wagtailcore_page", f"({OF_PAGE})") if is_page else (owner._meta.db_table, "p.tenant_id")
        yield _fill(model, table, f"p.id::text = c.object_id::text AND c.content_type_id = {content_type}", tenant)


def _fill(model: type[models.Model], parent: str, joined: str, tenant: str) -> str:
    return (
        f'UPDATE "{model._meta.db_table}" c SET rls_tenant = {tenant} FROM "{parent}" p'
        f" WHERE c.rls_tenant IS NULL AND {joined} AND {tenant} IS NOT NULL"
    )
