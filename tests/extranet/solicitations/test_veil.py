"""Nothing under five is told of a table of platforms and categories, nor what gives it away."""

from hypothesis import example, given
from hypothesis import strategies as st

from extranet.solicitations.veil import LEAST, Told, veil, veil_line

COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 40))
TABLES = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda size: st.lists(
        st.lists(COUNTS, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)  # fmt: skip


def told(rows: list[list[int]]) -> tuple[dict, Told]:
    table = {f"p{n}": {f"c{m}": count for m, count in enumerate(row)} for n, row in enumerate(rows)}
    return table, veil(table, veil_line({name: sum(counts.values()) for name, counts in table.items()}))


def extended(table: dict, shown: Told) -> tuple[dict, set]:
    """Return the cells and the margins as one table whose lines each add up to what they did (a margin is counted
    below zero), and which of them are hidden.
    """
    values, hidden = {}, set()
    names = list(next(iter(table.values())))
    for row, counts in table.items():
        values[row, "all"] = -sum(counts.values())
        values |= {(row, name): count for name, count in counts.items()}
        hidden |= {(row, name) for name in names if shown.cells[row][name] is None}
        hidden |= {(row, "all")} if shown.rows[row] is None else set()
    values |= {("all", name): -sum(counts[name] for counts in table.values()) for name in names}
    return values, hidden | {("all", name) for name in names if shown.columns[name] is None}


def move(values: dict, hidden: set, start: tuple, step: int) -> bool:
    """Change ``start`` by ``step``, and hidden others in a circle, so that all that is told stays; False: no way.

    Of the cells that one line hides, one grows as another shrinks; none falls below zero.
    """

    def may(cell: tuple, change: int) -> bool:
        return "all" in cell or values[cell] + change >= 0

    if not may(start, step):
        return False
    came, waiting = {("column", start[1]): None}, [("column", start[1])]
    while waiting:
        kind, here = node = waiting.pop(0)
        change = -step if kind == "column" else step
        for cell in hidden - {start}:
            row, name = cell
            there = ("row", row) if kind == "column" else ("column", name)
            if here == (name if kind == "column" else row) and there not in came and may(cell, change):
                came[there] = (node, cell, change)
                waiting.append(there)
    node = ("row", start[0])
    if node not in came:
        return False
    values[start] += step
    while came[node]:
        node, cell, change = came[node]
        values[cell] += change
    return True


def width(table: dict, shown: Told, cell: tuple) -> int:
    """Return how many other values than its own a hidden cell may have, up to LEAST."""
    found = 0
    for step in (1, -1):
        values, hidden = extended(table, shown)
        while found < LEAST and move(values, hidden, cell, step):
            found += 1
    return found


@given(TABLES)
@example([[20, 18], [3, 30]])
@example([[3, 0, 0], [30, 20, 10], [40, 30, 8]])
@example([[6, 0], [0, 6]])
@example([[5, 5, 1], [5, 5, 5], [40, 40, 40]])
def test_nothing_small_is_shown_nor_found_by_subtraction(rows):
    table, shown = told(rows)
    names = list(next(iter(table.values())))
    values = [shown.whole, *shown.rows.values(), *shown.columns.values()]
    values += [count for line in shown.cells.values() for count in line.values()]
    assert all(value is None or value >= LEAST for value in values)
    lines = [(shown.rows[row], list(shown.cells[row].values())) for row in table]
    lines += [(shown.columns[name], [shown.cells[row][name] for row in table]) for name in names]
    lines += [(shown.whole, list(shown.rows.values())), (shown.whole, list(shown.columns.values()))]
    for total, parts in lines:
        hidden = [part for part in parts if part is None]
        if total is None or not hidden:
            continue
        left = total - sum(part for part in parts if part is not None)
        assert len(hidden) >= 2 and left >= LEAST


@given(TABLES)
@example([[6, 0], [0, 6]])
@example([[5, 5, 1], [5, 5, 5], [40, 40, 40]])
def test_a_hidden_cell_may_have_five_other_values(rows):
    """Tables that differ in that cell are told by the very same release: no reader can tell which is true."""
    table, shown = told(rows)
    for row, counts in shown.cells.items():
        for name, count in counts.items():
            if count is None and shown.whole is not None:
                assert width(table, shown, (row, name)) >= LEAST, (row, name)


def test_the_proof_sees_a_cell_that_is_given_away():
    """One hidden cell in a row of told ones has one value, and a hidden margin is no help where the whole is told."""
    table, shown = told([[20, 18], [30, 20]])
    shown.cells["p0"]["c0"] = None
    assert width(table, shown, ("p0", "c0")) == 0
    shown.rows["p0"] = None
    assert width(table, shown, ("p0", "c0")) == 0
    shown.cells["p0"] = shown.cells["p1"] = {"c0": None, "c1": None}
    assert width(table, shown, ("p0", "c0")) == LEAST


def test_what_is_large_is_told_as_it_is():
    table, shown = told([[12, 8], [30, 20]])
    assert (shown.whole, shown.rows, shown.columns) == (70, {"p0": 20, "p1": 50}, {"c0": 42, "c1": 28})
    assert shown.cells == table


def test_a_small_cell_takes_a_rectangle_along_and_leaves_the_rest():
    table, shown = told([[20, 18, 9], [30, 2, 30], [40, 30, 50]])
    hidden = {(row, name) for row, line in shown.cells.items() for name, count in line.items() if count is None}
    assert hidden == {("p0", "c1"), ("p1", "c1"), ("p0", "c2"), ("p1", "c2")}
    assert shown.cells["p2"] == table["p2"]


def test_nobody_and_four_are_told_alike():
    assert told([[0, 0], [0, 0]])[1] == told([[1, 1], [1, 1]])[1]
