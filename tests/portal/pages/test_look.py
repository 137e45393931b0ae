"""The logo, the icon and the home page's picture: chosen by those who publish, cut, light, and the tenant's own."""

import io
import random

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image as Picture
from pypdf import PdfReader

from portal.pages.models import PortalImage, PortalRendition, TenantPictures
from portal.pages.models.pictures import PICTURES
from portal.pages.pictures import HEAVIEST, pictures_of
from portal.tenancy.cache import refresh
from portal.tenancy.facts import facts_of
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/logo-et-images/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def image(tenant, width: int, height: int, *, noise=False, **fields) -> PortalImage:
    drawn = Picture.new("RGB", (width, height), "#0f5a6e")
    if noise:
        drawn = Picture.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3))
    file = io.BytesIO()
    drawn.save(file, "PNG")
    fields = {"title": "Image", "collection": tenant.root_collection} | fields
    return PortalImage.objects.create(file=ImageFile(file, "image.png"), **fields)


def form(logo=None, icon=None, home=None, *, decorative=True) -> dict:
    chosen = {"logo": logo, "icon": icon, "home_picture": home}
    fields = {name: image.pk if image else "" for name, image in chosen.items()}
    return fields | ({"is_decorative": "on"} if decorative else {})


def page_of(host: str = PDC_HOST, address: str = "/") -> BeautifulSoup:
    return BeautifulSoup(GuardedClient(host).get(address).text, "html.parser")


@pytest.fixture
def chloe(pdc):
    return GuardedClient(PDC_HOST).login_as("chloe")


def test_what_is_chosen_shows_at_once_on_each_page(chloe, pdc):
    assert chloe.get(ADDRESS).status_code == 200
    home = image(pdc, 1600, 900, credit="Une photographe (exemple)")
    answer = chloe.post(ADDRESS, form(image(pdc, 300, 120), image(pdc, 200, 200), home))
    assert answer["Location"] == ADDRESS
    page = page_of()
    logo = page.select_one(".mark__logo")
    assert logo["alt"] == pdc.name
    assert int(logo["width"]) / int(logo["height"]) == pytest.approx(300 / 120, rel=0.02)
    assert "Logement d’abord" in page.select_one(".mark").get_text()
    assert page.select_one("link[rel=icon]")["sizes"] == "32x32"
    assert page.select_one("link[rel=apple-touch-icon]")
    shown = page.select_one(".hero__picture img")
    assert shown["alt"] == ""
    assert shown.get("loading") is None
    assert (shown["width"], shown["height"]) == ("640", "400")
    assert "Une photographe" in page.select_one(".hero__picture figcaption").get_text()
    assert page_of(address="/contact/").select_one(".mark__logo")
    assert not page_of(address="/contact/").select_one(".hero__picture")


def test_a_paper_carries_the_logo_and_one_whose_file_is_lost_the_sign(chloe, pdc):
    paper = "/extranet/gestion/formations/bilan/2025/bilan.pdf"
    reader = GuardedClient(PDC_HOST).login_as("alice")
    assert not pictures_in(reader.get(paper).content)
    logo = image(pdc, 300, 120)
    chloe.post(ADDRESS, form(logo))
    assert pictures_in(reader.get(paper).content) == [(210, 84)]
    for rendition in PortalRendition.objects.filter(image=logo):
        rendition.file.storage.delete(rendition.file.name)
    refresh(pdc.pk)
    assert not pictures_in(reader.get(paper).content)


def pictures_in(paper: bytes) -> list[tuple[int, int]]:
    """Return the size in pixels of each picture that a paper holds."""
    return [each.image.size for page in PdfReader(io.BytesIO(paper)).pages for each in page.images]


def test_the_files_are_served_on_its_host_and_not_on_the_neighbour_s(chloe, pdc):
    chloe.post(ADDRESS, form(image(pdc, 300, 120)))
    address = page_of().select_one(".mark__logo")["src"]
    served = GuardedClient(PDC_HOST).get(address)
    assert served.status_code == 200
    assert served.getvalue()
    assert GuardedClient(CASA_HOST).get(address).status_code == 404
    neighbour = page_of(CASA_HOST)
    assert not neighbour.select_one(".mark__logo")
    assert neighbour.select_one(".mark__sign")


