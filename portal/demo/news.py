"""Rubrics of the news of the demonstration. Run twice, nothing doubles."""

from home.models import NewsIndexPage, NewsPage, Rubric
from portal.demo.content.news import MORE, RUBRICS
from portal.demo.pages import put_page
from portal.design.typography import french
from portal.tenancy.models import Tenant


def load_rubrics(tenant: Tenant) -> None:
    """Write the rubrics of ``tenant`` and say which news they hold; inside its context, once its pages are there."""
    index = NewsIndexPage.objects.live().get()
    put_page(index, NewsPage, MORE[tenant.slug], f"{tenant.slug}/{index.slug}")
    for position, (name, slugs) in enumerate(RUBRICS[tenant.slug].items(), 1):
        rubric, _ = Rubric.objects.update_or_create(name=french(name), defaults={"position": position})
        for page in NewsPage.objects.child_of(index).filter(slug__in=slugs).exclude(rubric=rubric):
            page.rubric = rubric
            page.save_revision().publish()
