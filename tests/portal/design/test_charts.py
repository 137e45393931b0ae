"""Bars: honest about what is hidden and what is not known, the same values as bars and as a table."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from portal.design.charts import Chart, Hidden
from portal.design.typography import number
from tests.html import faults_of

NBSP, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


def chart(rows, series=("Inscriptions",), **kwargs) -> Chart:
    return Chart("Inscriptions", "Plateforme", series, rows, **kwargs)


def drawn(it: Chart, **context) -> BeautifulSoup:
    return BeautifulSoup(render_to_string("components/chart.html", {"chart": it} | context), "html.parser")


def widths(it: Chart) -> list[str]:
    return [bar["width"] for bar in drawn(it).select(".chart__bar rect")]


def test_bars_are_as_long_as_their_values():
    assert widths(chart((("Lens", (40,)), ("Calaisis", (10,)), ("Ternois", (0,))))) == ["100.0%", "25.0%", "0.0%"]


def test_percents_fill_a_hundred():
    assert widths(chart((("Lens", (Decimal("62.5"),)),), unit="%", most=100)) == ["62.5%"]


def test_a_hidden_count_is_hatched_up_to_where_it_may_reach_and_no_further():
    page = drawn(chart((("Lens", (20,)), ("Calaisis", (Hidden(5),)))))
    assert [each["x2"] for each in page.select(".chart__bar .chart__hatch")] == ["25.0%"]
    assert len(page.select(".chart__bar .chart__fill")) == 1
    assert "moins de 5" in page.select(".chart__value")[1].text
    assert f"masqué{NBSP}: moins de 5" in page.select_one(".chart__legend").text


def test_what_is_not_known_has_no_bar_and_is_said():
    page = drawn(chart((("Lens", (20,)), ("Ternois", (None,)))))
    assert not page.select(".chart__bar")[1].contents
    assert page.select(".chart__value")[1].text == "non renseigné"


def test_the_table_has_the_same_values():
    rows = (("Lens", (1234, Hidden())), ("Calaisis", (None, Decimal("0.5"))))
    page = drawn(chart(rows, ("2025", "2026"), source="émargement"))
    table = page.select_one("details table")
    assert [cell.text for cell in table.select("th")] == ["Plateforme", "2025", "2026", "Lens", "Calaisis"]
    cells = [cell.text for cell in table.select("td")]
    assert cells == [f"1{NARROW}234", "moins de 5", "non renseigné", "0,5"]
    assert [value.text.partition(f"{NBSP}: ")[2] for value in page.select(".chart__value")] == cells
    assert page.select_one(".chart__source").text == f"Source{NBSP}: émargement"


def test_two_series_have_a_legend_and_one_has_none():
    two = drawn(chart((("Lens", (1, 2)),), ("2025", "2026")))
    assert [key.text for key in two.select(".chart__key")] == ["2025", "2026"]
    assert [bar["data-tone"] for bar in two.select(".chart__bar rect")] == ["1", "2"]
    assert not drawn(chart((("Lens", (1,)),))).select(".chart__legend")


def test_the_table_may_stand_open():
    it = chart((("Lens", (1,)),))
    assert not drawn(it).details.has_attr("open")
    assert drawn(it, is_open=True).details.has_attr("open")


def test_the_unit_is_said():
    page = drawn(chart((("Lens", (12.5,)),), unit="%"))
    assert page.figcaption.text == "Inscriptions (%)"
    assert page.select_one(".chart__value").text == f"12,5{NBSP}%"
    assert drawn(chart((("Lens", (12,)),), unit="personnes")).select_one(".chart__value").text == "12"


def test_nothing_to_draw_is_drawn():
    assert not drawn(chart(())).select(".chart__bar")
    assert widths(chart((("Lens", (0,)),))) == ["0.0%"]


def test_what_was_typed_is_text():
    it = chart((("<script>alert(1)</script>", (1,)),), source="<b>")
    page = drawn(it)
    assert not page.select("script, b")
    assert page.dt.text == "<script>alert(1)</script>"


def test_two_charts_on_a_page_do_not_share_an_id_nor_a_style():
    html = render_to_string("components/chart.html", {"chart": chart((("Lens", (Hidden(),)),))})
    assert " id=" not in html
    assert "style" not in html
    page = f'<html lang="fr"><head><title>x</title></head><body><main><h1>x</h1>{html}{html}</main></body></html>'
    assert not [fault for fault in faults_of(page) if "title" not in fault]


@pytest.mark.parametrize(
    ("rows", "series", "kwargs"),
    [
        ((("Lens", (-1,)),), ("a",), {}),
        ((("Lens", (101,)),), ("a",), {"most": 100}),
        ((("Lens", (1,)),), ("a", "b"), {}),
        ((("Lens", (1, 2, 3)),), ("a", "b", "c"), {}),
        ((), (), {}),
        ((("Lens", (float("nan"),)),), ("a",), {}),
    ],
)
def test_what_bars_cannot_say_is_refused(rows, series, kwargs):
    with pytest.raises(ValueError, match=r"a chart has|a value a series|a bar goes"):
        chart(rows, series, **kwargs)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (1234567, f"1{NARROW}234{NARROW}567"), (12.5, "12,5"), (Decimal("3.10"), "3,1"), (1 / 3, "0,33"),
     (-2000, f"-2{NARROW}000"), (100, "100")],
)  # fmt: skip
def test_numbers_are_written_in_french(value, written):
    assert number(value) == written
