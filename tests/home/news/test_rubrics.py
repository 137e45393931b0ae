"""The list of the news: by rubric, page by page, for whom it is, with its pictures and its neighbours."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from home.models import NewsIndexPage, NewsPage, Rubric
from portal.database import context
from portal.organisations.models import Audience
from portal.pages.audiences import show_to
from portal.tenancy.models import Tenant
from tests.conftest import PDC_HOST, GuardedClient
from tests.factories import make_image

pytestmark = pytest.mark.django_db
PREVENTION = "prevention-des-expulsions"


def index() -> NewsIndexPage:
    return NewsIndexPage.objects.get()


def write(title: str, *, day: int = 1, **fields) -> NewsPage:
    return index().add_child(instance=NewsPage(title=title, date=datetime.date(2026, 11, day), **fields))


@pytest.fixture
def rubric(pdc) -> Rubric:
    return Rubric.objects.create(name="Essais de rubrique")


def test_an_article_says_its_rubric_and_leads_to_the_others_of_it(pdc, pdc_client):
    page = pdc_client.get("/actualites/equipes-mobiles-pour-qui/").text
    assert 'href="/actualites/?rubrique=prevention-des-expulsions"' in page
    listed = pdc_client.get(f"/actualites/?rubrique={PREVENTION}").text
    assert "Équipes mobiles" in listed
    assert "Une adresse pour trouver sa plateforme" not in listed


def test_a_rubric_that_holds_nothing_for_this_reader_is_not_offered(pdc, pdc_client, rubric):
    assert "Essais de rubrique" not in pdc_client.get("/actualites/").text
    kept = write("Pour les membres", rubric=rubric)
    show_to(kept, Audience.objects.create(reach="professionnels"))
    assert "Essais de rubrique" not in pdc_client.get("/actualites/").text
    assert "Essais de rubrique" in GuardedClient(PDC_HOST).login_as("bob").get("/actualites/").text


def test_an_empty_rubric_leads_back_to_all(pdc, pdc_client, rubric):
    page = pdc_client.get(f"/actualites/?rubrique={rubric.slug}").text
    assert "Aucune actualité dans cette rubrique" in page
    assert "Voir toutes les actualités" in page


def test_no_news_at_all_is_said(pdc, pdc_client):
    for page in NewsPage.objects.all():
        page.delete()
    assert "Aucune actualité pour l’instant" in pdc_client.get("/actualites/").text


def test_the_next_page_keeps_the_rubric(pdc, pdc_client, rubric):
    for n in range(13):
        write(f"Essai {n}", rubric=rubric)
    page = pdc_client.get(f"/actualites/?rubrique={rubric.slug}").text
    assert f"rubrique={rubric.slug}&amp;page=2" in page
    following = pdc_client.get(f"/actualites/?rubrique={rubric.slug}&page=2").text
    assert following.count("services__item") == 1
    assert "Équipes mobiles" not in following


@pytest.mark.parametrize("asked", ["inconnue", "%00", "a" * 3000, "'"])
def test_a_rubric_that_is_none_is_not_there(pdc_client, asked):
    assert pdc_client.get(f"/actualites/?rubrique={asked}").status_code == 404


def test_no_rubric_asked_is_all(pdc_client):
    assert pdc_client.get("/actualites/?rubrique=").status_code == 200


def test_the_rubrics_of_the_neighbour_are_not_ours(pdc, pdc_client, platform_context):
    neighbour = Tenant.objects.get(slug="casa")
    with context.use(neighbour.context):
        theirs = Rubric.objects.get(name="Formation").slug
    assert pdc_client.get(f"/actualites/?rubrique={theirs}").status_code == 404
    with context.use(Tenant.objects.get(slug="pas-de-calais").context):
        page = pdc_client.login_as("chloe").get(f"/admin/pages/add/home/newspage/{index().pk}/").text
    assert "Prévention des expulsions" in page
    assert "Plan d’action" not in page


def test_drafts_are_in_no_list_and_beside_no_article(pdc, pdc_client, rubric):
    write("Déjà là", day=1, rubric=rubric, slug="deja-la")
    write("Brouillon d’essai", day=2, rubric=rubric, live=False)
    assert "Brouillon d’essai" not in pdc_client.get("/actualites/").text
    assert "Brouillon d’essai" not in pdc_client.get("/actualites/deja-la/").text


def test_an_article_leads_to_the_one_before_and_the_one_after_that_its_reader_may_see(pdc, pdc_client):
    _, hidden, middle, last = (write(f"Essai {n}", day=20, slug=f"essai-{n}") for n in range(4))
    show_to(hidden, Audience.objects.create(reach="professionnels"))
    page = pdc_client.get(middle.url).text
    assert "Plus ancienne : Essai 0" in page.replace("\xa0", " ")
    assert "Plus récente : Essai 3" in page.replace("\xa0", " ")
    assert "Plus récente" not in pdc_client.get(last.url).text
    assert "Essai 1" in GuardedClient(PDC_HOST).login_as("bob").get(middle.url).text


def test_an_article_dated_in_the_future_says_its_date(pdc, pdc_client):
    page = write("Bientôt", slug="bientot")
    page.date = datetime.date(2031, 1, 1)
    page.save_revision().publish()
    assert "1er janvier 2031" in pdc_client.get("/actualites/bientot/").text.replace("\xa0", " ")


def test_a_picture_is_shown_with_what_it_shows(pdc, pdc_client):
    image = make_image(pdc, description="Une clé")
    page = write("En image", slug="en-image", picture=image, picture_alt="Une clé dans une main")
    assert 'alt="Une clé dans une main"' in pdc_client.get("/actualites/en-image/").text
    page.picture_alt = ""
    page.save_revision().publish()
    assert 'alt="Une clé"' in pdc_client.get("/actualites/en-image/").text


def test_a_picture_that_nobody_described_is_refused(pdc, pdc_client):
    image = make_image(pdc, description="")
    form = {"title": "Sans texte", "slug": "sans-texte", "date": "2026-11-20", "picture": image.pk, "picture_alt": "",
            "rubric": "", "lead": "", "body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
            "action-publish": "1"}  # fmt: skip
    pdc_client.login_as("chloe")
    response = pdc_client.post(f"/admin/pages/add/home/newspage/{index().pk}/", form)
    assert "Dites ce que l’image montre" in response.text
    pdc_client.post(f"/admin/pages/add/home/newspage/{index().pk}/", form | {"picture_alt": "Une clé"})
    assert NewsPage.objects.get(slug="sans-texte").live


def test_a_rubric_keeps_its_address_when_its_name_changes(pdc, rubric):
    rubric.name = "Autrement"
    rubric.save()
    assert Rubric.objects.get(pk=rubric.pk).slug == "essais-de-rubrique"
    with pytest.raises(IntegrityError), transaction.atomic():
        Rubric.objects.create(name="Autrement")


def test_a_rubric_that_goes_leaves_its_news(pdc, pdc_client, rubric):
    write("Reste", slug="reste", rubric=rubric)
    rubric.delete()
    assert pdc_client.get("/actualites/reste/").status_code == 200


def test_the_list_takes_the_same_queries_whatever_its_length(pdc, pdc_client, rubric):
    def count(address):
        pdc_client.get(address)
        with CaptureQueriesContext(connection) as queries:
            pdc_client.get(address)
        return len(queries)

    write("Essai", rubric=rubric, slug="essai", day=20)
    addresses = ["/actualites/", f"/actualites/?rubrique={rubric.slug}", "/actualites/essai/", "/actualites/flux.rss"]
    before = [count(address) for address in addresses]
    for n in range(30):
        write(f"Essai {n}", rubric=Rubric.objects.create(name=f"Rubrique {n}"))
    assert [count(address) for address in addresses] == before
    assert max(before) <= 12


@pytest.mark.parametrize(("person", "status"), [("chloe", 200), ("gael", 200), ("iris", 302), ("alice", 302)])
def test_rubrics_are_kept_by_those_who_publish(pdc_client, person, status):
    assert pdc_client.login_as(person).get("/admin/rubric/new/").status_code == status
