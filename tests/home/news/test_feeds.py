"""RSS and Atom: what is public, here, on this host, at addresses that last."""

from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest

from home.models import NewsIndexPage, NewsPage, Rubric
from portal.organisations.models import Audience
from portal.pages.audiences import show_to
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.home.news.test_rubrics import PREVENTION, index, write

pytestmark = pytest.mark.django_db
RSS, ATOM = "/actualites/flux.rss", "/actualites/flux.atom"
A = "{http://www.w3.org/2005/Atom}"
HOME = "http://pas-de-calais.localhost:8000"


def rss(client, query: str = ""):
    return ElementTree.fromstring(client.get(RSS + query).content).find("channel")


def atom(client, query: str = ""):
    return ElementTree.fromstring(client.get(ATOM + query).content)


def titles(client, query: str = "") -> set[str]:
    in_rss = {item.findtext("title") for item in rss(client, query).findall("item")}
    assert in_rss == {entry.findtext(f"{A}title") for entry in atom(client, query).findall(f"{A}entry")}
    return {title.replace("\xa0", " ").replace("\u202f", " ") for title in in_rss}


def test_both_feeds_hold_the_public_news_and_nothing_else(pdc, pdc_client):
    write("Brouillon", live=False)
    assert titles(pdc_client) == {"Une adresse pour trouver sa plateforme", "Équipes mobiles : pour qui ?"}
    member = GuardedClient(PDC_HOST).login_as("bob")
    assert "Échanges de pratiques : comment venir" not in titles(member)
    assert not titles(pdc_client) & titles(GuardedClient(CASA_HOST))


def test_nothing_is_told_of_a_list_that_is_for_members(pdc, pdc_client):
    show_to(index(), Audience.objects.create(reach="professionnels"))
    assert titles(pdc_client) == set()


def test_a_rubric_has_its_feed(pdc_client):
    assert titles(pdc_client, f"?rubrique={PREVENTION}") == {"Équipes mobiles : pour qui ?"}
    assert "Prévention des expulsions" in rss(pdc_client, f"?rubrique={PREVENTION}").findtext("title")
    assert len(titles(pdc_client, "?rubrique=")) == 2


@pytest.mark.parametrize("address", [RSS, ATOM])
@pytest.mark.parametrize("asked", ["inconnue", "%00", "plan-d-action"])
def test_a_rubric_that_is_none_here_has_none(pdc_client, address, asked):
    assert pdc_client.get(f"{address}?rubrique={asked}").status_code == 404


def test_what_makes_the_rss_valid(pdc_client):
    response = pdc_client.get(RSS)
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = rss(pdc_client)
    assert channel.findtext("title") and channel.findtext("description")
    assert channel.findtext("language") == "fr"
    assert channel.find(f"{A}link").attrib == {"rel": "self", "href": f"{HOME}{RSS}"}
    for item in channel.findall("item"):
        assert item.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo


def test_what_makes_the_atom_valid(pdc_client):
    assert pdc_client.get(ATOM)["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = atom(pdc_client)
    assert feed.findtext(f"{A}author/{A}name") == "Département du Pas-de-Calais"
    assert {link.get("rel") for link in feed.findall(f"{A}link")} == {"alternate", "self"}
    for each in [feed, *feed.findall(f"{A}entry")]:
        assert each.findtext(f"{A}id") and each.findtext(f"{A}title") and each.findtext(f"{A}updated")
    for entry in feed.findall(f"{A}entry"):
        assert entry.findtext(f"{A}id").startswith("urn:uuid:")


def test_each_link_is_on_our_own_host_and_answers(pdc, pdc_client):
    links = {item.findtext("link") for item in rss(pdc_client).findall("item")}
    links |= {rss(pdc_client).findtext("link")}
    links |= {link.get("href") for link in atom(pdc_client).iter(f"{A}link")}
    assert all(link.startswith(f"{HOME}/") for link in links)
    assert {pdc_client.get(link.removeprefix(HOME)).status_code for link in links} == {200}


def test_an_article_that_is_renamed_or_moved_is_the_same_to_its_readers(pdc, pdc_client):
    before = {item.findtext("guid") for item in rss(pdc_client).findall("item")}
    page = NewsPage.objects.get(slug="equipes-mobiles-pour-qui")
    page.title, page.slug = "Autrement dit", "autrement-dit"
    page.save_revision().publish()
    moved = index()
    moved.slug = "nouvelles"
    moved.save_revision().publish()
    after = rss(pdc_client).findall("item")
    assert {item.findtext("guid") for item in after} == before
    assert f"{HOME}/nouvelles/autrement-dit/" in {item.findtext("link") for item in after}


def test_what_people_write_breaks_no_feed(pdc, pdc_client):
    rubric = Rubric.objects.create(name="A & B <c>")
    write("Un < deux & « trois » \x0b]]>", lead="<script>\x01", rubric=rubric)
    assert "Un < deux & « trois » ]]>" in titles(pdc_client)
    item = next(item for item in rss(pdc_client).findall("item") if item.findtext("category") == "A & B <c>")
    assert item.findtext("description") == "&lt;script&gt;"  # which a reader shows as it was written


def test_a_copy_that_is_still_good_is_not_sent_again(pdc, pdc_client):
    for address in (RSS, ATOM):
        first = pdc_client.get(address)
        assert first["Last-Modified"]
        assert pdc_client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
        write(f"Nouveau {address}")
        assert pdc_client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_without_news_the_feeds_are_empty_and_without_their_list_they_are_not_there(pdc, pdc_client):
    for page in NewsPage.objects.all():
        page.delete()
    assert titles(pdc_client) == set()
    assert titles(pdc_client) == set()
    NewsIndexPage.objects.get().unpublish()
    assert pdc_client.get(RSS).status_code == pdc_client.get(ATOM).status_code == 404


def test_pages_of_the_news_lead_to_the_feeds(pdc_client):
    for address in ("/actualites/", "/actualites/equipes-mobiles-pour-qui/"):
        page = pdc_client.get(address).text
        assert f'type="application/rss+xml" title="Actualités (RSS)" href="{RSS}"' in page
        assert f'type="application/atom+xml" title="Actualités (Atom)" href="{ATOM}"' in page
    assert f'href="{RSS}?rubrique={PREVENTION}"' in page
