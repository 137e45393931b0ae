"""Pages as the search finds them: whatever their type declares to Wagtail's own index (``search_fields``).

A type that is a kind of result of its own says which (``search_source``), and its app declares that source with
``page_source``. All are shown by the one word of pages, ``visible_to``.
"""

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, get_page_models
from wagtail.search import index
from wagtail.signals import page_slug_changed, post_page_move

from portal.pages.addresses import below_home
from portal.pages.audiences import visible_to
from portal.pages.models import BasePage
from portal.search.registry import Source, Told, declare, forget, read_again

PAGES = "pages"
NOT_TEXT = {"title", "lead", "search_description", "seo_title"}


def page_source(name: str, *, label: str, plural: str, order: int) -> Source:
    """Return the source of the page types that name it."""
    return Source(
        name=name, label=label, plural=plural, order=order,
        rows=lambda: _published(name),
        visible=lambda membership: visible_to(Page.objects.all(), membership),
        told=told,
    )  # fmt: skip


def _published(name: str) -> QuerySet[Page]:
    types = [each for each in get_page_models() if issubclass(each, BasePage) and each.search_source == name]
    return Page.objects.live().exact_type(*types).specific()


def told(page: BasePage) -> Told:
    """Return what is found of a page: its title, what lists say of it, then its text."""
    text = " ".join(_texts(page))
    return Told(title=page.title, summary=page.description, text=text, aside=page.lead, url=below_home(page.url_path))


def _texts(page: BasePage) -> list[str]:
    fields = [each for each in page.get_search_fields() if isinstance(each, index.SearchField)]
    values = [each.get_value(page) for each in fields if each.field_name not in NOT_TEXT]
    return [text for value in values for text in (value if isinstance(value, list) else [value]) if text]


declare(page_source(PAGES, label="Page", plural="Pages", order=10))


@receiver(post_save)
def read_a_page_again(sender, instance, raw=False, update_fields=None, **kwargs):
    """A draft that is kept writes a few fields of the published page, and none that is found."""
    if raw or not isinstance(instance, Page) or (update_fields and not _is_found_by(instance, update_fields)):
        return
    if source := getattr(instance.specific_class, "search_source", ""):
        read_again(source, [instance.pk])


def _is_found_by(page: Page, fields) -> bool:
    return bool({"live", "slug", "url_path", *(each.field_name for each in page.get_search_fields())} & set(fields))


@receiver(post_delete)
def forget_a_page(sender, instance, **kwargs):
    if isinstance(instance, Page) and (source := getattr(instance.specific_class, "search_source", "")):
        forget(source, instance.pk)


@receiver([page_slug_changed, post_page_move])
def read_the_moved_again(sender, instance, **kwargs):
    """The addresses of those below have moved too."""
    moved: dict[str, list[int]] = {}
    for page in Page.objects.descendant_of(instance, inclusive=True):
        if source := getattr(page.specific_class, "search_source", ""):
            moved.setdefault(source, []).append(page.pk)
    for source, keys in moved.items():
        read_again(source, keys)
