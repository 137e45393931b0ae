"""Key figures: written once, with unit, source, date and evolution; right at once wherever they show."""

import csv
import datetime
import io
import json
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from home.figures.blocks import PortalFiguresBlock
from home.figures.models import Figure, FigureValue
from home.models import ContentPage
from portal.database import context
from portal.design.typography import NARROW, NBSP
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.html import faults_of

pytestmark = pytest.mark.django_db
PAGE, DATA = "/chiffres-cles/", "/api/chiffres/"


def year(n: int) -> datetime.date:
    return datetime.date(n, 12, 31)


def make(title="Taux d’effort", values=(("19.3", 2023),), **fields):
    slug = fields.pop("slug", f"f-{Figure.objects.count()}")
    figure = Figure.objects.create(title=title, slug=slug, **fields)
    for value, n, *comparison in values:
        FigureValue.objects.create(
            figure=figure, value=Decimal(value), as_of=year(n) if n else None, period=str(n or ""),
            comparison=Decimal(comparison[0]) if comparison else None,
        )  # fmt: skip
    return figure


def box_of(client, figure, address=PAGE):
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return soup.find(id=f"chiffre-{figure.slug}")


@pytest.fixture
def page(pdc):
    with context.use(pdc.context):
        return ContentPage.objects.get(slug="pour-qui")


def show_on(page, *figures):
    value = {"title": "Ici", "figures": [figure.pk for figure in figures]}
    page.body = json.dumps([{"type": "portal_figures", "value": value}])
    page.save_revision().publish()


# What is read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "values", "words"),
    [
        ("%", [("17.2", 2019), ("19.3", 2023)], f"+{NBSP}2,1{NBSP}points depuis 2019"),
        ("%", [("19.3", 2019), ("18.3", 2023)], f"\N{MINUS SIGN}{NBSP}1{NBSP}point depuis 2019"),
        ("ménages", [("100", 2019), ("1334.5", 2023)], f"+{NBSP}1{NARROW}234,5{NBSP}ménages depuis 2019"),
        ("", [("10", 2019), ("12", 2021), ("15", 2023)], f"+{NBSP}3 depuis 2021"),
        ("%", [("5", 2019), ("5", 2023)], "Sans changement depuis 2019"),
    ],
)
def test_the_latest_value_tells_how_it_has_moved(pdc, pdc_client, unit, values, words):
    assert words in box_of(pdc_client, make(unit=unit, values=values)).text


def test_one_value_has_neither_evolution_nor_chart(pdc, pdc_client):
    box = box_of(pdc_client, make())
    assert "depuis" not in box.text
    assert box.find("table") is None


def test_several_values_are_drawn_with_their_table(pdc, pdc_client):
    figure = make(
        unit="%", comparison_label="France", values=[("4.2", 2021, "3.8"), ("6.3", 2023), ("5", 2022, "4")]
    )  # fmt: skip
    table = box_of(pdc_client, figure).find("table")
    rows = [
        [cell.get_text(strip=True).replace(NBSP, " ") for cell in row.find_all(["th", "td"])] for row in table("tr")
    ]
    assert rows == [
        ["Période", "Ici", "France"],
        ["2021", "4,2 %", "3,8 %"],
        ["2022", "5 %", "4 %"],
        ["2023", "6,3 %", "non renseigné"],
    ]
    assert "Taux d’effort" in table.caption.text


def test_a_missing_source_or_date_is_said(pdc, pdc_client):
    text = box_of(pdc_client, make(values=[("3", None)])).text
    assert "Source à compléter" in text
    assert "date à compléter" in text
    told = box_of(
        pdc_client, make(slug="b", source="INSEE", source_url="https://insee.example/x", note="Champ : foyers.")
    )
    assert told.find("a", href="https://insee.example/x").text == "INSEE"
    assert "2023" in told.text
    assert "Champ" in told.text
    assert "à compléter" not in told.text


def test_a_day_is_written_in_french(pdc, pdc_client):
    figure = make(values=[])
    FigureValue.objects.create(figure=figure, value=1, as_of=datetime.date(2020, 3, 1))
    assert f"1er{NBSP}mars 2020" in box_of(pdc_client, figure).text


def test_figures_stand_under_their_themes_in_their_order(pdc, pdc_client):
    Figure.objects.all().delete()
    make("A", theme="Loyers", position=2)
    make("B", theme="", position=0)
    make("C", theme="Ménages", position=1)
    make("D", theme="Loyers", position=3)
    make("Sans valeur", values=[], theme="Rien")
    soup = BeautifulSoup(pdc_client.get(PAGE).content, "html.parser").main
    assert [h2.text for h2 in soup.find_all("h2")] == ["Ménages", "Loyers", "Autres chiffres"]
    assert [p.text for p in soup.select(".figure__text")] == ["C", "A", "D", "B"]


