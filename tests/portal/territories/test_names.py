"""Whatever people type comes to one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.territories.names import COMMON_WORDS, SMALL_WORDS, bare, has_only, normalise


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ST OMER", "saint omer"),
        ("Ste-Cécile", "sainte cecile"),
        ("Mt-Bernanchon", "mont bernanchon"),
        ("boulogne sur mer", "boulogne sur mer"),
        ("Boulogne s/ Mer", "boulogne sur mer"),
        ("Boulogne S/MER", "boulogne sur mer"),
        ("Noyelles s/s Lens", "noyelles sous lens"),
        ("Wavrans-sur-l’Aa", "wavrans sur l aa"),
        ("Wavrans-sur-l'Aa", "wavrans sur l aa"),
        ("Hénin–Beaumont", "henin beaumont"),
        ("Nœux\N{NO-BREAK SPACE}les\N{NARROW NO-BREAK SPACE}Mines", "noeux les mines"),
        ("ŒUF-EN-TERNOIS", "oeuf en ternois"),
        ("Lès Attaques", "les attaques"),
        ("Lambres-lez-Aire", "lambres les aire"),
        ("L'Haÿ", "l hay"),
        ("e\N{COMBINING ACUTE ACCENT}cole", "ecole"),
        ("Ｌｅｎｓ", "lens"),
        ("le\x00ns", "lens"),
        ("le\N{ZERO WIDTH SPACE}ns", "lens"),
        ("Lens\tet\nCalais", "lens et calais"),
        ("\ud800", ""),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_name_comes_to_one_form(typed, expected):
    assert normalise(typed) == expected


@given(st.text())
def test_any_text_comes_to_words_of_plain_letters_and_stays_there(text):
    once = normalise(text)
    assert all(c.isascii() and c.isalnum() and not c.isupper() for word in once.split(" ") for c in word)
    assert normalise(once) == once
    assert "  " not in once
    assert once == once.strip()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("le touquet", "touquet"),
        ("les attaques", "attaques"),
        ("l haye", "haye"),
        ("lens", "lens"),
        ("le", "le"),
        ("", ""),
    ],
)
def test_a_bare_name_has_no_leading_article(name, expected):
    assert bare(name) == expected


def test_small_and_common_words_are_written_as_names_are():
    for words in (SMALL_WORDS, COMMON_WORDS):
        assert all(normalise(word) == word for word in words)
    assert has_only(SMALL_WORDS, "sur les")
    assert not has_only(SMALL_WORDS, "sur lens")
