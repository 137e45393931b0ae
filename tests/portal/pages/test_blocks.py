"""Editors choose a block by its example, and no block lets them paste raw HTML."""

import pytest
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from home.blocks import HOME_BLOCKS
from home.models import HomePage
from portal.pages.blocks import BODY_BLOCKS
from tests.conftest import PDC_HOST, GuardedClient
from tests.factories import make_document, make_image
from tests.html import faults_of

pytestmark = pytest.mark.django_db
STREAM = HomePage.body.field.stream_block


@pytest.mark.parametrize("name", [name for name, _ in HOME_BLOCKS])
def test_each_block_shows_an_example(name, pdc):
    block = STREAM.child_blocks[name]
    assert block.is_previewable
    client = GuardedClient(PDC_HOST).login_as("iris")
    page = client.get("/admin/block-preview/", {"id": block.definition_prefix})
    assert page.status_code == 200
    assert [fault for fault in faults_of(page.text) if "h1" not in fault and "follows" not in fault] == []
    assert block.meta.description
    assert block.meta.group


def test_an_image_and_a_document_show_the_tenant_s_newest(pdc, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_image(pdc, description="L’entrée du lieu")
    make_document(pdc)
    client = GuardedClient(PDC_HOST).login_as("iris")
    for name, words in {"picture": 'alt="L’entrée du lieu"', "document": "Plan"}.items():
        page = client.get("/admin/block-preview/", {"id": STREAM.child_blocks[name].definition_prefix})
        assert words in page.text


def every_block(block):
    yield block
    for child in getattr(block, "child_blocks", {}).values():
        yield from every_block(child)
    if isinstance(block, blocks.ListBlock):
        yield from every_block(block.child_block)


def test_there_is_no_raw_html_and_no_foreign_page():
    assert not [b for b in every_block(STREAM) if isinstance(b, blocks.RawHTMLBlock)]


def test_rich_text_offers_no_embed_and_no_image():
    for block in every_block(STREAM):
        if isinstance(block, blocks.RichTextBlock):
            assert not {"embed", "image", "code"} & set(block.features), block.name


def test_a_link_leads_to_a_page_or_an_address_and_not_both():
    link = dict(BODY_BLOCKS)["action"].child_blocks["link"]
    with pytest.raises(StructBlockValidationError):
        link.clean(link.to_python({"label": "x", "page": None, "url": ""}))
    assert link.clean(link.to_python({"label": "x", "page": None, "url": "https://exemple.fr/"})).href
