"""What keeps a page from going out, and what is only told."""

import pytest

from home.models import ActionPage, ActionPlanPage, ContentPage, HomePage, NewsPage, PlatformPage, ServicesPage
from portal.database import context
from portal.pages.checks import Fault, faults_of
from portal.pages.publication import error_of_stream, faults_of_page
from portal.pages.written import elements_of
from tests.factories import make_image

pytestmark = pytest.mark.django_db
STREAM = ContentPage.body.field.stream_block


def body(*written: tuple[str, object]):
    return STREAM.to_python([{"type": name, "value": value} for name, value in written])


def faults(*written: tuple[str, object]) -> list[Fault]:
    return faults_of(body(*written))


def serious(*written: tuple[str, object]) -> list[str]:
    return [fault.words for fault in faults(*written) if fault.is_serious]


def text(html: str) -> tuple[str, str]:
    return "text", html


HEADING = ("heading", "Pour qui")


# Headings -------------------------------------------------------------------------------------------------


def test_headings_that_follow_each_other_are_right():
    assert not faults(HEADING, text("<h3>Les jeunes</h3><p>…</p><h4>De 18 à 25 ans</h4><p>…</p>"), HEADING)


def test_a_text_that_begins_with_a_subtitle_lacks_its_heading():
    assert "« Les jeunes » est un titre de niveau 3" in serious(text("<h3>Les jeunes</h3><p>…</p>"))[0]


@pytest.mark.parametrize("before", [
    HEADING,
    ("contact", {"title": "Nous joindre"}),
    ("accordion", {"title": "Cas", "sections": [{"title": "Un", "text": "<p>…</p>"}]}),
])  # fmt: skip
def test_a_level_is_not_skipped_below_the_title_of_any_block(before):
    assert "il manque un titre de niveau 3" in serious(before, text("<h4>Les jeunes</h4><p>…</p>"))[0]
    assert not serious(before, text("<h3>Les jeunes</h3><p>…</p>"))


def test_the_title_of_a_callout_is_a_line_of_text_and_no_heading():
    callout = ("callout", {"tone": "info", "title": "À savoir", "text": "<p>…</p>"})
    assert serious(callout, text("<h3>Les jeunes</h3>"))


def test_a_subtitle_within_a_block_counts_too():
    section = {"title": "Un cas", "text": "<h3>Les pièces</h3><p>…</p>"}
    accordion = ("accordion", {"title": "Cas", "sections": [section, section]})
    assert not serious(accordion, text("<h4>Détail</h4>"))


def test_an_empty_subtitle_is_found():
    assert "Un sous-titre est vide" in serious(HEADING, text("<h3> </h3><p>…</p>"))[0]


def test_bold_words_in_the_place_of_a_heading_are_told():
    assert not serious(text("<p><b>Les pièces à fournir</b></p>"))
    assert "tient lieu de titre" in faults(text("<p><b>Les pièces à fournir</b></p>"))[0].words
    for sentence in ("<p><b>Appelez le 115.</b></p>", "<p><b>Lundi</b> : fermé</p>"):
        assert not faults(text(sentence))


# Links ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("link", ['<a href="https://exemple.fr/"></a>', '<a href="https://exemple.fr/"> <b> </b></a>'])
def test_a_link_without_words_is_refused(link):
    assert "n’a pas de mots" in serious(text(f"<p>Voir {link}.</p>"))[0]


@pytest.mark.parametrize("address", ['href=""', 'href="#"', ""])
def test_a_link_that_leads_nowhere_is_refused(address):
    assert "ne mène nulle part" in serious(text(f"<p><a {address}>le guide du bail</a></p>"))[0]


def test_a_link_to_a_page_or_a_document_leads_somewhere():
    kinds = ('<a linktype="page" id="3">la page</a>', '<a linktype="document" id="4">le plan</a>')
    assert not faults(text(f"<p>{' et '.join(kinds)}</p>"))


@pytest.mark.parametrize("words", ["Cliquez ici", "ici", "En savoir plus…", "https://exemple.fr/a"])
def test_words_that_say_nothing_alone_are_told_and_refuse_nothing(words):
    found = faults(text(f'<p><a href="https://exemple.fr/a">{words}</a></p>'))
    assert ["ne dit pas où il mène" in fault.words for fault in found] == [True]
    assert not found[0].is_serious
    card = {"link": {"label": words, "page": None, "url": "https://exemple.fr/a"}, "text": ""}
    assert [each.is_serious for each in faults(("cards", {"title": "Suite", "cards": [card]}))] == [False]


