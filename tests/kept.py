"""What a kept page costs, and what it reads: each table is to refresh it when a row changes."""

import re

from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.tenancy.scoping import TenantModel

REFRESHED = {
    # tables of no model of ours whose every change raises the version (portal.tenancy.signals)
    "wagtailcore_page", "wagtailcore_pageviewrestriction",
}  # fmt: skip
THE_SAME = {
    # what the tenant itself is, read anew at each request; Django's and Wagtail's own words
    "tenancy_tenant", "tenancy_tenantdomain", "wagtailcore_site", "wagtailcore_locale", "django_content_type",
    # the nation's geography: its import refreshes every tenant
    "territories_commune", "territories_intercommunality", "territories_departement", "territories_placename",
    "territories_cedex",
    "tenancy_keptpage",
}  # fmt: skip

BY_VERBS = {
    # what changes there most of the time is for members; the verbs that show it to the public refresh, and are tested
    "/sitemap.xml": {"committees_meeting", "committees_minutes", "committees_passage"},
}  # fmt: skip


def _owner(model):
    """Return the model whose many-to-many field this one stands for, or itself."""
    return model._meta.auto_created or model


def _refreshing() -> set[str]:
    own = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if issubclass(_owner(model), TenantModel) and _owner(model).is_shown_to_the_public
    }
    page_types = {model._meta.db_table for model in apps.get_models() if hasattr(model, "url_path")}
    return own | page_types | REFRESHED | THE_SAME


def _tables(queries: list[dict]) -> set[str]:
    return set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(query["sql"] for query in queries)))


def what_refreshes_nothing(client, address: str) -> set[str]:
    """Return the tables that a kept page reads without being drawn anew when they change; none for one not kept.

    What the first query counts, with which each request begins, is read anew at each.
    """
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    if "ETag" not in response.headers:
        return set()
    return _tables(queries) - _refreshing() - _tables(queries[:1]) - BY_VERBS.get(address, set())


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    # A test stands in a transaction: what begins one on a server, and asks nothing, is a savepoint here.
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def is_kept(client, address: str) -> bool:
    return "ETag" in client.get(address).headers
