"""Whoever takes each page and each workbook, and sets one against another, finds no hidden number.

The attack knows the code: each table's sums, that all tables count the same households, and that the supports of a
platform are those of its outcomes. What it solves for is everything that is not told.
"""

import random

import pytest

from extranet.solicitations import figures_shown
from extranet.solicitations.figures import Figures, of_year
from extranet.solicitations.models import State, Support
from extranet.solicitations.models.lists import Difficulty, Situation, Urgency
from extranet.solicitations.veil import LEAST
from portal.design.charts import Hidden
from tests.extranet.solicitations.making_figures import ENDS, TODAY, platforms, put, support

pytestmark = pytest.mark.django_db
PRIME = 2**61 - 1
OF_RECEIVED = ("months", "situations", "urgencies", "outcomes")
OF_SUPPORTS = ("supports", "support_ends", "leases")
TELLING = (4, 6, 11)
"""Where the supports alone would give away what the outcomes hide."""
SEEDS = [*TELLING, *(pytest.param(seed, marks=pytest.mark.full) for seed in range(40) if seed not in TELLING)]


def scatter(seed: int) -> None:
    """Put some solicitations here and there: many on some platforms, a few on others, of few or many kinds."""
    draw = random.Random(seed)
    situations, urgencies = draw.sample(Situation.values, draw.randint(2, 6)), list(Urgency.values)
    for platform in platforms():
        for _ in range(draw.choice([0, 1, 3, 8, 20])):
            state = draw.choice(ENDS)
            rows = put(
                draw.choice([1, 1, 2, 3, 6]), platform, state=state, situation=draw.choice(situations),
                urgency=draw.choice(urgencies), day=TODAY.replace(month=draw.randint(1, 9), day=10),
                difficulties=[draw.choice([Difficulty.ACCESS, Difficulty.HEALTH, Difficulty.RIGHTS])],
            )  # fmt: skip
            if state == State.SUPPORTED:
                ended = draw.choice([None, TODAY.replace(month=10, day=1)])
                support(rows, kind=draw.choice(Support.Kind.values), ended=ended)


def everything(found: Figures) -> tuple[dict, list[list[tuple]]]:
    """Return each number by name (None: hidden), and the sums: of each, the parts and then the whole."""
    told: dict[tuple, int | None] = {("whole",): found.outcomes.whole}
    told |= {("row", key): count for key, count in found.outcomes.rows.items()}
    sums = [[*(("row", key) for key in found.platforms), ("whole",)]]
    for name in OF_RECEIVED + OF_SUPPORTS:
        table, of_all = getattr(found, name), name in OF_RECEIVED
        told |= {(name, key, each): count for key, line in table.cells.items() for each, count in line.items()}
        told |= {(name, "column", each): count for each, count in table.columns.items()}
        for key, line in table.cells.items():
            row = ("row", key) if of_all else ("outcomes", key, State.SUPPORTED)
            sums.append([*((name, key, each) for each in line), row])
        whole = ("whole",) if of_all else ("outcomes", "column", State.SUPPORTED)
        sums.append([*((name, "column", each) for each in table.columns), whole])
        sums += [[*((name, key, each) for key in table.cells), (name, "column", each)] for each in table.columns]
    return told, sums


def found_again(told: dict, sums: list[list[tuple]]) -> set[tuple]:
    """Return the hidden numbers that the sums determine: those that stand alone in a line of the reduced system."""
    lines: dict[tuple, dict] = {}
    for parts in sums:
        line = {name: 1 for name in parts[:-1] if told[name] is None}
        if told[parts[-1]] is None:
            line[parts[-1]] = PRIME - 1
        for pivot, other in lines.items():
            line = less(line, other, pivot)
        if line:
            pivot = next(iter(line))
            inverse = pow(line[pivot], -1, PRIME)
            line = {name: factor * inverse % PRIME for name, factor in line.items()}
            lines = {each: less(other, line, pivot) for each, other in lines.items()} | {pivot: line}
    return {next(iter(line)) for line in lines.values() if len(line) == 1}


def less(line: dict, other: dict, pivot: tuple) -> dict:
    factor = line.get(pivot, 0)
    if not factor:
        return line
    found = dict(line)
    for name, count in other.items():
        found[name] = (found.get(name, 0) - factor * count) % PRIME
    return {name: count for name, count in found.items() if count}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_number_is_found_again(pdc, seed):
    scatter(seed)
    found = of_year(2026, today=TODAY)
    told, sums = everything(found)
    assert all(count is None or count >= LEAST for count in told.values())
    assert all(
        count is None or count >= LEAST
        for line in found.difficulties.cells.values() for count in line.values()
    )  # fmt: skip
    if found.is_told:
        assert found_again(told, sums) == set()
        for *parts, whole in sums:
            left = [name for name in parts if told[name] is None]
            if left and told[whole] is not None:
                assert len(left) >= 2
                assert told[whole] - sum(told[name] or 0 for name in parts) >= LEAST, (whole, left)


@pytest.mark.parametrize("seed", SEEDS[:1])
def test_each_page_and_workbook_shows_a_part_of_the_same_table(pdc, seed):
    """A platform alone, or all of them: a number is the same everywhere, or hidden everywhere."""
    scatter(seed)
    found = of_year(2026, today=TODAY)
    whole = {part.name: part for part in figures_shown.parts(found)}
    for key, name in found.platforms.items():
        for part in figures_shown.parts(found, key):
            rows = [row for row in whole[part.name].rows if row[0] == name]
            assert part.rows == rows and part.heads == whole[part.name].heads
            bars = [value for _, (value,) in part.chart.rows] if part.chart else []
            assert part.name == "delays" or set(map(str, bars)) <= {str(cell) for cell in rows[0]}
        for sheet, part in zip(figures_shown.sheets(found, key)[1:], figures_shown.parts(found, key), strict=True):
            assert [[str(cell) for cell in row] for row in sheet.rows[1:]] == [
                [str(cell) for cell in row] for row in part.rows
            ]
    numbers = [cell for part in whole.values() if part.name != "delays" for row in part.rows for cell in row[1:]]
    assert all(isinstance(cell, Hidden) or cell >= LEAST for cell in numbers)


def test_the_attack_sees_what_is_given_away():
    """It finds a number that two sums leave out, and not two that share all their sums."""
    told = {("a",): None, ("b",): None, ("c",): 9, ("d",): 4}
    assert found_again(told, [[("a",), ("b",), ("c",)]]) == set()
    assert found_again(told, [[("a",), ("b",), ("c",)], [("b",), ("d",)]]) == {("a",), ("b",)}
