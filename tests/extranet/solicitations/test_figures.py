"""The figures of a year: right, arrested at the end of the last month, and none of them small."""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from extranet.solicitations import figures_shown
from extranet.solicitations.figures import of_year, years_offered
from extranet.solicitations.models import JournalEntry, LeaseStage, Solicitation, State, Support
from extranet.solicitations.models.lists import Difficulty, Situation
from portal.tenancy.models import Module, Role
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.solicitations import making
from tests.extranet.solicitations.making_figures import TODAY, at, large, platforms, put, support

pytestmark = pytest.mark.django_db
PAGE = "/extranet/solliciter/chiffres/"
XLSX = f"{PAGE}sollicitations-2026.xlsx"


@pytest.fixture
def a_year(pdc, monkeypatch):
    """November 2026, with enough everywhere."""
    monkeypatch.setattr("extranet.solicitations.figures.timezone.localdate", lambda: TODAY)
    large()


def count(year: int = 2026, **others):
    return of_year(year, today=TODAY, **others)


def test_a_year_is_counted_by_platform(a_year):
    found, number = count(), len(platforms())
    assert found.until == datetime.date(2026, 10, 31)
    assert set(found.outcomes.rows.values()) == {30} and found.outcomes.whole == 30 * number
    assert found.months.columns[5] == 6 * number
    assert found.situations.columns[Situation.STREET] == 12 * number
    assert found.difficulties.columns[Difficulty.HEALTH] == 18 * number
    assert set(found.urgencies.columns.values()) == {12 * number, 6 * number}
    assert found.outcomes.columns[State.SUPPORTED] == found.supports.whole == 6 * number
    assert found.median_days[None] == 4 and found.answered() == 24 * number
    assert found.running == 6 * number // 10 * 10


def test_a_category_that_nobody_has_takes_the_smallest_along(a_year):
    found = count()
    assert found.situations.columns[Situation.SHELTER] is found.situations.columns[Situation.OWNER] is None
    assert {line[Situation.OWNER] for line in found.situations.cells.values()} == {None}


def test_what_is_of_this_month_is_told_next_month(pdc):
    put(30, platforms()[0], day=datetime.date(2026, 11, 2))
    assert not count().is_told
    assert of_year(2026, today=datetime.date(2026, 12, 1)).outcomes.whole == 30


def test_an_answer_counts_once_its_month_is_over(a_year):
    put(30, platforms()[0], day=datetime.date(2026, 10, 28), state=State.REFUSED, waited=5)
    number = len(platforms())
    found = count().outcomes.columns
    assert (found["en_cours"], found[State.REFUSED]) == (6 * number + 30, 6 * number)
    found = of_year(2026, today=datetime.date(2026, 12, 1)).outcomes.columns
    assert (found["en_cours"], found[State.REFUSED]) == (6 * number, 6 * number + 30)


def test_a_request_of_new_year_s_eve_is_of_its_own_year(pdc):
    [platform, *_] = platforms()
    rows = put(20, platform, day=datetime.date(2026, 1, 1))
    put(10, platform)
    first_minute = at(datetime.date(2026, 1, 1), 0) + datetime.timedelta(minutes=15)  # still 2025 in UTC
    early = {"created_at": first_minute, "submitted_at": first_minute, "waiting_since": first_minute}
    Solicitation.objects.filter(pk__in=[row.pk for row in rows]).update(**early)
    assert count().months.columns[1] == 20 and not count(2025).is_told


def test_drafts_count_for_nobody_and_erased_ones_still_count(pdc, diane):
    [platform, *_] = platforms()
    rows = put(12, platform)
    making.draft(diane)
    gone = {"erased_at": timezone.now(), "commune": None, "asked_by": None, "tried_text": "", "hoped_text": ""}
    Solicitation.objects.filter(pk__in=[row.pk for row in rows[:6]]).update(**gone)
    assert count().outcomes.whole == 12