def test_no_figure_is_said(pdc, pdc_client):
    Figure.objects.all().delete()
    assert "Aucun chiffre" in pdc_client.get(PAGE).text
    assert pdc_client.get(DATA).json()["figures"] == []


def test_the_neighbour_s_figures_are_nowhere(pdc, casa, pdc_client):
    with context.use(casa.context):
        figure = make("Chiffre voisin")
    for address in (PAGE, DATA, f"{DATA}?format=csv"):
        assert "Chiffre voisin" not in pdc_client.get(address).text
        assert "Chiffre voisin" in GuardedClient(CASA_HOST).get(address).text
    with context.use(pdc.context):
        assert not Figure.objects.filter(pk=figure.pk).exists()


# Where it shows ------------------------------------------------------------------------------------------


def test_a_figure_that_is_corrected_is_right_at_once_on_every_page(page, pdc_client):
    figure = make(unit="%")
    show_on(page, figure)
    assert "19,3" in pdc_client.get("/pour-qui/").text
    value = figure.series.get()
    value.value = Decimal("18.7")
    value.save()
    for address in ("/pour-qui/", PAGE):
        assert "18,7" in pdc_client.get(address).text
        assert "19,3" not in box_text(pdc_client, address)
    figure.delete()
    assert "18,7" not in pdc_client.get("/pour-qui/").text


def box_text(client, address):
    boxes = BeautifulSoup(client.get(address).content, "html.parser").select(".figure")
    return " ".join(box.text for box in boxes if "Taux d’effort" in box.text)


def test_a_change_of_a_figure_raises_the_tenant_s_version(pdc):
    figure = make()
    for row in (figure, figure.series.get()):
        pdc.refresh_from_db()
        before = pdc.version
        row.save()
        pdc.refresh_from_db()
        assert pdc.version > before


def test_the_block_leads_to_the_page_of_figures(page, pdc_client):
    figure = make()
    show_on(page, figure)
    soup = BeautifulSoup(pdc_client.get("/pour-qui/").content, "html.parser")
    assert soup.find("a", href=f"{PAGE}#chiffre-{figure.slug}")
    assert box_of(pdc_client, figure)


def test_the_block_shows_an_example(pdc):
    block = ContentPage.body.field.stream_block.child_blocks["portal_figures"]
    assert isinstance(block, PortalFiguresBlock)
    page = GuardedClient(PDC_HOST).login_as("iris").get("/admin/block-preview/", {"id": block.definition_prefix})
    assert page.status_code == 200
    assert "19,3" in page.text
    assert [fault for fault in faults_of(page.text) if "h1" not in fault and "follows" not in fault] == []
    assert block.meta.description
    assert block.meta.group


def test_an_editor_chooses_among_the_figures_of_the_tenant(pdc, casa):
    with context.use(casa.context):
        make("Chiffre voisin")
    chooser = GuardedClient(PDC_HOST).login_as("iris").get("/admin/figure_chooser/").json()["html"]
    assert "Taux de pauvreté" in chooser
    assert "voisin" not in chooser


def test_thirty_figures_take_no_more_queries_than_one(page, pdc_client):
    def count():
        counts = []
        for address in (PAGE, "/pour-qui/", DATA):
            pdc_client.get(address)
            with CaptureQueriesContext(connection) as queries:
                pdc_client.get(address)
            counts.append(len(queries))
        return counts

    Figure.objects.all().delete()
    show_on(page, make())
    before = count()
    figures = [make(f"F{n}", values=[("1", 2020), ("2", 2021), ("3", 2022)]) for n in range(30)]
    show_on(page, *figures)
    assert count() == before
    assert max(before) <= 12


# As data -------------------------------------------------------------------------------------------------


def test_the_series_are_open_data(pdc, pdc_client):
    make("Loyers", slug="loyers", unit="€", source="ANIL", values=[("9.5", 2022), ("9.9", 2023, "8")])
    answer = pdc_client.get(DATA)
    assert answer["Access-Control-Allow-Origin"] == "*"
    told = next(figure for figure in answer.json()["figures"] if figure["slug"] == "loyers")
    assert told["page"] == f"http://pas-de-calais.localhost{PAGE}#chiffre-loyers"
    assert told["values"] == [
        {"date": "2022-12-31", "period": "2022", "value": "9.50", "comparison": None},
        {"date": "2023-12-31", "period": "2023", "value": "9.90", "comparison": "8.00"},
    ]
    rows = csv.DictReader(io.StringIO(pdc_client.get(f"{DATA}?format=csv").text.removeprefix("\ufeff")), delimiter=";")
    assert [(row["valeur"], row["source"]) for row in rows if row["chiffre"] == "Loyers"] == [
        ("9.50", "ANIL"), ("9.90", "ANIL"),
    ]  # fmt: skip
    assert pdc_client.get(f"{DATA}?format=xml").status_code == 400


