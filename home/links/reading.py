"""The links that a page holds: in its rich texts, its blocks and its address fields. No query, no request."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bs4 import BeautifulSoup
from django.db import models
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

OUR_WORDS = {"label", "title"}
"""Fields of a block that name its link."""


class To(StrEnum):
    PAGE = "page"
    DOCUMENT = "document"
    ADDRESS = "address"


@dataclass(frozen=True)
class Link:
    """``target`` is a primary key, or an address; ``where`` names the field; ``words`` are those one clicks on."""

    to: To
    target: str
    where: str
    words: str = ""


def links_in(page: Page) -> Iterator[Link]:
    """Yield each link of a page (specific), in order."""
    for field in page._meta.concrete_fields:
        where = str(field.verbose_name)
        value = field.value_from_object(page)
        if isinstance(field, StreamField):
            yield from _in_block(field.stream_block, value.get_prep_value(), where)
        elif isinstance(field, RichTextField):
            yield from _in_text(value, where)
        elif isinstance(field, models.URLField) and value:
            yield Link(To.ADDRESS, value, where)


def _in_block(block: blocks.Block, raw, where: str, words: str = "") -> Iterator[Link]:
    """Read what is stored, not what it becomes: a page that is gone becomes nothing at all."""
    if not raw:
        return
    if isinstance(block, blocks.StreamBlock):
        for item in raw:
            if child := block.child_blocks.get(item["type"]):
                yield from _in_block(child, item["value"], f"{where}, {str(child.label).lower()}")
    elif isinstance(block, blocks.StructBlock):
        words = next((raw[name] for name in OUR_WORDS if isinstance(raw.get(name), str)), words)
        for name, child in block.child_blocks.items():
            yield from _in_block(child, raw.get(name), where, words)
    elif isinstance(block, blocks.ListBlock):
        for item in raw:
            is_wrapped = isinstance(item, dict) and item.keys() == {"type", "value", "id"}
            yield from _in_block(block.child_block, item["value"] if is_wrapped else item, where, words)
    elif isinstance(block, blocks.RichTextBlock):
        yield from _in_text(raw, where)
    elif kind := _kind_of(block):
        yield Link(kind, str(raw), where, words)


def _kind_of(block: blocks.Block) -> To | None:
    kinds = {
        blocks.PageChooserBlock: To.PAGE, DocumentChooserBlock: To.DOCUMENT, blocks.URLBlock: To.ADDRESS
    }  # fmt: skip
    return next((kind for of, kind in kinds.items() if isinstance(block, of)), None)


def _in_text(html: str, where: str) -> Iterator[Link]:
    for link in BeautifulSoup(html or "", "html.parser").find_all("a"):
        words = link.get_text(" ", strip=True)
        kind = link.get("linktype")
        if kind in (To.PAGE, To.DOCUMENT):
            yield Link(To(kind), str(link.get("id", "")), where, words)
        elif href := (link.get("href") or "").strip():
            yield Link(To.ADDRESS, href, where, words)
