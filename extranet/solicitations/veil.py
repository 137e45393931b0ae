"""What may be told of counts of households: none under five, nor what would give one away.

A release is a table of platforms by categories, with its two margins; whatever page or file is asked shows a part of
the same release, and never veils anew. Zero to four are all hidden: that nobody is there is told no more than that
somebody is.

Three things are hidden, in turn. The small totals of rows, and those of columns, with as many others as it takes for
the hidden ones to be two at least and LEAST together. Then whatever stands in such a row or column. Then, where a
small cell is left, a whole rectangle of rows and columns, two by two at least, in which what is hidden of each row and
of each column is LEAST together. So with all that is shown, each hidden cell may still have any value of an interval
that is LEAST wide at least (bounds of Fréchet: from max(0, row + column − all) to min(row, column)).
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass

LEAST = 5
Key = Hashable
Counts = Mapping[Key, int]
Table = Mapping[Key, Counts]
HIDDEN_ROWS = HIDDEN_COLUMNS = None
"""All hidden rows are one to whoever subtracts, and so are all hidden columns: their place among the others."""


@dataclass(frozen=True)
class Told:
    """A table as it may be shown; None: hidden. ``cells``: row → column → count."""

    whole: int | None
    rows: dict[Key, int | None]
    columns: dict[Key, int | None]
    cells: dict[Key, dict[Key, int | None]]


def veil_line(counts: Counts) -> frozenset:
    """Return which counts to hide, where their sum is told; all of them where even that is small."""
    if sum(counts.values()) < LEAST:
        return frozenset(counts)
    hidden = [key for key, count in counts.items() if count < LEAST]
    others = sorted((key for key in counts if key not in hidden), key=lambda key: (counts[key], str(key)))
    while hidden and others and (len(hidden) < 2 or sum(counts[key] for key in hidden) < LEAST):
        hidden.append(others.pop(0))
    return frozenset(hidden)


def veil(table: Table, hidden_rows: Collection[Key]) -> Told:
    """Return a table as it may be shown. Each row has the same columns.

    ``hidden_rows``: those whose totals are hidden, as ``veil_line`` says of them: the same for all tables that count
    the same households.
    """
    totals = {row: sum(counts.values()) for row, counts in table.items()}
    names = list(next(iter(table.values()), {}))
    columns = {name: sum(counts[name] for counts in table.values()) for name in names}
    whole = sum(totals.values())
    if whole < LEAST:
        return all_hidden(table)
    hidden_columns = veil_line(columns)
    rows, across = _rectangle(_collapsed(table, hidden_rows, hidden_columns))

    def told(row: Key, name: Key) -> int | None:
        is_hidden = row in hidden_rows or name in hidden_columns
        is_within = (HIDDEN_ROWS if row in hidden_rows else row) in rows and name in across
        return None if is_hidden or is_within else table[row][name]

    return Told(
        whole, _less(totals, hidden_rows), _less(columns, hidden_columns),
        {row: {name: told(row, name) for name in names} for row in table},
    )  # fmt: skip


def all_hidden(table: Table) -> Told:
    names = list(next(iter(table.values()), {}))
    cells = {row: dict.fromkeys(names) for row in table}
    return Told(None, dict.fromkeys(table), dict.fromkeys(names), cells)


def _less(counts: Counts, hidden: Collection[Key]) -> dict[Key, int | None]:
    return {key: None if key in hidden else count for key, count in counts.items()}


def _collapsed(table: Table, hidden_rows: Collection[Key], hidden_columns: Collection[Key]) -> Table:
    """Add up what nobody can tell apart: subtracting what is shown from what is told gives these sums."""
    found: dict[Key, dict[Key, int]] = {}
    for row, counts in table.items():
        line = found.setdefault(HIDDEN_ROWS if row in hidden_rows else row, {})
        for name, count in counts.items():
            place = HIDDEN_COLUMNS if name in hidden_columns else name
            line[place] = line.get(place, 0) + count
    return found


def _rectangle(table: Table) -> tuple[set, set]:
    """Return the rows and the columns whose every crossing is hidden: those of the small cells, and as many more as it
    takes: the whole table at the most, whose margins are LEAST at least.
    """
    small = [(row, name) for row, counts in table.items() for name, count in counts.items() if count < LEAST]
    rows, columns = {row for row, _ in small}, {name for _, name in small}
    if not small:
        return rows, columns
    names = list(next(iter(table.values())))
    other_rows = sorted((row for row in table if row not in rows), key=lambda row: (sum(table[row].values()), str(row)))
    other_columns = sorted(
        (name for name in names if name not in columns),
        key=lambda name: (sum(counts[name] for counts in table.values()), str(name)),
    )
    while True:
        few_rows = len(rows) < 2 or any(sum(table[row][name] for row in rows) < LEAST for name in columns)
        few_columns = len(columns) < 2 or any(sum(table[row][name] for name in columns) < LEAST for row in rows)
        if few_rows and other_rows:
            rows.add(other_rows.pop(0))
        elif few_columns and other_columns:
            columns.add(other_columns.pop(0))
        else:
            return rows, columns
