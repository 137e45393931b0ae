"""What is asked is found: accents, endings and errors of the fingers forgiven."""

import pytest

from portal.search.models import Finding
from tests.portal.search.making import ask, make_page, results, titles

pytestmark = pytest.mark.django_db

SAMPLES = {
    "Accessibilité du site": "Les écarts connus, et comment nous les signaler.",
    "Mentions légales de l’essai": "Qui édite, qui héberge.",
    "Bail glissant mode d’emploi": "Le ménage sous-loue, puis les baux passent à son nom auprès des bailleurs sociaux.",
    "IML pour les propriétaires": "L’intermédiation locative sécurise les loyers.",
    "Accès aux droits": "L’hébergement n’est pas un préalable : un logement d’abord.",
}
ASKED = [
    ("accessibilite du site", "Accessibilité du site"),
    ("ACCESSIBILITÉ SITE", "Accessibilité du site"),
    ("acessibilité du site", "Accessibilité du site"),  # a letter less
    ("accesibilité du site", "Accessibilité du site"),
    ("acecssibilité du site", "Accessibilité du site"),  # two in the wrong order
    ("mentions legales de l'essai", "Mentions légales de l’essai"),
    ("mention légale essai", "Mentions légales de l’essai"),
    ("bail glissant mode emploi", "Bail glissant mode d’emploi"),
    ("baux glissants mode", "Bail glissant mode d’emploi"),
    ("bail-glissant mode", "Bail glissant mode d’emploi"),
    ("glisant mode emploi bail", "Bail glissant mode d’emploi"),
    ("bailleur social sous-loue", "Bail glissant mode d’emploi"),
    ("IML", "IML pour les propriétaires"),
    ("iml propriétaire", "IML pour les propriétaires"),
    ("intermediation locative loyer", "IML pour les propriétaires"),
    ("intermédiaton locative", "IML pour les propriétaires"),
    ("l'accès aux droits", "Accès aux droits"),
    ("l’acces au droit", "Accès aux droits"),
    ("hebergement prealable", "Accès aux droits"),
    ("un logement d'abord n'est pas un préalable", "Accès aux droits"),
]


@pytest.fixture
def pages(pdc):
    for title, text in SAMPLES.items():
        make_page(pdc, title, text)
    return pdc


def test_what_people_type_finds_what_they_mean(pages):
    missed = {query: titles(pages, query)[:3] for query, title in ASKED if title not in titles(pages, query)[:3]}
    assert not missed


def test_an_error_is_said_and_the_spelling_that_was_searched(pages):
    answer = ask(pages, "intermédiaton locative")
    assert answer.meant == "intermédiation locative"
    assert answer.is_answered
    assert ask(pages, "intermédiation locative").meant == ""


def test_a_word_that_is_held_in_another_form_is_not_corrected(pages):
    assert ask(pages, "sécuriser zzzzzz").meant == ""


def test_some_of_the_words_when_nothing_holds_all(pages):
    answer = ask(pages, "intermédiation trottinette")
    assert answer.is_partial and not answer.is_answered
    assert "IML pour les propriétaires" in [result.title for result in answer.page(1).object_list]


def test_exact_words_between_quotation_marks(pages):
    make_page(pages, "À l’envers", "La locative intermédiation.")
    exact = titles(pages, "« intermédiation locative »")
    assert "IML pour les propriétaires" in exact and "À l’envers" not in exact
    assert "À l’envers" in titles(pages, "intermédiation locative")


NOTHING = ["", " ", "\0", "'", '"', "((", "a & | !", "le la les", "📣", "\\", "' OR --", "%", "-", "\ud800", ":*"]


@pytest.mark.parametrize("query", NOTHING)
def test_what_is_no_word_finds_nothing_and_is_no_error(pages, query):
    answer = ask(pages, query)
    assert answer.total == 0
    assert list(answer.page("x").object_list) == []


def test_a_title_counts_more_than_a_text(pages):
    make_page(pages, "Un autre sujet", "Un mot de trottinette, dans le texte.")
    make_page(pages, "Trottinette", "Rien.")
    assert titles(pages, "trottinette") == ["Trottinette", "Un autre sujet"]


def test_an_extract_marks_the_words_and_nothing_of_a_text_is_html(pages):
    make_page(pages, "Balises", "Des bornes &lt;b&gt;vertes&lt;/b&gt; et une borne &amp; un quai.")
    (result,) = results(pages, "bornes vertes")
    assert "<mark>bornes</mark>" in result.extract and "<mark>borne</mark>" in result.extract
    assert "<b>" not in result.extract


def test_without_the_words_in_its_text_a_result_shows_its_lead(pages):
    make_page(pages, "Trottinette", "Rien à voir.", lead="Un chapeau qui dit tout.")
    (result,) = results(pages, "trottinette")
    assert result.extract == "Un chapeau qui dit tout."


def test_kinds_of_results_and_how_many(pdc):
    answer = ask(pdc, "logement")
    counts = {kind.source.name: kind.count for kind in answer.kinds}
    assert {"pages", "services", "evenements", "formations"} <= counts.keys()
    assert sum(counts.values()) == answer.total
    only = answer.page(1, "formations").object_list
    assert {result.source.name for result in only} == {"formations"} and len(only) == counts["formations"]
    assert answer.page(1, "inconnu").paginator.count == answer.total


def test_pages_of_results_hold_each_result_once(pdc):
    for n in range(25):
        make_page(pdc, f"Trottinette {n}", "Le même texte.")
    answer = ask(pdc, "trottinette")
    found = [result.title for number in (1, 2, 3) for result in answer.page(number).object_list]
    assert len(found) == len(set(found)) == answer.total == 25
    assert answer.page(99).number == 3
    assert answer.page("-1").number == 3 and answer.page("zzz").number == 1


def test_each_public_source_of_the_demonstration_is_read(pdc):
    read = set(Finding.objects.values_list("source", flat=True))
    assert {"pages", "actualites", "plateformes", "services", "evenements", "formations"} <= read


def test_every_address_of_a_result_opens(pdc, pdc_client):
    addresses = {result.url.partition("#")[0] for n in (1, 2, 3) for result in ask(pdc, "logement").page(n).object_list}
    assert addresses
    for url in addresses:
        answer = pdc_client.get(url)
        answer.getvalue()  # the document of a resource is streamed: its file closes
        assert answer.status_code == 200, url
