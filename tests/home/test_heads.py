"""What each public page says of itself: its own title, its description, its one address, and its picture."""

import json
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from home.models import ContentPage, HomePage, NewsIndexPage
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.e2e.addresses import COMMON, OWN

pytestmark = pytest.mark.django_db
REQUIRED = {"og:title", "og:description", "og:type", "og:url", "og:site_name", "og:locale", "og:image",
            "og:image:width", "og:image:height", "og:image:alt"}  # fmt: skip


def head_of(host: str, address: str):
    return BeautifulSoup(GuardedClient(host).get(address).text, "html.parser").head


def described(head) -> str:
    return head.find("meta", attrs={"name": "description"})["content"]


def canonical(head) -> str:
    return head.find("link", rel="canonical")["href"]


def is_kept_out(response, head) -> bool:
    robots = head.find("meta", attrs={"name": "robots"})
    return bool(robots) or "noindex" in response.headers.get("X-Robots-Tag", "")


@pytest.mark.parametrize("host", [PDC_HOST, CASA_HOST])
def test_every_page_that_may_be_found_has_its_own_words_and_its_one_address(host):
    heads = {}
    for address in [*COMMON, *OWN[host]]:
        response = GuardedClient(host).get(address)
        head = BeautifulSoup(response.text, "html.parser").head
        if head is None:  # sent on, without a page
            continue
        if response.status_code != 200 or is_kept_out(response, head):
            assert head.find("link", rel="canonical") is None, address
            assert head.find("meta", property=True) is None, address
            continue
        properties = {each["property"]: each["content"] for each in head.find_all("meta", property=True)}
        assert properties.keys() >= REQUIRED, address
        assert all(properties.values()), address
        assert 30 <= len(described(head)) <= 201, (address, described(head))
        assert canonical(head) == f"http://{host}:8000{urlsplit(address).path}"
        assert properties["og:url"] == canonical(head)
        assert "@" not in described(head)
        heads[canonical(head)] = (head.title.text, described(head))
    assert len(heads) > 15
    for words in zip(*heads.values(), strict=True):
        assert not [each for each, count in Counter(words).items() if count > 1]


def test_the_members_space_says_nothing_to_networks():
    client = GuardedClient(PDC_HOST).login_as("gael")
    for address in ("/extranet/", "/agenda/", "/formations/"):
        head = BeautifulSoup(client.get(address).text, "html.parser").head
        assert head.find("meta", property=True) is None
        assert head.find("link", rel="canonical") is None


def test_a_page_without_a_description_is_described_by_its_first_words(pdc):
    home = HomePage.objects.get(pk=pdc.home_page_id)
    text = "<p>Un <b>premier</b> paragraphe, " + "avec des mots " * 40 + ".</p>"
    home.add_child(instance=ContentPage(title="Essai", slug="essai", body=[("text", text)]))
    words = described(head_of(PDC_HOST, "/essai/"))
    assert words.startswith("Un premier paragraphe, avec des mots")
    assert words.endswith("…")
    assert len(words) <= 201


def test_a_page_of_nothing_is_described_all_the_same(pdc):
    HomePage.objects.get(pk=pdc.home_page_id).add_child(instance=ContentPage(title="Rien & peu", slug="rien"))
    head = head_of(PDC_HOST, "/rien/")
    assert described(
        head
    ) == "Rien & peu : une page du portail Logement d’abord (Département du Pas-de-Calais).".replace(
        " :", "\N{NO-BREAK SPACE}:"
    )
    assert head.find("meta", property="og:title")["content"] == "Rien & peu"


def test_an_editor_s_own_words_come_first(pdc):
    page = ContentPage(
        title="Essai", slug="essai", lead="Un chapeau.", seo_title="Titre choisi", search_description="Dit."
    )
    HomePage.objects.get(pk=pdc.home_page_id).add_child(instance=page)
    head = head_of(PDC_HOST, "/essai/")
    assert described(head) == "Dit."
    assert head.find("meta", property="og:title")["content"] == "Titre choisi"


@pytest.mark.parametrize(
    ("query", "kept"),
    [("?page=2", "?page=2"), ("?page=1", ""), ("?page=x", ""), ("?page=2&utm_source=mail", ""), ("?utm=a", "")],
)
def test_only_the_number_of_a_page_stays_in_its_address(pdc, query, kept):
    address = f"/{NewsIndexPage.objects.get().slug}/"
    assert canonical(head_of(PDC_HOST, address + query)) == f"http://{PDC_HOST}:8000{address}{kept}"


def test_a_title_from_an_editor_cannot_write_in_the_page(pdc):
    title = '"><script>alert(1)</script> </script>'
    HomePage.objects.get(pk=pdc.home_page_id).add_child(instance=ContentPage(title=title, slug="essai"))
    page = GuardedClient(PDC_HOST).get("/essai/").text
    assert "<script>alert" not in page
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert data["itemListElement"][-1]["name"] == title
