"""What a text may not say: who it is about. Real sentences pass, and each way to name somebody is refused."""

import datetime
import itertools
import time
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from extranet.solicitations import services
from extranet.solicitations.models import Message
from extranet.solicitations.screening import found_in, screened, screened_contact
from extranet.solicitations.screening_known import Known, known_here
from portal.database import context
from portal.demo.people import PEOPLE
from portal.organisations.models import Organisation
from portal.territories.models import Commune
from tests.extranet.solicitations.sentences import ORDINARY, REFUSED

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 21)


@pytest.fixture
def known(pdc) -> Known:
    return known_here()


def kinds(text: str, known: Known) -> list[str]:
    return [each.kind for each in found_in(text, known, TODAY)]


def test_what_social_workers_write_passes(known):
    assert len(ORDINARY) >= 60
    refused = {text: [each.words for each in found_in(text, known, TODAY)] for text in ORDINARY}
    assert not {text: words for text, words in refused.items() if words}


def test_each_way_to_say_who_it_is_about_is_refused_for_what_it_is(known):
    assert len(REFUSED) >= 60
    wrong = {text: kinds(text, known) for text, kind in REFUSED.items() if kind not in kinds(text, known)}
    assert not wrong


def test_no_commune_of_the_territories_is_taken_for_a_person(known):
    """But for those that bear a first name."""
    names = sorted(set(Commune.objects.filter(departement__in=["06", "62"]).values_list("name", flat=True)))
    assert len(names) > 1000
    found = set()
    for batch in itertools.batched(names, 60):
        found |= {each.words for each in found_in(" ".join(f"Logée à {name}." for name in batch), known, TODAY)}
    assert found == {"Marie", "Rémy"}


def any_case(word: str) -> st.SearchStrategy[str]:
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return st.sampled_from([f(each) for each in (word, bare) for f in (str, str.lower, str.upper, str.title)])


AROUND = st.sampled_from(["", " ", "la situation de ", "« ", "Bonjour,\n", "(", "suivi par : ", "12 ", "- ", "avec l’"])
AFTER = st.sampled_from(["", ".", ", hébergé chez un tiers", " »", ")", "\nMerci.", " et sa famille", "/", ";"])


@given(before=AROUND, name=st.sampled_from([each.first_name for each in PEOPLE]).flatmap(any_case), after=AFTER)
def test_the_people_of_the_demonstration_are_refused_in_any_case_accent_and_place(before, name, after, known):
    assert "nom" in kinds(before + name + after, known)


SPELLINGS = (
    "{0}{1}{2}{3}{4}", "{0} {1} {2} {3} {4}", "{0}.{1}.{2}.{3}.{4}", "{0}-{1}-{2}-{3}-{4}", "{0}/{1}/{2}/{3}/{4}",
    "{0}\N{NO-BREAK SPACE}{1}\N{NARROW NO-BREAK SPACE}{2} {3} {4}", "+33 {n} {1} {2} {3} {4}",
    "+33 (0){n} {1} {2} {3} {4}", "0033{n}{1}{2}{3}{4}", "({0}) {1} {2} {3} {4}", "O{n}{1}{2}{3}{4}",
    "{0}_{1}_{2}_{3}_{4}", "{0} - {1} - {2} - {3} - {4}", "33{n}{1}{2}{3}{4}",
)  # fmt: skip


@given(
    spelling=st.sampled_from(SPELLINGS), n=st.integers(1, 9), pairs=st.lists(st.integers(0, 99), min_size=4, max_size=4)
)
def test_a_telephone_is_refused_in_each_spelling(spelling, n, pairs):
    written = spelling.format(f"0{n}", *(f"{each:02}" for each in pairs), n=n)
    for text in (written, f"joignable au {written}.", f"Tél. {written}, le soir", written.translate(WIDE)):
        assert set(kinds(text, Known())) & {"telephone", "date", "numero"}, text


WIDE = {ord("0") + n: 0xFF10 + n for n in range(10)}


