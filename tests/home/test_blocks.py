"""What each block of a public page shows: the right rows, to whom they are for, in few queries and in valid HTML."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Event, Occurrence
from home.models import ContentPage, NewsIndexPage, NewsPage
from portal.database import context
from portal.organisations.models import Audience
from portal.pages.audiences import show_to
from portal.territories.models import Platform
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.factories import make_document, make_image

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def publish(tenant, *blocks: tuple[str, object], slug: str = "essai") -> ContentPage:
    body = [{"type": name, "value": value} for name, value in blocks]
    return tenant.home_page.add_child(instance=ContentPage(title="Essai", slug=slug, body=body))


def read(host: str = PDC_HOST, person: str | None = None, address: str = "/essai/") -> str:
    client = GuardedClient(host)
    page = (client.login_as(person) if person else client).get(address)
    assert page.status_code == 200
    return page.text


def queries(address: str = "/essai/") -> int:
    client = GuardedClient(PDC_HOST)
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)


def an_event(title: str, *, days: int = 3, reach: str = "public") -> Occurrence:
    event = Event.objects.create(title=title, audience=Audience.objects.create(reach=reach), is_published=True)
    start = timezone.now() + datetime.timedelta(days=days)
    return Occurrence.objects.create(event=event, starts_at=start, ends_at=start + datetime.timedelta(hours=2))


# Images ----------------------------------------------------------------------------------------------------


def picture(image, caption: str = "", alternative: str = "Une porte ouverte") -> dict:
    return {"image": {"image": image.pk, "decorative": False, "alt_text": alternative}, "caption": caption}


def test_a_picture_says_whose_it_is(pdc):
    publish(pdc, ("picture", picture(make_image(pdc, credit="Nora Exemple"), "L’entrée")))
    assert "L’entrée © Nora Exemple" in read()


def test_a_gallery_shows_each_image_with_its_words_in_as_many_queries_as_one(pdc):
    images = [make_image(pdc, title=f"Image {n}", credit=f"Auteur {n}") for n in range(10)]
    publish(pdc, ("gallery", {"title": "Le lieu", "pictures": [picture(i, alternative=i.title) for i in images]}))
    page = read()
    assert all(f'alt="Image {n}"' in page for n in range(10))
    assert all(f"© Auteur {n}" in page for n in range(10))
    publish(pdc, ("gallery", {"title": "Le lieu", "pictures": [picture(i) for i in images[:2]]}), slug="deux")
    assert queries() == queries("/deux/")


def test_a_video_is_a_link_and_a_transcript_and_asks_nothing_of_its_host(pdc):
    video = {"title": "En bref", "image": None, "url": "https://videos.exemple.fr/v/1", "host": "Vidéos d’exemple",
             "duration": "3 min", "transcript": "<p>« Bonjour à toutes et à tous. »</p>"}  # fmt: skip
    publish(pdc, ("video", video))
    page = read()
    assert 'href="https://videos.exemple.fr/v/1"' in page
    assert "Vidéos d’exemple" in page
    assert "Bonjour à toutes et à tous" in page
    main = page.partition("<main")[2].partition("</main>")[0]
    for asking in ("<iframe", "<video", "<embed", 'src="https://videos'):
        assert asking not in main


# Words and files -------------------------------------------------------------------------------------------


def test_an_accordion_unfolds_without_a_script(pdc):
    sections = [{"title": f"Cas {n}", "text": f"<p>Réponse {n}</p>"} for n in (1, 2)]
    publish(pdc, ("accordion", {"title": "Selon le cas", "sections": sections}))
    page = read()
    assert page.count("<details") >= 2
    assert "Cas 2" in page
    assert "<p>Réponse 2</p>" in page


TABLE = {
    "caption": "Qui fait quoi",
    "columns": [{"type": "text", "heading": "Étape"}, {"type": "rich", "heading": "Qui"}],
    "rows": [{"values": ["Solliciter", "<p>Un <b>partenaire</b></p>"]}],
}


def test_a_table_is_read_aloud_with_its_caption_and_headings_and_folds_on_a_telephone(pdc):
    publish(pdc, ("table", {"table": TABLE, "has_row_headings": True, "source": "exemple"}))
    page = read()
    assert '<caption class="table__caption">Qui fait quoi</caption>' in page
    assert 'scope="col" role="columnheader">Étape</th>' in page
    assert 'scope="row" role="rowheader">Solliciter</th>' in page
    assert 'role="cell" data-label="Qui">' in page
    assert "table--sheets" in page


def test_a_table_without_row_headings_has_cells_alone(pdc):
    publish(pdc, ("table", {"table": TABLE, "has_row_headings": False, "source": ""}))
    page = read()
    assert 'role="cell" data-label="Étape">Solliciter</td>' in page


def test_documents_are_listed_with_format_and_weight_in_as_many_queries_as_one(pdc):
    documents = [{"document": make_document(pdc).pk, "text": "Le plan"} for _ in range(10)]
    publish(pdc, ("documents", {"title": "À télécharger", "documents": documents}))
    assert read().count("(PDF, ") == 10
    publish(pdc, ("documents", {"title": "À télécharger", "documents": documents[:1]}), slug="un")
    assert queries() == queries("/un/")


# What the portal knows -------------------------------------------------------------------------------------


def test_the_finder_asks_and_answers_from_any_page(pdc):
    publish(pdc, ("finder", {"title": "Quelle plateforme ?", "hint": ""}))
    page = read()
    assert 'action="/trouver/"' in page
    assert 'id="q-bloc"' in page


def test_the_finder_may_stand_on_the_home_page_beside_its_own(pdc):
    home = pdc.home_page.specific
    home.body = [
        {"type": "finder", "value": {"title": "Encore", "hint": ""}},
        {"type": "map", "value": {"title": "Carte"}},
    ]
    home.save_revision().publish()
    assert read(address="/").count('role="search"') >= 2  # ids and names are checked by the client


def test_next_dates_are_public_ones_that_take_place(pdc):
    publish(pdc, ("next_events", {"title": "Bientôt", "most": 12}))
    an_event("Portes ouvertes")
    an_event("Réunion fermée", reach="professionnels")
    an_event("Hier", days=-3)
    cancelled = an_event("Annulée")
    Occurrence.objects.filter(pk=cancelled.pk).update(state=Occurrence.State.CANCELLED, reason="neige")
    for person in (None, "bob"):
        page = read(person=person)
        assert "Portes ouvertes" in page
        assert not [title for title in ("Réunion fermée", "Hier", "Annulée") if title in page]


def test_a_new_date_shows_at_once_and_one_that_is_over_goes_by_itself(pdc, monkeypatch):
    publish(pdc, ("next_events", {"title": "Bientôt", "most": 12}))
    assert "Portes ouvertes" not in read()
    an_event("Portes ouvertes")
    assert "Portes ouvertes" in read()
    later = timezone.now() + datetime.timedelta(days=5)
    monkeypatch.setattr("home.blocks.timezone.now", lambda: later)
    assert "Portes ouvertes" not in read()


def test_dates_and_news_of_the_neighbour_are_never_shown(pdc, casa):
    with context.use(pdc.context):
        publish(pdc, ("next_events", {"title": "Bientôt", "most": 12}), ("latest_news", {"title": "Neuf", "most": 12}))
        an_event("Portes ouvertes d’ici")
        index = NewsIndexPage.objects.child_of(pdc.home_page).first()
        index.add_child(instance=NewsPage(title="Nouvelle d’ici", slug="ici"))
    with context.use(casa.context):
        publish(casa, ("next_events", {"title": "Bientôt", "most": 12}), ("latest_news", {"title": "Neuf", "most": 12}))
    here, there = read(), read(CASA_HOST)
    for words in ("Portes ouvertes d’ici", "Nouvelle d’ici"):
        assert words in here
        assert words not in there


def test_a_tenant_without_agenda_shows_no_dates(pdc):
    publish(pdc, ("next_events", {"title": "Bientôt", "most": 3}))
    pdc.modules = []
    pdc.save()
    assert "Bientôt" not in read()


def test_news_are_those_that_the_reader_may_read(pdc):
    publish(pdc, ("latest_news", {"title": "Neuf", "most": 12}))
    index = NewsIndexPage.objects.child_of(pdc.home_page).first()
    index.add_child(instance=NewsPage(title="Pour tous", slug="pour-tous"))
    kept = index.add_child(instance=NewsPage(title="Entre nous", slug="entre-nous"))
    show_to(kept, Audience.objects.create(reach="professionnels"))
    assert "Pour tous" in read()
    assert "Entre nous" not in read()
    assert "Entre nous" in read(person="bob")


def test_nothing_to_show_is_said(casa):
    NewsPage.objects.all().delete()
    Occurrence.objects.all().delete()
    publish(casa, ("next_events", {"title": "Bientôt", "most": 3}), ("latest_news", {"title": "Neuf", "most": 3}))
    page = read(CASA_HOST)
    assert "Aucune actualité pour l’instant." in page


def test_platforms_and_the_map_lead_to_each(pdc):
    publish(pdc, ("platforms", {"title": "Joindre"}), ("map", {"title": "Carte", "caption": ""}))
    page = read()
    for platform in Platform.objects.all():
        assert page.count(f'href="/plateformes/{platform.slug}/"') >= 2


def test_the_tenant_s_own_contact_is_read_when_the_page_is_shown(pdc):
    publish(pdc, ("contact", {"title": "Nous joindre"}))
    pdc.contact_phone = "03 21 00 00 01"
    pdc.save()
    assert "03 21 00 00 01" in read().partition("<main")[2].partition("</main>")[0]


def test_a_page_of_all_of_them_keeps_to_the_bound_and_grows_with_nothing(pdc):
    publish(
        pdc, ("finder", {"title": "Chercher"}), ("next_events", {"title": "Bientôt", "most": 12}),
        ("latest_news", {"title": "Neuf", "most": 12}), ("platforms", {"title": "Joindre"}),
        ("map", {"title": "Carte"}), ("contact", {"title": "Nous joindre"}),
    )  # fmt: skip
    index = NewsIndexPage.objects.child_of(pdc.home_page).first()

    def add(number: int) -> None:
        an_event(f"Date {number}")
        index.add_child(instance=NewsPage(title=f"Nouvelle {number}", slug=f"n{number}"))

    add(0)
    before = queries()
    for number in range(1, 30):
        add(number)
    cache.clear()
    assert queries() == before
    assert before <= 12


def test_drawn_without_a_request_they_show_nothing_and_do_not_fail(pdc):
    page = publish(pdc, ("next_events", {"title": "Bientôt", "most": 3}), ("contact", {"title": "Nous joindre"}))
    assert "Date" not in page.body.render_as_block()
