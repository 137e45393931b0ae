"""A large portal in a moment: pages and platforms written by the hundred, as the rows that editing would leave."""

import datetime
from itertools import batched, count

from treebeard.mp_tree import MP_Node
from wagtail.models import Page

from home.models import ContentPage, NewsIndexPage, NewsPage, PlatformPage, PlatformsPage, Rubric
from portal.pages.models import BasePage
from portal.tenancy.models import Tenant
from portal.territories.models import CoverageRule, Intercommunality, Platform

WORDS = "Le logement accompagné, les bailleurs et les loyers. "
BODY = '[{"type": "text", "value": "<h2>Pour qui</h2><p>Le logement et les loyers.</p>"}]'
NUMBERS = count()


def plant(parent: Page, pages: list[BasePage]) -> list[BasePage]:
    """Write ``pages``, all of one type, as the last children of ``parent``: two statements whatever their number."""
    if not pages:
        return pages
    last = parent.get_children().order_by("path").last()
    first = MP_Node._str2int(last.path[-MP_Node.steplen :]) + 1 if last else 1
    own = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    for number, page in enumerate(pages, first):
        page.slug = page.slug or f"plante-{next(NUMBERS)}"
        page.draft_title, page.locale_id = page.title, parent.locale_id
        page.depth, page.path = parent.depth + 1, Page._get_path(parent.path, parent.depth + 1, number)
        page.content_type = page.cached_content_type
        page.set_url_path(parent)
    rows = Page.objects.bulk_create([Page(**{name: getattr(page, name) for name in own}) for page in pages])
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = page.page_ptr_id = row.pk
    model = type(pages[0])
    model._base_manager._insert(pages, model._meta.local_concrete_fields, using="default")
    parent.numchild += len(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
    return pages


def plant_texts(tenant: Tenant, number: int) -> None:
    """Write ``number`` pages of text: a hundredth below the home page and in the menu, the rest below one another."""
    above = plant(Page.objects.get(pk=tenant.home_page_id), _texts(number // 100, show_in_menus=True))
    above += plant(above[0], _texts(number // 10))
    left = number - len(above)
    for some, parent in zip(batched(range(left), -(-left // len(above))), above, strict=False):
        plant(Page.objects.get(pk=parent.pk), _texts(len(some)))


def _texts(number: int, **fields) -> list[ContentPage]:
    return [ContentPage(title=f"Logement {n:03}", lead=WORDS * 3, body=BODY, **fields) for n in range(number)]


def plant_news(tenant: Tenant, number: int) -> None:
    index = NewsIndexPage.objects.child_of(tenant.home_page).get()
    rubrics = list(Rubric.objects.order_by("pk"))
    day = datetime.date(2026, 1, 1)
    news = [
        NewsPage(
            title=f"Loyers {n}", lead=WORDS * 3, body=BODY, date=day + datetime.timedelta(days=n),
            rubric=rubrics[n % len(rubrics)] if rubrics else None,
        )
        for n in range(number)
    ]  # fmt: skip
    plant(index, news)


def plant_platforms(tenant: Tenant, number: int) -> None:
    """Write ``number`` platforms, each with its page and with an intercommunality that nobody covers yet."""
    free = list(Intercommunality.objects.exclude(coverage_rules__tenant=tenant).order_by("pk")[:number])
    platforms = Platform.objects.bulk_create(
        Platform(tenant=tenant, name=f"P{n:02}", slug=f"plante-{n}", title=f"plateforme P{n:02}", email="a@b.fr")
        for n in range(len(free))
    )
    CoverageRule.objects.bulk_create(
        CoverageRule(tenant=tenant, intercommunality=area, platform=platform, reason="essai")
        for area, platform in zip(free, platforms, strict=True)
    )
    above = PlatformsPage.objects.child_of(tenant.home_page).get()
    plant(above, [PlatformPage(title=platform.title, slug=platform.slug, platform=platform) for platform in platforms])
