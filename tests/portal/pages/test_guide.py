import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from PIL import Image

from portal.pages.guide.chapters import BY_SLUG, CHAPTERS
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.guide_world import CASA, HOME_OF, make_world

pytestmark = pytest.mark.django_db

FOLDER = Path("portal/pages/static/pages/guide")
HEAVIEST, HEAVIEST_TOGETHER = 60 * 1024, 900 * 1024  # bytes
SHOWN = [one for chapter in CHAPTERS for one in chapter.numbered if one.file]


def read(client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).text, "html.parser").find("main")


def test_staff_find_their_guide_in_the_help_menu():
    client = GuardedClient(PDC_HOST).login_as("iris")
    assert "/admin/guide/" in client.get("/admin/").text
    assert "périmètre indicatif" in client.get("/admin/guide/").text


def test_visitors_do_not(pdc_client):
    assert pdc_client.get("/admin/guide/").status_code == 302


def test_a_chapter_is_for_staff_alone(pdc_client):
    address = "/admin/guide/ecrire-une-page/"
    assert pdc_client.get(address).status_code == 302
    assert GuardedClient(PDC_HOST).login_as("bob").get(address).status_code != 200
    assert GuardedClient(PDC_HOST).login_as("ezra").get(address).status_code != 200  # the neighbour's
    assert GuardedClient(PDC_HOST).login_as("iris").get(address).status_code == 200


def test_a_chapter_that_does_not_exist_is_not_found():
    assert GuardedClient(PDC_HOST).login_as("iris").get("/admin/guide/nulle-part/").status_code == 404


def test_the_guide_leads_to_each_chapter_and_each_chapter_to_the_text_for_reference():
    client = GuardedClient(PDC_HOST).login_as("iris")
    contents = read(client, "/admin/guide/")
    for chapter in CHAPTERS:
        assert contents.find("a", href=f"/admin/guide/{chapter.slug}/")
        page = read(client, f"/admin/guide/{chapter.slug}/")
        leads_to = page.find("a", href=re.compile("^/admin/guide/#"))["href"]
        assert contents.find(id=leads_to.partition("#")[2]), leads_to


def test_each_chapter_is_read_without_its_pictures():
    client = GuardedClient(PDC_HOST).login_as("iris")
    for chapter in CHAPTERS:
        page = read(client, f"/admin/guide/{chapter.slug}/")
        assert len(page.find_all("section", class_="guide__gesture")) == len(chapter.gestures)
        assert all(2 <= len(steps.find_all("li")) <= 5 for steps in page.find_all("ol"))
        assert len(page.find_all("h2")) == len(chapter.gestures)


def test_each_picture_leaves_its_room_before_it_comes():
    page = read(GuardedClient(PDC_HOST).login_as("iris"), "/admin/guide/ecrire-une-page/")
    pictures = page.find_all("img")
    assert [picture["src"] for picture in pictures] == [
        f"/static/{one.file}" for one in BY_SLUG["ecrire-une-page"].numbered if one.file
    ]
    assert all(picture["loading"] == "lazy" and picture["width"] and picture["height"] for picture in pictures)


@pytest.mark.parametrize("one", SHOWN, ids=lambda one: one.file)
def test_a_picture_is_there_as_the_guide_says(one):
    path = Path(finders.find(one.file))
    with Image.open(path) as picture:
        assert picture.size == (one.gesture.picture.width, one.gesture.picture.height)
    assert path.stat().st_size <= HEAVIEST


def test_no_picture_is_left_over_and_all_together_are_light():
    files = sorted(FOLDER.iterdir())
    assert files == sorted(Path("portal/pages/static") / one.file for one in SHOWN)
    assert sum(file.stat().st_size for file in files) <= HEAVIEST_TOGETHER


def test_each_picture_is_said_in_words_of_its_own():
    for words in ([one.gesture.picture.alt for one in SHOWN], [one.gesture.picture.caption for one in SHOWN]):
        assert all(text.endswith(".") and len(text) > 15 for text in words)
        assert len(set(words)) == len(words)


def test_each_screen_that_the_guide_shows_still_opens():
    numbers = make_world()
    hosts = {who: CASA_HOST if home == CASA else PDC_HOST for who, home in HOME_OF.items()}
    people = {who: GuardedClient(host).login_as(who) for who, host in hosts.items()}
    for one in SHOWN:
        picture = one.gesture.picture
        address = picture.address.format_map(numbers)
        assert people[picture.who].get(address).status_code == 200, (picture.who, address)
