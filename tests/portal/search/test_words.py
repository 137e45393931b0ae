"""What is typed becomes words, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.words import LONGEST, asked, cleaned, forms, one_form, plain, spelt


@given(st.text(max_size=300))
def test_any_string_is_a_question(text):
    question = cleaned(text)
    assert len(question) <= LONGEST
    assert "\0" not in question and "\n" not in question
    question.encode()
    asked(question)


@pytest.mark.parametrize(
    ("several", "one"),
    [("baux sociaux", "bail social"), ("réseaux", "réseau"), ("travaux", "travail"), ("Loyers", "Loyer"),
     ("l’accès aux droits", "l accè aux droit"), ("locaux", "local"), ("bail", "bail"), ("eau", "eau")],
)  # fmt: skip
def test_several_are_one(several, one):
    assert one_form(several) == one


def test_the_forms_of_a_word():
    assert {"bail", "baux", "bails"} <= forms("baux") == forms("bail") | {"baux"}
    assert "sociaux" in forms("social")


def test_signs_are_no_operators_and_quotation_marks_are_kept():
    assert asked("-plan & (a|b):* <-> !c") == "plan a b c"
    assert asked("« bail glissant » l’accès") == '" bail glissant " l accès'
    assert asked("📣 !!!") == ""


def test_words_without_accents():
    assert plain("Hébergé") == "heberge"
    assert plain("Cœur") == "coeur"


def test_the_words_whose_spelling_may_help_are_words():
    assert spelt("Un bail, 62000 baux ; un Bail à Lens", 10) == ["bail", "baux", "lens"]
