"""The ORM's wall around Wagtail's pages and collections.

Both are trees that Wagtail owns, and a custom page model would cost four hand-made migrations. Their managers
are replaced in one place each instead: every page type inherits PageManager's ``get_queryset``, so a new type
is covered without anyone thinking of it. Foreign keys and cascades go through ``_base_manager``, which is not
scoped: moves and deletions keep the whole tree right, and the database's wall stands there.

Wagtail's other models (revisions, workflows, logs, tags, redirects, sites, groups…) are left as they are:
nothing of ours reads them across tenants, and a patch for each would have to follow every release of Wagtail.
The database's wall covers them.
"""

from django.db.models import CharField
from django.db.models.functions import Cast
from wagtail.models import Page
from wagtail.models.media import BaseCollectionManager
from wagtail.models.pages import BasePageManager
from wagtail.models.workflows import BaseTaskStateManager

from portal.tenancy.scoping import below

TREES = {BasePageManager: lambda tenant: tenant.home_path, BaseCollectionManager: lambda tenant: tenant.collection_path}


def scope_trees() -> None:
    """Make pages and collections show the current tenant's own. Called once, before any queryset is built."""
    for manager, root in TREES.items():
        manager.get_queryset = _scoped(manager.get_queryset, root)
    BaseTaskStateManager.reviewable_by = _of_own_pages(BaseTaskStateManager.reviewable_by)
    Page.get_indexed_objects = classmethod(_without_the_first_node(Page.get_indexed_objects.__func__))


def _scoped(get_queryset, root):
    def scoped_get_queryset(self):
        return get_queryset(self).filter(below(root))

    return scoped_get_queryset


def _of_own_pages(reviewable_by):
    """A superuser may review everywhere, and a task finds its page past the managers: by a generic key."""

    def reviewable_here(self, user):
        pages = Page.objects.annotate(key=Cast("pk", CharField())).values("key")
        return reviewable_by(self, user).filter(workflow_state__object_id__in=pages)

    return reviewable_here


def _without_the_first_node(get_indexed_objects):
    """Every tenant sees the tree's first node, and none may enter it in its search index."""

    def indexed_objects(page_type):
        return get_indexed_objects(page_type).filter(depth__gt=1)

    return indexed_objects
