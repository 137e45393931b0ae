"""Workbooks and CSV: days stay days, numbers stay numbers, no text is ever a formula."""

import csv
import datetime
import io
from decimal import Decimal

import openpyxl
import pytest

from portal.design.spreadsheets import Sheet, read, write_csv, write_xlsx

DAY, MOMENT = datetime.date(2026, 3, 1), datetime.datetime(2026, 7, 1, 22, 30, tzinfo=datetime.UTC)
ROWS = [["Nom", "Le", "À", "Heures", "Note", "Venue"], ["Nora", DAY, MOMENT, 7, Decimal("4.5"), True], ["Bob"]]


def opened(*sheets: Sheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(sheets)))


def csv_of(rows) -> list[list[str]]:
    return list(csv.reader(io.StringIO(write_csv(rows).decode("utf-8-sig"), newline=""), delimiter=";"))


def test_cells_keep_their_kind_in_a_workbook():
    page = opened(Sheet("Présences", ROWS)).active
    name, day, moment, hours, mark, came = next(page.iter_rows(min_row=2))
    assert (name.value, name.data_type) == ("Nora", "s")
    assert (day.value, day.number_format, day.is_date) == (datetime.datetime(2026, 3, 1), "dd/mm/yyyy", True)
    assert (moment.value, moment.number_format) == (datetime.datetime(2026, 7, 2, 0, 30), "dd/mm/yyyy hh:mm")
    assert (hours.value, hours.data_type) == (7, "n")
    assert (mark.value, mark.data_type) == (4.5, "n")
    assert came.value == "oui"
    assert [cell.value for cell in page[3]][1:] == [None] * 5


def test_a_csv_is_written_as_it_is_read_in_france():
    assert csv_of(ROWS)[1] == ["Nora", "01/03/2026", "02/07/2026 00:30", "7", "4,5", "oui"]
    assert csv_of([[datetime.time(9, 5), None, -3, False]]) == [["09:05", "", "-3", "non"]]


def test_several_sheets_in_one_workbook_each_under_its_own_name():
    long = "Une plateforme au nom vraiment très long"
    book = opened(*[Sheet(title, ROWS) for title in ("Par/mois: [2026]*?\\", long, long, "A", "a", "", "'")])
    assert book.sheetnames == [
        "Par mois   2026", long[:31], f"{long[:29]} 2", "A", "a 2", "Feuille", "Feuille 2",
    ]  # fmt: skip


def test_the_header_stays_in_sight_and_columns_are_as_wide_as_what_they_hold():
    page = opened(Sheet("A", [["Nom", "Texte"], ["Une personne au nom long", "mot " * 100]])).active
    assert page.freeze_panes == "A2"
    assert page["A1"].font.bold
    assert not page["A2"].font.bold
    widths = [page.column_dimensions[letter].width for letter in "AB"]
    assert widths == [26, 60]
    assert opened(Sheet("A", [["Nom"]], widths=[40])).active.column_dimensions["A"].width == 40


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_text_is_never_a_formula(start):
    typed = f'{start}cmd|" /C calc"!A0'
    page = opened(Sheet("A", [[typed], [typed]])).active
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s"}
    assert page["A2"].value.startswith("'")
    [[cell]] = csv_of([[typed]])
    assert cell == f"'{typed}"


@pytest.mark.parametrize("name", ["liste.csv", "liste.xlsx"])
def test_what_was_written_is_read_again(name):
    rows = [["Nom", "Mission"], ["=1+1", "« guillemets » ; et point-virgule"], ["'a", "deux\nlignes"]]
    content = write_csv(rows) if name.endswith("csv") else write_xlsx([Sheet("A", rows)])
    assert [row[:2] for row in read(name, content)] == rows


def test_what_a_workbook_cannot_hold_is_left_out():
    page = opened(Sheet("A", [["a\x00b\x0bc"], ["x" * 40_000]])).active
    assert page["A1"].value == "abc"
    assert len(page["A2"].value) == 32_767


def test_an_empty_sheet_opens():
    assert opened(Sheet("Vide", [])).sheetnames == ["Vide"]
