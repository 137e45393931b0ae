from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Concat, Substr

SLUGS = ("accessibilite", "mentions-legales", "donnees-personnelles", "cookies")
ASIDE = "ancienne-"


def step_aside(apps, schema_editor):
    _move(apps, {slug: ASIDE + slug for slug in SLUGS}, is_live=False)


def come_back(apps, schema_editor):
    _move(apps, {ASIDE + slug: slug for slug in SLUGS}, is_live=True)


def _move(apps, slugs: dict[str, str], *, is_live: bool) -> None:
    """Give each of these pages, just below its tenant's home page, another slug; in its latest revision too."""
    page_model, tenant_model = apps.get_model("wagtailcore", "Page"), apps.get_model("tenancy", "Tenant")
    revision_model = apps.get_model("wagtailcore", "Revision")
    for home in tenant_model._base_manager.values_list("home_path", flat=True):
        pages = page_model._base_manager.filter(path__startswith=home, depth=3)
        written = pages.filter(
            slug__in=slugs, content_type__app_label="home", content_type__model="contentpage"
        )  # fmt: skip
        for page in list(written):
            parent, _, _ = page.url_path.removesuffix("/").rpartition("/")
            said = {"slug": slugs[page.slug], "url_path": f"{parent}/{slugs[page.slug]}/", "live": is_live}
            below = page_model._base_manager.filter(path__startswith=page.path, depth__gt=3)
            below.update(url_path=Concat(Value(said["url_path"]), Substr("url_path", len(page.url_path) + 1)))
            pages.filter(pk=page.pk).update(has_unpublished_changes=not is_live, **said)
            for revision in revision_model._base_manager.filter(pk=page.latest_revision_id):
                revision_model._base_manager.filter(pk=revision.pk).update(content=revision.content | said)


class Migration(migrations.Migration):
    """The four pages that were written by hand are made from data now, at the same addresses.

    What a tenant had written is not lost: each page is a draft named « ancienne-… » with all its revisions, and its
    staff may take sentences from it, or delete it. The way back publishes them again where they were.
    """

    dependencies = [
        ("legal", "0002_no_portal_opens_without_its_pack"),
        ("home", "0005_news"),
        ("tenancy", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(step_aside, come_back)]
