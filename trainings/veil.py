"""What may be told of counts of people to who reads no file: nothing under five, nor what gives it away.

A table has a row a group and three columns: who had a seat, who came, who did not (the first is the sum of the others),
and its whole is told elsewhere. Hiding a small count is not enough: with the whole and the other rows, or with the two
other columns, anybody finds it again. So as much else is hidden as it takes (a « complementary suppression »).
"""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True)
class Group:
    """People of one row, as they are."""

    label: str
    taken: int
    came: int

    @property
    def away(self) -> int:
        return self.taken - self.came

    @property
    def is_small(self) -> bool:
        return self.taken < LEAST

    @property
    def has_small_part(self) -> bool:
        return min(self.came, self.away) < LEAST


@dataclass(frozen=True)
class Told:
    """A row as it is shown; None: hidden. ``came`` and ``away`` are hidden together, ``taken`` never alone."""

    label: str
    taken: int | None
    came: int | None
    away: int | None


def veil(groups: Sequence[Group], label: str = "Ensemble") -> tuple[Told, list[Told]]:
    """Return the whole and the rows as they may be shown.

    Hidden rows are together at least LEAST in each column whose whole is shown, so at least two: neither one of them
    nor their sum can be found again.
    """
    whole = Group(label, sum(each.taken for each in groups), sum(each.came for each in groups))
    if whole.is_small:
        return _told(whole, True, True), [_told(each, True, True) for each in groups]
    hidden = _enough([each for each in groups if each.is_small], groups, ("taken",))
    if whole.has_small_part:
        parted = list(groups)
    else:
        small = [each for each in groups if each in hidden or each.has_small_part]
        parted = _enough(small, groups, ("came", "away"))
    rows = [_told(each, each in hidden, each in parted) for each in groups]
    return _told(whole, False, whole.has_small_part), rows


def _enough(hidden: list[Group], groups: Sequence[Group], columns: tuple[str, ...]) -> list[Group]:
    """Add the smallest of the others, until those that are hidden hide each other."""
    found = list(hidden)
    others = sorted((each for each in groups if each not in hidden), key=lambda each: (each.taken, each.label))
    while found and others and any(sum(getattr(each, name) for each in found) < LEAST for name in columns):
        found.append(others.pop(0))
    return found


def _told(group: Group, is_hidden: bool, is_parted: bool) -> Told:
    if is_hidden:
        return Told(group.label, None, None, None)
    if is_parted:
        return Told(group.label, group.taken, None, None)
    return Told(group.label, group.taken, group.came, group.away)