# Whoever keeps it ----------------------------------------------------------------------------------------


def form(*values, **fields):
    rows = {"series-TOTAL_FORMS": str(len(values)), "series-INITIAL_FORMS": "0", "series-MIN_NUM_FORMS": "1",
            "series-MAX_NUM_FORMS": "1000"}  # fmt: skip
    for n, value in enumerate(values):
        given = {"value": "1", "comparison": "", "as_of": "", "period": "", "id": ""} | value
        rows |= {f"series-{n}-{name}": text for name, text in given.items()}
    return rows | {
        "title": "Logements vacants", "slug": "vacants", "unit": "%", "theme": "", "source": "", "source_url": "",
        "note": "", "comparison_label": "", "position": "0", "review_on": "2027-01-01",
    } | fields  # fmt: skip


def test_communication_adds_a_figure_with_its_values(pdc):
    chloe = GuardedClient(PDC_HOST).login_as("chloe")
    sent = form({"value": "7,5", "as_of": "2022-12-31"}, {"value": "7.1", "as_of": "2023-12-31", "period": "2023"})
    response = chloe.post("/admin/figure/new/", sent)
    assert response.status_code == 302, response.context["form"].errors
    figure = Figure.objects.get(slug="vacants")
    assert [value.value for value in figure.series.all()] == [Decimal("7.5"), Decimal("7.1")]
    assert chloe.get(f"/admin/figure/edit/{figure.pk}/").status_code == 200
    assert "Logements vacants" in chloe.get("/admin/figure/").text


@pytest.mark.parametrize(
    "sent",
    [
        form({"value": "-1"}),
        form({"value": "beaucoup"}),
        form({"value": ""}),
        form({"as_of": "2022-12-31"}, {"as_of": "2022-12-31"}),
        form({}, {}),
        form({"as_of": "hier"}),
        form({"value": "1" * 15}),
        form({}, slug="taux-de-pauvrete"),
        form({}, source_url="javascript:alert(1)"),
        form(),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(pdc, sent):
    before = (Figure.objects.count(), FigureValue.objects.count())
    response = GuardedClient(PDC_HOST).login_as("chloe").post("/admin/figure/new/", sent)
    assert response.status_code == 200
    assert "Logements vacants" in response.text
    assert (Figure.objects.count(), FigureValue.objects.count()) == before


def test_two_values_may_exchange_their_dates(pdc):
    figure = make(title="Vacants", values=[("1", 2022), ("2", 2023)])
    one, two = figure.series.order_by("as_of")
    chloe = GuardedClient(PDC_HOST).login_as("chloe")
    sent = form(
        {"id": one.pk, "value": "1", "as_of": "2023-12-31"}, {"id": two.pk, "value": "2", "as_of": "2022-12-31"},
        slug=figure.slug,
    ) | {"series-INITIAL_FORMS": "2"}  # fmt: skip
    assert chloe.post(f"/admin/figure/edit/{figure.pk}/", sent).status_code == 302
    connection.check_constraints()
    assert [value.value for value in FigureValue.objects.filter(figure=figure)] == [2, 1]


def test_the_database_refuses_two_values_of_one_day_and_a_negative_one(pdc):
    figure = make(values=[("1", 2022), ("2", None)])
    for wrong in ({"value": 3, "as_of": year(2022)}, {"value": 3, "as_of": None}, {"value": -1, "as_of": year(2023)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FigureValue.objects.create(figure=figure, **wrong)
            connection.check_constraints()
    with pytest.raises(ValidationError):
        FigureValue(figure=figure, value=-1).full_clean()


@pytest.mark.parametrize("person", ["alice", "iris"])
def test_others_of_the_staff_do_not_keep_them(pdc, person):
    client = GuardedClient(PDC_HOST).login_as(person)
    assert client.get("/admin/figure/new/").status_code == 302


def test_the_neighbour_s_figure_cannot_be_opened_nor_put_on_a_page(pdc, casa, page):
    with context.use(casa.context):
        theirs = make("Chiffre voisin")
    client = GuardedClient(PDC_HOST).login_as("gael")
    assert client.get(f"/admin/figure/edit/{theirs.pk}/").status_code == 404
    assert client.get(f"/admin/figure_chooser/chosen/{theirs.pk}/").status_code == 404
    with context.use(pdc.context):
        show_on(page, theirs)
    assert "Chiffre voisin" not in GuardedClient(PDC_HOST).get("/pour-qui/").text