@st.composite
def nirs(draw) -> str:
    month = draw(st.one_of(st.integers(1, 12), st.integers(20, 99)))
    department = draw(st.one_of(st.integers(1, 95).map("{:02}".format), st.sampled_from(["2A", "2B", "2a"])))
    parts = [
        draw(st.sampled_from("12")), f"{draw(st.integers(0, 99)):02}", f"{month:02}", department,
        f"{draw(st.integers(1, 999)):03}", f"{draw(st.integers(1, 999)):03}",
    ]  # fmt: skip
    if draw(st.booleans()):
        parts.append(f"{draw(st.integers(1, 97)):02}")
    return draw(st.sampled_from(["", " ", ".", "-", "\N{NO-BREAK SPACE}"])).join(parts)


@given(number=nirs())
def test_a_social_security_number_is_refused_with_its_key_or_without(number):
    assert set(kinds(f"n° sécu {number} ", Known())) & {"nir", "numero"}, number
    assert "nir" in kinds(number, Known()), number


@given(text=st.text(max_size=200))
@settings(max_examples=50)
def test_any_text_is_read_without_an_error_and_what_is_found_stands_in_it(text):
    for each in found_in(text, Known(), TODAY):
        assert each.words.strip()


@pytest.mark.parametrize(
    "text", ["a" * 2000, "a." * 1000, "0 " * 1000, "M. " * 600, "A.B " * 500, "12 rue " * 280, "é-" * 900]
)
def test_a_text_that_was_made_to_be_slow_is_not(text):
    before = time.process_time()
    found_in(text, Known(), TODAY)
    assert time.process_time() - before < 1.5


def test_the_refusal_names_the_words_and_says_what_to_write_instead(pdc):
    with pytest.raises(ValidationError) as refused:
        screened("Mme Ndoumbe, née le 3 mars 1984, tél. 06 12 34 56 78.")
    (said,) = refused.value.messages
    for words in ("« Mme Ndoumbe »", "« née le 3 mars 1984 »", "« 06 12 34 56 78 »", "la personne", "tranche d’âge"):
        assert words in said.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " "), said


def test_an_ordinary_text_says_nothing(pdc):
    assert screened("Deux refus en commission.") is None


def test_names_of_bodies_are_those_of_this_tenant_alone(pdc, casa):
    with context.use(casa.context):
        Organisation.objects.create(name="Zorgub Mirapolis", kind=Organisation.Kind.ASSOCIATION)
        assert screened("Une place chez Zorgub Mirapolis.") is None
    with context.use(pdc.context), pytest.raises(ValidationError):
        screened("Une place chez Zorgub Mirapolis.")


def test_a_text_asks_the_database_the_same_however_much_there_is_to_know(pdc, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        screened("Hébergée à Lens, Béthune et Arras, suivie par Soliha et le CCAS de Liévin.")


def test_the_contact_of_a_service_may_be_told_and_a_birth_may_not():
    assert (
        screened_contact("CCAS, 2 rue de la Mairie, 03 21 00 00 00, accueil@ccas.example, demander Mme Durand") is None
    )
    for text in ("né le 3 mars 1984", "1 84 03 62 498 012 45"):
        with pytest.raises(ValidationError):
            screened_contact(text)


@pytest.mark.parametrize("field", ["tried_text", "hoped_text"])
def test_a_model_refuses_it_as_well(draft, field):
    setattr(draft, field, "La famille Ndoumbe est à la rue.")
    with pytest.raises(ValidationError) as refused:
        draft.full_clean()
    assert field in refused.value.message_dict


def test_a_verb_refuses_it_and_changes_nothing(received, alice):

    before = Message.objects.count()
    with pytest.raises(ValidationError):
        services.say(received, "Avez-vous vu M. Ndoumbe ?", by=alice)
    with pytest.raises(ValidationError):
        services.redirect(received, "CCAS", "03 21 00 00 00, né le 3 mars 1984", by=alice)
    assert Message.objects.count() == before
