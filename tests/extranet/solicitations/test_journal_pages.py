"""Who read or did what: told to who keeps a solicitation, and to the administration, without a word of the case."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from extranet.solicitations import journal, journal_shown, services
from extranet.solicitations.models import JournalEntry
from portal.database import context
from portal.tenancy.models import Membership
from tests.extranet.solicitations import making

pytestmark = pytest.mark.django_db

URL = "/extranet/gestion/sollicitations/journal/"
Act = JournalEntry.Act


@pytest.fixture
def office(pdc, pdc_client):
    return pdc_client.login_as("gael")


def test_an_empty_journal_says_so(office):
    assert "Le journal est vide" in office.get(URL).text


def test_the_administration_reads_who_did_what_and_nothing_of_the_case(received, alice, office):
    services.ask_to_complete(received, "Depuis quand sans bail ?", by=alice)
    journal.write(received, Act.READ, by=alice)
    page = office.get(URL).text
    for words in (
        received.reference,
        str(alice.user),
        "a lu la sollicitation",
        "a demandé un complément",
        "Lens-Hénin",
    ):
        assert words in page, words
    for words in ("sans bail", "Deux refus", "parent", "62498"):
        assert words not in page, words


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower"])
def test_it_is_narrowed_to_one_reference(received, diane, office, typed):
    other = making.send(making.draft(diane))
    reference = received.reference.lower() if typed == "lower" else typed.format(received.reference)
    page = office.get(URL, {"q": reference}).text
    assert received.reference in page
    assert other.reference not in page


@pytest.mark.parametrize("typed", ["S-0000-0000", "\0", "x" * 500, "' OR 1=1", "é"])
def test_what_is_no_reference_finds_nothing_and_breaks_nothing(received, office, typed):
    page = office.get(URL, {"q": typed, "p": "deux"})
    assert page.status_code == 200
    assert "Aucune ligne" in page.text


def test_many_lines_come_in_pages_with_as_many_queries(received, alice, office):
    office.get(URL)
    counted = []
    for count in (1, 60):
        for _ in range(count):
            journal.write(received, Act.READ, by=alice)
        with CaptureQueriesContext(connection) as ran:
            page = office.get(URL)
        counted.append(len(ran))
    assert len({*counted}) == 1, counted
    assert "Page 1 sur 2" in page.text


def test_the_journal_of_another_tenant_is_not_there(received, casa, casa_client):
    with context.use(context.PLATFORM):
        ines = Membership.objects.active().with_role("administration").filter(tenant=casa).first().user
    client = casa_client.login_account(ines)
    for query in ("", received.reference):
        assert received.reference not in client.get(URL, {"q": query}).text.replace(f'value="{query}"', "")


def test_a_solicitation_tells_its_readers_each_once(received, alice, diane, django_assert_num_queries):
    for member in (alice, diane, alice):
        journal.write(received, Act.READ, by=member)
    with django_assert_num_queries(1):
        lines = journal_shown.lines_of(received)
    assert sorted(lines.readers) == sorted([str(alice.user), str(diane.user)])
    assert [entry.act for entry in lines.entries] == ["lecture"] * 3 + ["envoi"]
    page = " ".join(render_to_string("solicitations/_journal.html", {"journal": lines}).split())
    assert "a lu la sollicitation" in page
    assert "4\xa0lignes" in page or "4 lignes" in page
    assert not lines.is_cut


def test_a_long_journal_is_cut_on_the_page_of_its_solicitation(received, alice, monkeypatch):
    monkeypatch.setattr(journal_shown, "MOST", 2)
    for _ in range(3):
        journal.write(received, Act.READ, by=alice)
    lines = journal_shown.lines_of(received)
    assert (len(lines.entries), lines.is_cut) == (2, True)


def test_nobody_has_read_it_yet(draft):
    assert "Personne ne l’a encore lue" in render_to_string(
        "solicitations/_journal.html", {"journal": journal_shown.lines_of(draft)}
    )
