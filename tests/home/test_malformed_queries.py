"""Whatever is written after the question mark, no public address breaks."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import GuardedClient

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/", "/trouver/", "/trouver/suggestions/", "/trouver/62498-lens/", "/api/trouver/", "/api/plateformes/",
    "/contact/", "/contact/lens-henin/", "/plateformes/", "/plateformes/lens-henin/", "/services/", "/le-principe/",
    "/agenda/", "/agenda/mois/2026-12/", "/agenda/flux.ics",
    "/actualites/", "/actualites/flux.rss", "/actualites/flux.atom", "/ressources/", "/questions-frequentes/",
    "/donnees-ouvertes/", "/compte/connexion/", "/compte/mot-de-passe/oublie/", "/sante/", "/nulle-part/",
]  # fmt: skip
KNOWN = [
    "q",
    "format",
    "page",
    "next",
    "date",
    "mode",
    "lang",
    "nature",
    "plateforme",
    "commune",
    "du",
    "au",
    "p",
    "rubrique",
    "theme",
]
NAMES = st.sampled_from(KNOWN) | st.text(max_size=8)
NASTY = st.sampled_from(["%00", "%FF%FE", "%ED%A0%80", "%", "%zz", "&&==", "q=a&q=b", "q[]=1", "q=" + "x" * 9000])
PAIR = st.builds(
    lambda name, value: f"{quote(name, errors='replace')}={quote(value, errors='replace')}",
    NAMES, st.text(max_size=40) | st.integers().map(str) | st.floats().map(str),
)  # fmt: skip
QUERY = st.lists(PAIR | NASTY, min_size=1, max_size=4).map("&".join)


@pytest.mark.parametrize("address", ADDRESSES)
@settings(max_examples=12)
@given(query=QUERY)
def test_no_query_string_breaks_an_address(address, query):
    response = GuardedClient("pas-de-calais.localhost").get(f"{address}?{query}")
    assert response.status_code < 500


@pytest.mark.full
@pytest.mark.parametrize("address", ADDRESSES)
@settings(max_examples=200)
@given(query=QUERY)
def test_no_query_string_breaks_an_address_at_length(address, query):
    test_no_query_string_breaks_an_address.hypothesis.inner_test(address, query)


@settings(max_examples=20)
@given(query=QUERY)
def test_nor_the_operator_s(db, query):
    for address in ("/", "/trouver/", "/trouver/suggestions/"):
        assert GuardedClient("localhost").get(f"{address}?{query}").status_code < 500
