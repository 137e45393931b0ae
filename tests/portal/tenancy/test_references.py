"""A text may point at what is this tenant's, and at nothing else."""

import json

import pytest

from home.models import ContentPage
from portal.database import context
from portal.tenancy.references import missing, references_in_texts
from tests.factories import make_document, make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(pdc, casa):
    """A page, a picture and a document of the neighbour."""
    with context.use(casa.context):
        page = ContentPage.objects.first()
        return page, make_image(casa), make_document(casa)


@pytest.fixture
def mine(pdc):
    return ContentPage.objects.first()


def body_with(html: str) -> str:
    return json.dumps([{"type": "text", "value": html}])


def test_a_link_to_the_neighbour_s_is_missing_and_one_s_own_is_not(theirs, mine, pdc):
    page, image, document = theirs
    with context.use(pdc.context):
        own, other_document = ContentPage.objects.last(), make_document(pdc)
        mine.body = body_with(
            f'<p><a linktype="page" id="{own.pk}">a</a> <a linktype="document" id="{other_document.pk}">b</a>'
            f'<a linktype="page" id="{page.pk}">c</a> <a linktype="document" id="{document.pk}">d</a>'
            f'<embed embedtype="image" id="{image.pk}" alt="" format="left"/></p>'
        )
        keys = {key for _, _, key in missing(references_in_texts(mine))}
        assert keys == {str(page.pk), str(document.pk), str(image.pk)}
