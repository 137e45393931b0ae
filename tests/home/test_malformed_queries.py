"""Whatever is written after the question mark, no public address breaks."""

from itertools import cycle, islice
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.isolation.access_matrix import LOGIN, MATRIX

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/", "/trouver/", "/trouver/suggestions/", "/trouver/62498-lens/", "/api/trouver/", "/api/plateformes/",
    "/contact/", "/contact/lens-henin/", "/plateformes/", "/plateformes/lens-henin/", "/services/", "/le-principe/",
    "/agenda/", "/agenda/mois/2026-12/", "/agenda/flux.ics",
    "/actualites/", "/actualites/flux.rss", "/actualites/flux.atom", "/ressources/", "/questions-frequentes/",
    "/donnees-ouvertes/", "/compte/connexion/", "/compte/mot-de-passe/oublie/", "/sante/", "/nulle-part/",
    "/recherche/", "/formations/",
]  # fmt: skip
FEW_WORDS = [
    "/chiffres-cles/", "/api/chiffres/", "/glossaire/", "/agenda/passes/", "/agenda/semaine/2026-S50/",
    "/agenda/flux.rss", "/comites/extraits/", "/contact/message-envoye/", "/accessibilite/signaler/", "/plan-du-site/",
    "/demander-un-acces/organisations/",
]  # fmt: skip
"""Those that read little of their query, or nothing."""
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
    "type",
    "sujet",
    "public",
    "places",
    "miens",
]
NAMES = st.sampled_from(KNOWN) | st.text(max_size=8)
NASTY = st.sampled_from(["%00", "%FF%FE", "%ED%A0%80", "%", "%zz", "&&==", "q=a&q=b", "q[]=1", "q=" + "x" * 9000])
PAIR = st.builds(
    lambda name, value: f"{quote(name, errors='replace')}={quote(value, errors='replace')}",
    NAMES, st.text(max_size=40) | st.integers().map(str) | st.floats().map(str),
)  # fmt: skip
QUERY = st.lists(PAIR | NASTY, min_size=1, max_size=4).map("&".join)

EVILS = [
    "%00", "62%00130", "%ED%A0%80", "%FF", "%C3%28", "-1", "0", "99999999999999999999", "9" * 5_000, "1e309", "NaN",
    "-0", "9999-99-99", "0000-01-01", "9999-12-31", "10000-01-01", "0001-01-01", "2026-02-30", "25%25%27_%22%3B--",
    "%27%20OR%201=1--", "%5C", "%E2%80%A8%E2%80%AE%EF%BB%BF", "%E3%80%80%C2%A0", "%F0%9F%98%80" * 400, "%F0%90%80%80",
    "%D9%A3", "%C2%B2", "<script>", "%24%7B7*7%7D", "a" * 20_000, "%0D%0ASet-Cookie:x=1", "//ailleurs.example/",
    "javascript:alert(1)", "lens%09%0B%0C", "%22%22%22", "%28%29%26%7C%21%3A*", "%CC%81" * 300, "1,2,3", "null", "",
]  # fmt: skip
"""What is known to break programs: signs that no database holds, numbers and days beyond any, words of languages."""
AT_ONCE = 2
"""How many evil queries each address is asked in the ordinary run; all of them are in one of those."""
ANSWERS = {200, 301, 302, 303, 400, 404, 405, 410}


def public_addresses() -> list[str]:
    """Return the addresses where a visitor gets an answer other than the way to sign in, and a page of each type."""
    named = {address.partition("?")[0] for address, answers in MATRIX.values() if answers[0] != LOGIN}
    others = ["/agenda/mois/", "/agenda/semaine/", "/proprietaires/", "/documents/1/x.odt"]
    return sorted(named.union(ADDRESSES, FEW_WORDS, others))


def evil_queries(at_once: int) -> list[str]:
    """Return queries in which each evil value stands, each query beginning with another; more of them, more pairs."""
    return [
        "&".join(f"{name}={evil}" for name, evil in zip(KNOWN, islice(cycle(EVILS), start, None), strict=False))
        for start in range(0, len(EVILS), len(EVILS) // at_once)
    ]


@pytest.mark.parametrize("address", [*ADDRESSES, *FEW_WORDS])
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


@pytest.mark.parametrize("address", public_addresses())
def test_what_is_known_to_break_programs_gets_a_clear_answer(address):
    for query in evil_queries(AT_ONCE):
        ask(PDC_HOST, f"{address}?{query}")


@pytest.mark.full
@pytest.mark.parametrize("address", [*ADDRESSES, *FEW_WORDS])
def test_each_evil_under_many_names_gets_one_too(address):
    for query in evil_queries(len(EVILS) // 2):
        ask(CASA_HOST, f"{address}?{query}")


@pytest.mark.parametrize("address", ["/recherche/", "/actualites/", "/agenda/", "/api/trouver/", "/nulle-part/"])
def test_a_question_without_end_gets_one_too(address):
    ask(PDC_HOST, f"{address}?page={'9' * 2_000_000}&p={'9' * 2_000_000}&q={'a ' * 500_000}")
    ask(PDC_HOST, f"{address}?{'q=a&' * (django_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 5)}")
    ask(PDC_HOST, f"{address}?q=lens&q=arras&q[]=1&q[0]=a&q.x=1&page=1&page=-1&page[]=2")


def ask(host: str, address: str) -> None:
    """Expect an answer that a reader understands; the client reads the page itself (French, one h1)."""
    response = GuardedClient(host).get(address)
    assert response.status_code in ANSWERS, (response.status_code, address[:200])
    if 300 <= response.status_code < 400:
        assert response["Location"].startswith("/") and not response["Location"].startswith("//")
    elif response.status_code >= 400:
        assert response.content
