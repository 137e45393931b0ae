"""Images have words, files stay with their tenant."""

import pytest

from home.models import ContentPage
from portal.database import context
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.factories import make_document, make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def status(host, address) -> int:
    response = GuardedClient(host).get(address)
    assert response.getvalue()  # read to its end, which closes the file
    return response.status_code


def test_an_image_is_served_on_its_tenant_s_host_alone(media, pdc):
    image = make_image(pdc)
    assert image.file.name.startswith(f"t/{pdc.pk}/")
    address = f"/media/{image.file.name}"
    assert status(PDC_HOST, address) == 200
    assert status(CASA_HOST, address) == 404


def test_a_document_is_served_by_its_own_view_alone(media, pdc):
    document = make_document(pdc)
    assert status(PDC_HOST, f"/media/{document.file.name}") == 404
    assert status(PDC_HOST, document.url) == 200
    assert status(CASA_HOST, document.url) == 404


@pytest.mark.parametrize("step", [".", "", "documents/../."])
def test_no_other_way_of_writing_its_path_opens_a_document(media, pdc, step):
    name = make_document(pdc).file.name.removeprefix(f"t/{pdc.pk}/")
    assert GuardedClient(PDC_HOST).get(f"/media/t/{pdc.pk}/{step}/{name}").status_code == 404


@pytest.mark.parametrize(
    "path", ["../secret_key", "t/../../secret_key", "t", "t/", "%2e%2e/x", "t/1/../2/x.png", "\x00"]
)
def test_no_path_leads_out_of_the_tenant_s_folder(media, pdc, path):
    assert GuardedClient(PDC_HOST).get(f"/media/{path}").status_code == 404
    assert GuardedClient(PDC_HOST).get(f"/media/t/{pdc.pk}/{path}").status_code in {404, 301}


def edit(client, page, image, action, **alt):
    fields = {
        "title": page.title, "slug": page.slug, "lead": page.lead, "seo_title": "", "search_description": "",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "picture", "body-0-id": "",
        "body-0-value-image-image": image.pk, "body-0-value-caption": "", "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "", action: "1",
    } | alt  # fmt: skip
    return client.post(f"/admin/pages/{page.pk}/edit/", fields)


def test_a_page_with_an_image_without_words_is_not_published(media, pdc):
    image, page = make_image(pdc), ContentPage.objects.get(slug="le-principe", path__startswith=pdc.home_page.path)
    client = GuardedClient(PDC_HOST).login_as("gael")
    refused = edit(client, page, image, "action-publish")
    assert refused.status_code == 200
    page.refresh_from_db()
    assert not any(block.block_type == "picture" for block in page.body)
    accepted = edit(client, page, image, "action-publish", **{"body-0-value-image-alt_text": "L’entrée du lieu"})
    assert accepted.status_code == 302
    assert 'alt="L’entrée du lieu"' in client.get("/le-principe/").text


def test_the_neighbour_s_image_is_not_chosen(media, pdc):
    image = make_image(pdc)
    client = GuardedClient(CASA_HOST).login_as("ezra")
    assert "Entrée" not in client.get("/admin/images/").text
    assert client.get(f"/admin/images/{image.pk}/").status_code == 404
    assert client.get(f"/admin/images/chooser/{image.pk}/").status_code == 404


def test_staff_add_images_and_documents(media, pdc):
    client = GuardedClient(PDC_HOST).login_as("iris")
    assert client.get("/admin/images/add/").status_code == 200
    assert client.get("/admin/documents/multiple/add/").status_code == 200
    assert context.current() == pdc.context


def test_reading_the_weight_of_a_file_writes_nothing(pdc, django_assert_num_queries):
    document, image = make_document(pdc), make_image(pdc)
    with django_assert_num_queries(0):
        assert document.get_file_size() == len(b"%PDF-1.7 plan")
        assert image.get_file_size() == image.file.size
    document.file.name = "perdu.pdf"
    assert document.get_file_size() is None
