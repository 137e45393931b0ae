"""The picture of what is shared: of the right size, of what exists and is public, and of nothing else."""

import io

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from PIL import Image

from events.models import Event, Occurrence
from home.models import ContentPage, HomePage
from portal.design import pictures
from portal.organisations.models import Audience
from portal.pages import sharing
from portal.pages.audiences import show_to
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db


def picture_path(host: str, address: str) -> str:
    head = BeautifulSoup(GuardedClient(host).get(address).text, "html.parser").head
    base, path = head.find("meta", property="og:image")["content"].split(":8000")
    assert base == f"http://{host}"
    return path


ADDRESSES = ["/", "/contact/", "/contact/lens-henin/", "/pour-qui/", "/plateformes/lens-henin/", "/agenda/",
             "/formations/bail-glissant/", "/plan-du-site/"]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_page_has_a_picture_of_the_right_size_and_weight(address):
    response = GuardedClient(PDC_HOST).get(picture_path(PDC_HOST, address))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert "immutable" in response["Cache-Control"]
    assert len(response.content) < 100 * 1024
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)


def test_a_date_has_one_too_and_its_seats_ask_nothing(pdc):
    date = Occurrence.objects.visible_to(None).upcoming().first()
    assert GuardedClient(PDC_HOST).get(picture_path(PDC_HOST, f"/agenda/{date.pk}/")).status_code == 200


def test_the_longest_title_stays_in_the_picture(pdc):
    for title in ("x" * 255, "mot " * 60, "Où ?", ""):
        drawn = Image.open(io.BytesIO(pictures.draw(pictures.Card(title, "", pdc.look)))).convert("RGB")
        corner = drawn.getpixel((600, 10))
        assert all(drawn.getpixel((x, y)) == corner for x in range(1125, 1200, 5) for y in range(0, 630, 5))


def test_it_wears_the_colours_of_its_authority(pdc):
    drawn = Image.open(io.BytesIO(pictures.draw(pictures.Card("Essai", "", pdc.look)))).convert("RGB")
    assert "#{:02x}{:02x}{:02x}".format(*drawn.getpixel((600, 10))) == pdc.brand_deep


def test_another_title_or_colour_is_another_address_and_the_old_one_leads_there(pdc):
    home = HomePage.objects.get(pk=pdc.home_page_id)
    page = home.add_child(instance=ContentPage(title="Avant", slug="essai"))
    before = picture_path(PDC_HOST, "/essai/")
    page.title = "Après"
    page.save_revision().publish()
    renamed = picture_path(PDC_HOST, "/essai/")
    pdc.brand_deep = "#102030"
    pdc.save()
    recoloured = picture_path(PDC_HOST, "/essai/")
    assert len({before, renamed, recoloured}) == 3
    response = GuardedClient(PDC_HOST).get(before)
    assert response.status_code == 302
    assert response["Location"] == recoloured
    assert "no-cache" in response["Cache-Control"]


def test_it_is_drawn_once(pdc, monkeypatch):
    cache.clear()
    path, drawn = picture_path(PDC_HOST, "/contact/"), []
    monkeypatch.setattr(sharing, "draw", lambda card: drawn.append(card) or b"png")
    for _ in range(3):
        GuardedClient(PDC_HOST).get(path)
    assert len(drawn) == 1


@pytest.mark.parametrize(
    "name",
    ["portail/autre-x", "adresse/dashboard-x", "adresse/inconnue-x", "page/0-x", "page/x-x", "page/-x", "page/1-x",
     "page/99999999999999999999999-x", "page/²-x", "evenement/0-x", "evenement/x-x", "formation/inconnue-x",
     "inconnu/1-x", "page/x"],
)  # fmt: skip
def test_what_is_not_there_has_no_picture(name):
    assert GuardedClient(PDC_HOST).get(f"/partage/{name}.png").status_code == 404


def test_no_words_of_a_query_are_drawn(pdc):
    path = picture_path(PDC_HOST, "/contact/")
    plain, asked = (GuardedClient(PDC_HOST).get(path + query).content for query in ("", "?titre=Autre&title=x"))
    assert plain == asked


def test_neither_drafts_nor_members_pages_nor_the_neighbour_s_have_one(pdc):
    home = HomePage.objects.get(pk=pdc.home_page_id)
    page = home.add_child(instance=ContentPage(title="Secret", slug="secret"))
    path = picture_path(PDC_HOST, "/secret/")
    assert GuardedClient(PDC_HOST).get(path).status_code == 200
    assert GuardedClient(CASA_HOST).get(path).status_code == 404
    show_to(page, Audience.objects.create(reach=Audience.Reach.PROFESSIONALS))
    assert GuardedClient(PDC_HOST).get(path).status_code == 404
    page.refresh_from_db()
    page.unpublish()
    assert GuardedClient(PDC_HOST).get(path).status_code == 404


def test_a_date_that_is_for_members_or_a_draft_has_none(pdc):
    date = Occurrence.objects.visible_to(None).upcoming().first()
    path = picture_path(PDC_HOST, f"/agenda/{date.pk}/")
    assert GuardedClient(CASA_HOST).get(path).status_code == 404
    Event.objects.filter(pk=date.event_id).update(is_published=False)
    assert GuardedClient(PDC_HOST).get(path).status_code == 404
