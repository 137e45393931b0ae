"""Finding the terms of the glossary in HTML: the first of each, whole words, and the HTML stays what it was."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.glossary.explaining import Words, explain

TERMS = (
    Words("iml", ("IML", "intermédiation locative")),
    Words("bail", ("bail",)),
    Words("bail-glissant", ("bail glissant", "baux glissants")),
    Words("plai", ("PLAI adapté", "PLAI")),
    Words("etat", ("accompagnement à l’état pur",)),
    Words("sous-location", ("sous-location",)),
)


def link(key, words):
    return f"<a term={key}>{words}</a>"


def linked(page, terms=TERMS):
    return explain(page, terms, link)[0]


def found(page, terms=TERMS):
    return explain(page, terms, link)[1]


def test_the_first_occurrence_alone_leads_to_its_explanation():
    assert linked("<p>Une IML, puis une IML.</p>") == "<p>Une <a term=iml>IML</a>, puis une IML.</p>"


def test_another_form_of_a_term_is_the_same_term():
    assert linked("<p>L’intermédiation locative, ou IML</p>") == (
        "<p>L’<a term=iml>intermédiation locative</a>, ou IML</p>"
    )


def test_the_longest_term_is_the_one_that_is_meant():
    assert found("<p>Un bail glissant.</p>") == ["bail-glissant"]
    assert linked("<p>Un bail glissant, puis un bail.</p>") == (
        "<p>Un <a term=bail-glissant>bail glissant</a>, puis un <a term=bail>bail</a>.</p>"
    )


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("Des baux glissants", ["bail-glissant"]),
        ("Des bail glissants", ["bail-glissant"]),
        ("Des PLAI adaptés", ["plai"]),
        ("INTERMÉDIATION Locative", ["iml"]),
        ("Bail glissant", ["bail-glissant"]),
        ("bail\N{NO-BREAK SPACE}glissant", ["bail-glissant"]),
        ("bail\n  glissant", ["bail-glissant"]),
        ("accompagnement à l'état pur", ["etat"]),
        ("sous\N{NON-BREAKING HYPHEN}location", ["sous-location"]),
        ("« IML »", ["iml"]),
        ("IML.", ["iml"]),
    ],
)
def test_a_term_is_known_however_it_is_written(words, terms):
    assert found(f"<p>{words}</p>") == terms


@pytest.mark.parametrize(
    "words",
    ["iml", "Iml", "baille", "un bailleur", "pré-bail", "PLAIx", "plai", "iml@plai.fr", "bail.fr", "www.bail", "/bail/",
     "IMLs", "é" "bail", "bail_é", "BAILÉ"],
)  # fmt: skip
def test_what_only_looks_like_a_term_is_left_alone(words):
    assert found(f"<p>{words}</p>") == []


@pytest.mark.parametrize(
    "page",
    [
        '<a href="/x/">IML</a>', "<h2>IML</h2>", "<button>IML</button>", "<code>IML</code>", "<pre>a <b>IML</b></pre>",
        '<p title="IML">x</p>', "<p><!-- IML --></p>", "<summary>IML</summary>", "<dl><dt>IML</dt></dl>",
        "<script>IML</script>", "<svg><title>IML</title></svg>", "<a><b>x</b> IML</a>", "<th>IML</th>",
        '<li class="card card--link"><a href="/">x</a><p>IML <i>IML</i></p></li>',
        '<span class="mail" data-mail>IML</span>', "<label>IML</label>", "<H2>IML</H2>",
        "<p data-x='>' title=\"IML\">x</p>",
    ],
)  # fmt: skip
def test_links_headings_and_what_is_no_text_are_left_alone(page):
    assert linked(page) == page
    after = f"{page}<p>IML</p>"
    assert linked(after) == f"{page}<p><a term=iml>IML</a></p>"


def test_a_link_that_is_never_closed_is_never_filled():
    assert found("<p><a href='/'>x<p>IML</p>") == []


def test_entities_are_read_and_kept():
    assert linked("<p>Bail &amp; IML&nbsp;: R&amp;D</p>") == (
        "<p><a term=bail>Bail</a> &amp; <a term=iml>IML</a>&nbsp;: R&amp;D</p>"
    )
    assert linked("<p>&#73;ML</p>") == "<p><a term=iml>&#73;ML</a></p>"
    assert found("<p>&eacute;bail &IML;</p>", (Words("bail", ("bail",)),)) == []
    assert found("<p>a &amp; b</p>", (Words("amp", ("amp",)),)) == []


def test_a_term_made_of_signs_breaks_nothing():
    assert found("<p>(a+b)* [x]</p>", (Words("signs", ("(a+b)*", "[x", "\\")),)) in ([], ["signs"])
    assert explain("<p>x</p>", (), link) == ("<p>x</p>", [])
    assert explain("<p>x</p>", (Words("none", ("", " ")),), link) == ("<p>x</p>", [])


# Any page ------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["IML", "bail", "bail glissant", "PLAI", "et", "&amp;", "&lt;b&gt;", "é", " ", "’", "sous-location", "&#73;ML", "-"]
)
TEXT = st.lists(WORDS, max_size=5).map(" ".join)
TAGS = st.sampled_from(["p", "b", "a", "h2", "li", "div", "code", "em", "button", "span"])


def _wrap(inner):
    attributes = st.sampled_from(["", ' class="IML"', " title='bail > IML'", ' class="card--link"', " data-mail"])
    joined = st.lists(inner, max_size=3).map("".join)
    return st.builds(lambda tag, attr, body: f"<{tag}{attr}>{body}</{tag}>", TAGS, attributes, joined)


PAGES = st.recursive(TEXT, _wrap, max_leaves=25)


class Read(HTMLParser):
    """The text of a page, its tags but for the links that were added, and how deep links lie in links."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.text, self.depth, self.faults = "", 0, []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            if dict(attributes).get("term") and self.depth:
                self.faults.append("a link in a link")
            self.depth += 1

    def handle_endtag(self, tag):
        if tag == "a":
            self.depth -= 1

    def handle_data(self, data):
        self.text += data


@given(PAGES)
def test_whatever_the_page_its_text_stays_and_no_link_lies_in_a_link(page):
    written, keys = explain(page, TERMS, link)
    assert Read(written).text == Read(page).text
    assert not Read(written).faults
    assert len(keys) == len(set(keys)) == written.count("<a term=")
    assert re.sub(r"<a term=[\w-]+>(.*?)</a>", r"\1", written, flags=re.DOTALL) == page


@given(st.text(alphabet="<>/!-\"'= abIML&;#\n", max_size=60))
def test_whatever_the_characters_nothing_is_lost(page):
    written, _ = explain(page, TERMS, link)
    assert re.sub(r"<a term=[\w-]+>(.*?)</a>", r"\1", written, flags=re.DOTALL) == page


def test_a_long_page_and_a_long_glossary_are_quick():
    terms = tuple(Words(str(n), (f"terme numéro {n}", f"T{n}X")) for n in range(200))
    page = "<p>Un texte ordinaire, avec des mots &amp; des phrases <b>sans terme</b>.</p>" * 1500
    explain(page, terms, link)
    start = time.process_time()
    explain(page, terms, link)
    assert time.process_time() - start < 2
    start = time.process_time()
    explain('<a title="' * 3000, terms, link)
    assert time.process_time() - start < 2