def test_without_a_choice_the_sign_stays(pdc):
    page = page_of()
    assert page.select_one(".mark__sign")
    assert page.select_one("link[rel=icon]")["href"].endswith(".svg")
    assert not page.select("link[rel=apple-touch-icon], .hero__picture")


def test_a_picture_that_tells_something_is_read_aloud(chloe, pdc):
    chloe.post(ADDRESS, form(home=image(pdc, 1600, 900, description="Le port de Boulogne"), decorative=False))
    assert page_of().select_one(".hero__picture img")["alt"] == "Le port de Boulogne"


@pytest.mark.parametrize("size", [(320, 200), (640, 400), (1280, 400)])
@pytest.mark.parametrize("kind", ["avif", "webp"])
def test_even_a_restless_picture_is_light(pdc, size, kind):
    TenantPictures.objects.create(home_picture=image(pdc, 1400, 800, noise=size[0] < 1280))
    pictures_of(pdc)
    width, height = size
    made = PortalRendition.objects.get(filter_spec__startswith=f"fill-{width}x{height}|format-{kind}")
    assert (made.width, made.height) == size
    if width < 640:
        assert made.file.size <= HEAVIEST


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("logo", (300, 20), "pixels de haut"),
        ("icon", (300, 200), "pas carrée"),
        ("icon", (64, 64), "de côté"),
        ("home", (800, 600), "de large"),
    ],
)
def test_an_image_that_would_not_do_is_refused_beside_its_field(chloe, pdc, name, size, words):
    answer = chloe.post(ADDRESS, form(**{name: image(pdc, *size)}))
    assert answer.status_code == 200
    assert words in answer.text
    assert not TenantPictures.objects.exists()


def test_a_picture_that_tells_something_needs_its_words(chloe, pdc):
    answer = chloe.post(ADDRESS, form(home=image(pdc, 1600, 900), decorative=False))
    assert "pas de description" in answer.text


def test_the_neighbour_s_image_and_a_key_that_is_none_are_refused(chloe, pdc, casa):
    theirs = image(casa, 300, 120)
    for key in (theirs.pk, "x", "999999"):
        answer = chloe.post(ADDRESS, form() | {"logo": key})
        assert answer.status_code == 200
    assert not TenantPictures._base_manager.exists()


@pytest.mark.parametrize(("person", "may"), [("gael", True), ("chloe", True), ("alice", False), ("iris", False)])
def test_those_who_publish_choose(pdc, person, may):
    client = GuardedClient(PDC_HOST).login_as(person)
    assert (client.get(ADDRESS).status_code == 200) == may
    assert (ADDRESS in client.get("/admin/").text) == may


def test_visitors_wait_for_nothing(chloe, pdc):
    chosen = form(image(pdc, 300, 120), image(pdc, 200, 200), image(pdc, 1600, 900))
    chloe.post(ADDRESS, chosen)
    made = PortalRendition.objects.count()
    pdc.refresh_from_db()
    facts_of(pdc, PICTURES)  # each page reads the facts, for its foot
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            pictures_of(pdc)
        counts.append(len(queries))
    assert counts == [2, 0]
    assert PortalRendition.objects.count() == made


def test_an_image_taken_from_the_library_leaves_the_page(chloe, pdc):
    logo = image(pdc, 300, 120)
    chloe.post(ADDRESS, form(logo))
    logo.delete()
    assert page_of().select_one(".mark__sign")


def test_a_lost_file_is_no_fault_of_the_page(pdc):
    logo = image(pdc, 300, 120)
    TenantPictures.objects.create(logo=logo)
    logo.file.storage.delete(logo.file.name)
    assert page_of().select_one(".mark__sign")


def test_another_point_of_interest_is_another_cut(pdc):
    home = image(pdc, 1600, 900)
    TenantPictures.objects.create(home_picture=home)
    before = page_of().select_one(".hero__picture img")["src"]
    home.focal_point_x, home.focal_point_y, home.focal_point_width, home.focal_point_height = 100, 100, 50, 50
    home.save()
    assert page_of().select_one(".hero__picture img")["src"] != before


def test_a_drawing_that_may_hold_scripts_is_not_taken(chloe):
    svg = ContentFile(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "logo.svg")
    answer = chloe.post("/admin/images/add/", {"title": "Logo", "file": svg, "collection": ""})
    assert answer.status_code == 200
    assert not PortalImage.objects.filter(title="Logo").exists()
