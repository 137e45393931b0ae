"""What is posted through Wagtail's own forms may not point at the neighbour's: refused, and nothing is saved.

Each attempt is made once with one's own object too: a form that refused everything would prove nothing.
"""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.models import ContentPage, Service
from portal.database import context
from portal.pages.models import PortalDocument, PortalImage
from portal.tenancy.models import Tenant
from portal.territories.models import CoverageException
from tests.conftest import GuardedClient
from tests.isolation.sweep.marks import MARKS
from tests.isolation.sweep.world import make_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:get_connection:PendingDeprecationWarning"),
]

WHOSE = ("the neighbour's", "one's own")


@pytest.fixture(params=WHOSE)
def whose(request):
    return request.param


@pytest.fixture
def named(whose, settings, tmp_path):
    """The world whose objects are named in what gael posts."""
    settings.MEDIA_ROOT = tmp_path
    worlds = {"one's own": make_world("pas-de-calais"), "the neighbour's": make_world("casa")}
    return worlds[whose]


@pytest.fixture
def mine(named):
    """Where the posts are made: gael's tenant, asking as it."""
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.select_related("home_page").get(slug="pas-de-calais")
    with context.use(tenant.context):
        yield tenant


def post(person: str, url: str, data: dict):
    client = GuardedClient(MARKS["pas-de-calais"].host).login_as(person)
    response = client.post(url, data)
    assert response.status_code < 500
    return response


def page_data(slug: str, blocks: list) -> dict:
    return nested_form_data(
        {
            "title": "Essai", "slug": slug, "lead": "", "seo_title": "", "search_description": "",
            "body": streamfield(blocks), "comments": inline_formset([]), "action-publish": "1",
        }
    )  # fmt: skip


LIST = {"count": "1", "0": {"deleted": "", "order": "0", "id": ""}}
BLOCKS = {
    "a picture": lambda w: (
        "picture", {"image": {"image": w.pk("image"), "alt_text": "Un plan", "decorative": ""}, "caption": ""},
    ),
    "a gallery's image": lambda w: (
        "gallery",
        {"title": "T", "pictures": {"count": "2"} | {
            str(n): {"deleted": "", "order": str(n), "id": "", "value": {
                "image": {"image": w.pk("image"), "alt_text": "Un plan", "decorative": ""}, "caption": ""}}
            for n in range(2)}},
    ),
    "a document": lambda w: ("document", {"document": w.pk("document"), "text": ""}),
    "a list's document": lambda w: (
        "documents",
        {"title": "T", "documents": LIST | {"0": LIST["0"] | {"value": {"document": w.pk("document"), "text": ""}}}},
    ),
    "a table's rich text": lambda w: (
        "table",
        {"has_row_headings": "", "source": "", "table": {
            "caption": "Qui", "column-count": "1", "column-0-type": "rich", "column-0-order": "0",
            "column-0-heading": "Où", "column-0-deleted": "", "row-count": "1", "row-0-order": "0",
            "row-0-deleted": "",
            "cell-0-0": rich_text(f'<p><a linktype="page" id="{w.pk("page")}">lire</a></p>', features=["link"])}},
    ),
    "a link's page": lambda w: (
        "action", {"title": "T", "text": "", "link": {"label": "Lire", "page": w.pk("page"), "url": ""}},
    ),
    "a card's page": lambda w: (
        "cards",
        {"title": "T", "cards": LIST | {"0": LIST["0"] | {
            "value": {"text": "", "link": {"label": "Lire", "page": w.pk("page"), "url": ""}}}}},
    ),
    "a rich text's page": lambda w: (
        "text", rich_text(f'<p><a linktype="page" id="{w.pk("page")}">lire</a></p>', features=["link"]),
    ),
    "a rich text's document": lambda w: (
        "text",
        rich_text(f'<p><a linktype="document" id="{w.pk("document")}">lire</a></p>', features=["document-link"]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("block", BLOCKS)
def test_a_page_s_body(block, whose, named, mine):
    url = f"/admin/pages/add/home/contentpage/{mine.home_page_id}/"
    response = post("gael", url, page_data("injectee", [BLOCKS[block](named)]))
    saved = ContentPage.objects.filter(slug="injectee")
    assert saved.exists() == (whose == "one's own"), response.status_code
    assert response.status_code == (302 if whose == "one's own" else 200)


ROWS = {
    "a service's platform": (
        "gael", "/admin/services/new/",
        lambda w: {"name": "Injecté", "slug": "injecte", "summary": "x", "for_whom": "x", "position": "0",
                   "platforms": [w.pk("territories.Platform")]},
        lambda w: Service.objects.filter(platforms=w.pk("territories.Platform"), slug="injecte"),
    ),
    "an exception's platform": (
        "gael", "/admin/coverageexception/new/",
        lambda w: {"commune": "75056", "platform": w.pk("territories.Platform"), "reason": "injectée"},
        lambda w: CoverageException.objects.filter(reason="injectée"),
    ),
    "a redirect's page": (
        "gael", "/admin/redirections/new/",
        lambda w: {"old_path": "/injectee", "redirect_page": w.pk("page"), "redirect_link": "", "is_permanent": "on"},
        lambda w: Redirect.objects.filter(old_path="/injectee"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_a_row_s_key(row, whose, named, mine):
    person, url, data, saved = ROWS[row]
    response = post(person, url, data(named))
    with context.use(context.PLATFORM):
        assert saved(named).exists() == (whose == "one's own"), response.status_code
    assert response.status_code == (302 if whose == "one's own" else 200)


def test_a_medium_s_collection(whose, named, mine):
    with context.use(context.PLATFORM):
        image = PortalImage.objects.filter(tenant=mine).exclude(collection=named.pk("collection")).first()
        document = PortalDocument.objects.filter(tenant=mine).exclude(collection=named.pk("collection")).first()
    for medium, url in ((image, f"/admin/images/{image.pk}/"), (document, f"/admin/documents/edit/{document.pk}/")):
        data = {"title": "Déplacé", "description": "x", "credit": "", "collection": named.pk("collection")}
        post("gael", url, data)
        with context.use(context.PLATFORM):
            medium.refresh_from_db()
        assert (medium.collection_id == named.pk("collection")) == (whose == "one's own")
        assert (medium.title == "Déplacé") == (whose == "one's own")


@pytest.mark.parametrize("what", ["move", "copy"])
def test_a_page_s_place(what, whose, named, mine):
    page = ContentPage.objects.exclude(pk=named.pk("page")).filter(numchild=0, depth=mine.home_page.depth + 1).first()
    target = named.pk("page")
    client = GuardedClient(MARKS["pas-de-calais"].host, raise_request_exception=False).login_as("gael")
    if what == "move":
        client.post(f"/admin/pages/{page.pk}/move/{target}/confirm/")
    else:
        # Wagtail looks the place up without minding that there may be none: a 500, and nothing is saved.
        data = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": target}
        client.post(f"/admin/pages/{page.pk}/copy/", data)
    with context.use(context.PLATFORM):
        child = Page.objects.child_of(named["page"]).filter(slug__in=[page.slug, "copie"])
        assert child.exists() == (whose == "one's own")
