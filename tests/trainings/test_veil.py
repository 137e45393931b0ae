"""Nothing under five is told, nor what gives it away."""

from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from trainings.veil import LEAST, Group, Told, veil

SIZES = st.integers(0, 14).flatmap(lambda taken: st.tuples(st.just(taken), st.integers(0, taken)))


def found_again(whole: Told, rows: list[Told]) -> set[tuple[int, str]]:
    """Return the hidden cells that the sums alone determine: those that no solution of them leaves free."""
    table = [*rows, whole]
    names = ("taken", "came", "away")
    unknown = [(n, name) for n, row in enumerate(table) for name in names if getattr(row, name) is None]
    sums = [[(n, "taken", 1), (n, "came", -1), (n, "away", -1)] for n in range(len(table))]
    sums += [[*((n, name, 1) for n in range(len(rows))), (len(rows), name, -1)] for name in names]
    place = {cell: n for n, cell in enumerate(unknown)}
    matrix = []
    for terms in sums:
        line = [Fraction(0)] * len(unknown)
        for n, name, factor in terms:
            if (n, name) in place:
                line[place[n, name]] += factor
        matrix.append(line)
    return {unknown[n] for n in determined(matrix, len(unknown))}


def determined(matrix: list[list[Fraction]], width: int) -> set[int]:
    """Return the columns that stand alone in a line of the reduced matrix."""
    done = 0
    for column in range(width):
        pivot = next((n for n in range(done, len(matrix)) if matrix[n][column]), None)
        if pivot is None:
            continue
        matrix[done], matrix[pivot] = matrix[pivot], matrix[done]
        matrix[done] = [each / matrix[done][column] for each in matrix[done]]
        for n, line in enumerate(matrix):
            if n != done and line[column]:
                factor = line[column]
                matrix[n] = [a - factor * b for a, b in zip(line, matrix[done], strict=True)]
        done += 1
    return {line.index(1) for line in matrix[:done] if sum(map(bool, line)) == 1}


@given(st.lists(SIZES, min_size=1, max_size=7))
@example([(20, 18), (30, 20)])
@example([(3, 3), (30, 20), (40, 30)])
@example([(1, 1), (2, 1), (30, 20), (40, 30)])
def test_what_is_hidden_is_not_found_again(sizes):
    groups = [Group(f"groupe {n}", *size) for n, size in enumerate(sizes)]
    whole, rows = veil(groups)
    shown = [value for row in [whole, *rows] for value in (row.taken, row.came, row.away) if value is not None]
    assert all(value >= LEAST for value in shown)
    assert found_again(whole, rows) == set()
    for name in ("taken", "came", "away"):
        total = getattr(whole, name)
        hidden = [getattr(group, name) for group, row in zip(groups, rows, strict=True) if getattr(row, name) is None]
        assert not hidden or total is None or sum(hidden) >= LEAST  # nor is what they are together


def test_what_is_large_is_told():
    groups = [Group("bailleurs", 40, 30), Group("CCAS", 25, 15)]
    whole, rows = veil(groups)
    assert (whole.taken, whole.came, whole.away) == (65, 45, 20)
    assert [(row.taken, row.came) for row in rows] == [(40, 30), (25, 15)]


def test_one_small_row_takes_another_along():
    groups = [Group("bailleurs", 40, 30), Group("CCAS", 25, 15), Group("SIAO", 2, 2)]
    whole, rows = veil(groups)
    assert whole.taken == 67
    assert [row.taken for row in rows] == [40, None, None]