# Images and tables ----------------------------------------------------------------------------------------


@pytest.fixture
def image(pdc, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_image(pdc)


def picture(image, alternative: str, *, decorative: bool = False) -> dict:
    return {"image": {"image": image.pk, "alt_text": alternative, "decorative": decorative}, "caption": ""}


def test_an_image_has_an_alternative_unless_it_is_decorative(image):
    assert "pas de texte de remplacement" in serious(("picture", picture(image, "")))[0]
    assert not faults(("picture", picture(image, "", decorative=True)), ("picture", picture(image, "Une porte")))


@pytest.mark.parametrize("name", ["IMG_2041", "entree.jpg", "photo 12", "DSC-0001"])
def test_the_name_of_a_file_is_no_alternative(image, name):
    gallery = {"title": "Le lieu", "pictures": [picture(image, "Une porte"), picture(image, name)]}
    found = faults(("gallery", gallery))
    assert [each.path for each in found] == [(0, "pictures", 1, "image", "alt_text")]
    assert "nom de fichier" in found[0].words


def table(**said) -> tuple[str, dict]:
    whole = {"caption": "Qui fait quoi", "columns": [{"type": "text", "heading": "Qui"}], "rows": [{"values": ["Eux"]}]}
    return "table", {"table": whole | said, "has_row_headings": True, "source": ""}


@pytest.mark.parametrize(("said", "words"), [
    ({"caption": " "}, "n’a pas de titre"),
    ({"columns": [{"type": "text", "heading": ""}]}, "n’a pas d’en-tête"),
    ({"rows": []}, "est vide"),
])  # fmt: skip
def test_a_table_has_a_caption_headings_and_rows(said, words):
    assert not faults(table())
    assert words in serious(table(**said))[0]


# The page -------------------------------------------------------------------------------------------------


def test_a_call_to_action_stands_alone():
    action = (
        "action",
        {"title": "Écrire", "text": "", "link": {"label": "Écrire", "page": None, "url": "https://a.fr"}},
    )
    assert not faults(action)
    assert [(fault.path, fault.is_serious) for fault in faults(action, HEADING, action)] == [((2,), True)]


@pytest.mark.parametrize("left", [
    ("heading", "[à écrire : le titre]"),
    ("text", "<p>Du texte, puis [à écrire : la suite].</p>"),
    ("steps", {"title": "Étapes", "steps": [{"title": "Un", "text": "[À ÉCRIRE : quoi]"}]}),
    table(rows=[{"values": ["[à écrire : qui]"]}]),
    table(caption="[à écrire : de quoi il parle]"),
])  # fmt: skip
def test_the_words_of_a_model_that_are_left_are_refused(left):
    assert "texte du modèle" in serious(HEADING, left)[0]


def test_brackets_of_one_s_own_are_let_through():
    assert not faults(text("<p>Il a dit [sic] que la lettre [à en-tête] suffit.</p>"))


def test_faults_come_in_the_order_of_the_page():
    found = faults(text("<h4>Trop bas</h4>"), ("heading", "[à écrire : x]"), text('<p><a href="">nulle part</a></p>'))
    assert [fault.path for fault in found] == [(0,), (1,), (2,)]


def test_an_error_stands_at_its_block_within_its_list():
    value = body(HEADING, ("steps", {"title": "Étapes", "steps": [{"title": "Un", "text": "[à écrire : quoi]"}]}))
    errors = error_of_stream(value, [(fault.path, fault.words) for fault in faults_of(value)]).as_json_data()
    told = errors["blockErrors"][1]["blockErrors"]["steps"]["blockErrors"][0]["blockErrors"]["text"]["messages"]
    assert "texte du modèle" in told[0]


def test_what_is_published_in_the_demonstration_could_be_published_again(pdc, casa):
    kinds = (HomePage, ContentPage, NewsPage, ActionPlanPage, ActionPage, PlatformPage, ServicesPage)
    for tenant in (pdc, casa):
        with context.use(tenant.context):
            pages = [page for kind in kinds for page in kind.objects.live()]
            assert [fault for page in pages for fault in faults_of_page(page) if fault.is_serious] == []


def test_rich_text_is_read_in_order():
    found = elements_of('<h3>Un <b>titre</b></h3><p>Un <a href="/x">lien</a></p><p><strong>Tout</strong></p>')
    assert [(each.tag, each.words, each.is_in_bold) for each in found] == [
        ("h3", "Un titre", False), ("p", "Un lien", False), ("a", "lien", False), ("p", "Tout", True),
    ]  # fmt: skip