def test_the_delay_is_a_median_and_what_was_withdrawn_is_no_answer(pdc):
    [platform, few, others, *_] = platforms()
    put(15, others)
    for days, number in ((2, 5), (9, 3), (80, 2)):
        put(number, platform, state=State.REFUSED, waited=days)
    put(9, platform, state=State.NO_FOLLOW_UP, waited=90, end_reason="retiree")
    assert count().median_days[platform.pk] == 5  # between the fifth and the sixth: 2 and 9
    put(4, few, state=State.REFUSED)
    assert count().median_days[few.pk] is None


def test_supports_are_told_by_kind_end_and_stage_of_a_lease(pdc):
    [platform, *_] = platforms()
    sliding = put(14, platform, state=State.SUPPORTED)
    leases = support(sliding, has_sliding_lease=True)
    for number, stage in ((14, "convention"), (8, "sous_location")):
        day = datetime.date(2026, 5 if stage == "convention" else 6, 1)
        LeaseStage.objects.bulk_create(
            [LeaseStage(tenant=pdc, support=each, stage=stage, reached_on=day) for each in leases[:number]]
        )
    support(put(20, platform, state=State.SUPPORTED), kind=Support.Kind.KEEPING, ended=datetime.date(2026, 9, 1))
    put(20, platform, state=State.REDIRECTED)
    found = count()
    assert found.supports.columns == {"acces": 14, "maintien": 20}
    assert found.supports.whole == 34
    assert {key: n for key, n in found.leases.columns.items() if n} == {"sous_location": 8, "sans": 20}
    assert found.support_ends.columns[Support.Outcome.HOUSED] == 20
    # Six stopped at the agreement: with the stages that nobody reached they are hidden together.
    assert found.leases.columns["convention"] is None


@pytest.mark.parametrize("ended", range(5))
def test_how_many_ended_in_the_year_is_not_read_in_how_many_ran(pdc, ended):
    [platform, *_] = platforms()
    support(put(249, platform, state=State.SUPPORTED))
    support(put(ended, platform, state=State.SUPPORTED), ended=datetime.date(2026, 9, 1))
    assert count().running == 240
    support(put(5 - ended, platform, state=State.SUPPORTED), ended=datetime.date(2026, 9, 2))
    assert count().running == 250


def test_the_years_that_are_offered_tell_nothing(pdc):
    assert years_offered(TODAY) == [2026, 2025, 2024, 2023, 2022]
    assert years_offered(datetime.date(2027, 1, 31))[0] == 2026


def test_the_page_says_the_year_in_sentences_and_charts(a_year, open_module):
    page = GuardedClient(PDC_HOST).login_as("gael").get(PAGE)
    number = len(platforms())
    assert f"les plateformes ont reçu {30 * number} sollicitations (au 31 octobre 2026)" in plain(page)
    assert f"{6 * number} d’entre elles ont donné lieu à un accompagnement renforcé" in plain(page)
    assert page.text.count("chart__lines") == 7 and page.text.count("Tout est masqué") == 3


def test_a_platform_is_shown_out_of_the_same_table(a_year, open_module):
    page = GuardedClient(PDC_HOST).login_as("gael").get(f"{PAGE}?plateforme=lens-henin&annee=2026")
    assert "la plateforme Lens-Hénin a reçu 30 sollicitations" in plain(page)
    assert "Calaisis" not in plain(page).split("chart__lines", 1)[1]


@pytest.mark.parametrize("query", ["annee=1999", "annee=x", "plateforme=nulle-part", "annee=2026&annee=%00", "p=%00"])
def test_a_bad_question_gets_a_clean_page(pdc, open_module, query):
    assert GuardedClient(PDC_HOST).login_as("gael").get(f"{PAGE}?{query}").status_code == 200


def test_a_year_without_enough_is_told_alike_whether_it_has_some_or_none(pdc, open_module, monkeypatch):
    monkeypatch.setattr("extranet.solicitations.figures.timezone.localdate", lambda: TODAY)
    gael = GuardedClient(PDC_HOST).login_as("gael")

    def said() -> str:
        return plain(gael.get(PAGE)).partition("<main")[2].partition("</main")[0]

    empty = said()
    assert "Moins de 5 sollicitations en 2026 : aucun chiffre n’est donné." in empty
    put(4, platforms()[0])
    assert said() == empty


@pytest.mark.parametrize(
    ("who", "status"), [("gael", 200), ("alice", 200), ("bob", 403), ("chloe", 403), ("diane", 403)]
)
@pytest.mark.parametrize("path", [PAGE, XLSX])
def test_figures_are_for_those_whose_role_reads_them(a_year, open_module, who, status, path):
    assert GuardedClient(PDC_HOST).login_as(who).get(path).status_code == status


def test_an_elected_member_reads_figures(a_year, open_module, bob):
    bob.roles = [Role.ELECTED]
    bob.save()
    page = GuardedClient(PDC_HOST).login_as("bob").get(PAGE)
    assert page.status_code == 200 and "Chiffres des sollicitations</a>" in page.text.replace("\n", "")


def test_the_menu_leads_who_reads_no_figures_nowhere(pdc, open_module):
    assert PAGE not in GuardedClient(PDC_HOST).login_as("bob").get("/extranet/").text


def test_nothing_is_there_while_the_module_is_off(pdc):
    pdc.modules = [each for each in pdc.modules if each != Module.SOLICITATIONS]
    pdc.save(update_fields=["modules"])
    gael = GuardedClient(PDC_HOST).login_as("gael")
    assert gael.get(PAGE).status_code == gael.get(XLSX).status_code == 404


def test_the_workbook_holds_numbers_and_its_export_is_written_in_the_journal(a_year, open_module):
    gael = GuardedClient(PDC_HOST).login_as("gael")
    book = load_workbook(io.BytesIO(gael.get(XLSX).content))
    [heads, *rows] = book["Par situation de logement"].iter_rows(values_only=True)
    assert heads[:2] == ("Plateforme", "Ensemble") and rows[-1][:2] == ("Ensemble", 30 * len(platforms()))
    line = dict(zip(heads, rows[-1], strict=True))
    assert line["Locataire du parc privé"] == "masqué"
    entry = JournalEntry.objects.get(act=JournalEntry.Act.EXPORTED)
    assert (entry.detail, entry.reference) == ("chiffres de 2026", "")


@pytest.mark.parametrize("path", [f"{PAGE}sollicitations-1990.xlsx", f"{PAGE}nulle-part/sollicitations-2026.xlsx"])
def test_there_is_no_workbook_of_another_year_or_platform(a_year, open_module, path):
    assert GuardedClient(PDC_HOST).login_as("gael").get(path).status_code == 404
    assert not JournalEntry.objects.filter(act=JournalEntry.Act.EXPORTED).exists()


def test_the_other_authority_s_solicitations_are_not_counted(a_year, casa):
    assert not count().is_told


def test_a_busy_year_costs_what_a_quiet_one_does(pdc, open_module, monkeypatch):
    monkeypatch.setattr("extranet.solicitations.figures.timezone.localdate", lambda: TODAY)
    gael = GuardedClient(PDC_HOST).login_as("gael")

    def cost() -> int:
        gael.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            assert gael.get(PAGE).status_code == 200
        return len(queries)

    put(12, platforms()[0])
    before = cost()
    large()
    assert cost() == before
    with CaptureQueriesContext(connection) as queries:
        count()
    assert len(queries) == 12


@pytest.mark.full
def test_five_thousand_are_counted_in_as_many_queries(pdc):
    for n, platform in enumerate(platforms()):
        support(put(200, platform, state=State.SUPPORTED))
        put(520, platform, state=State.REFUSED, situation=Situation.values[n])
    with CaptureQueriesContext(connection) as queries:
        assert count().outcomes.whole > 5000
    assert len(queries) == 12


def plain(page) -> str:
    return page.text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_no_sentence_tells_what_is_hidden(pdc):
    [platform, other, *_] = platforms()
    put(40, platform, state=State.REFUSED)
    support(put(3, platform, state=State.SUPPORTED))
    put(2, other)
    said = " ".join(figures_shown.sentences(count()))
    assert "45 sollicitations" in said.replace("\N{NO-BREAK SPACE}", " ") and "accompagnement" not in said
    assert figures_shown.sentences(count(), other.pk) == []
    [first, *_] = figures_shown.sheets(count(), other.pk)
    assert "Aucun effectif de la plateforme" in first.rows[1][0]
