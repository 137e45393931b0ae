"""What is the neighbour's and what never was are answered alike: nobody learns that it exists."""

from functools import lru_cache
from itertools import islice

import pytest
from django.http import HttpResponse

from tests.isolation.sweep import walls
from tests.isolation.sweep.nowhere import NEVER, difference, read_twins, written_twins
from tests.isolation.sweep.plan import ADMINISTRATION, THE_MOST_ABLE, all_addresses
from tests.isolation.sweep.variants import Request
from tests.isolation.test_sweep import CASA, DIRECTIONS, PDC

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:get_connection:PendingDeprecationWarning"),
]


def told_apart(walk, walker, twins) -> tuple[int, list[str]]:
    """Return how many twins were asked for, and those whose answers say which of the two exists.

    What never was is asked for once, beside all that might have stood in its place.
    """

    @lru_cache(maxsize=64)
    def answer_about_nothing(request):
        return walk.fetch(walker, request)

    asked, found = 0, []
    for theirs, nobodys in twins:
        asked += 1
        answers = [walk.fetch(walker, theirs), answer_about_nothing(nobodys)]
        if words := difference(theirs, nobodys, answers):
            found.append(f"{theirs.label} {theirs.url} [{theirs.name}]: {words}")
    return asked, found


def all_twins(walk, addresses, *, variants: bool):
    for address in addresses:
        yield from read_twins(address, walk.own, walk.other, variants=variants)
        yield from written_twins(address, walk.other)


def sample(walk):
    """Each GET of an address that names something in its path; one POST in three."""
    addresses = with_arguments()
    for address in addresses:
        yield from read_twins(address, walk.own, walk.other)
    yield from islice((pair for address in addresses for pair in written_twins(address, walk.other)), None, None, 3)


def with_arguments() -> list:
    """Return the addresses that name something, in their path or, like bulk actions, in their query."""
    return [address for address in all_addresses() if address.arguments]


def test_what_is_the_neighbour_s_is_answered_like_what_never_was(prepare):
    walk, people = prepare(PDC, CASA)
    asked, found = told_apart(walk, people[ADMINISTRATION], sample(walk))
    assert not found, "\n".join(found)
    assert asked > 300


def in_every_query() -> list:
    """The most able, both ways: several minutes each. The first is part of every full run, the others of the sweep.

    Each in two halves, for two cores: every other address.
    """
    cases = [(role, direction) for role in THE_MOST_ABLE for direction in DIRECTIONS]
    marks = [pytest.mark.full, *[pytest.mark.sweep] * (len(cases) - 1)]
    return [
        pytest.param(*case, half, marks=mark, id=f"{case[0]}-{'→'.join(case[1])}-{half}")
        for case, mark in zip(cases, marks, strict=True)
        for half in (0, 1)
    ]


@pytest.mark.parametrize(("role", "direction", "half"), in_every_query())
def test_the_same_in_every_query(prepare, role, direction, half):
    walk, people = prepare(*direction)
    asked, found = told_apart(walk, people[role], all_twins(walk, all_addresses()[half::2], variants=True))
    assert not found, "\n".join(found)
    assert asked > 1000


def test_without_walls_the_two_are_told_apart(prepare):
    """A comparison that cannot fail proves nothing. One address in eight is enough to see it."""
    walk, people = prepare(PDC, CASA)
    with walls.without_the_orm(), walls.without_the_database():
        twins = all_twins(walk, with_arguments()[::8], variants=False)
        _, found = told_apart(walk, people[ADMINISTRATION], twins)
    assert len(found) > 20


@pytest.mark.parametrize(
    ("of_theirs", "of_nobodys", "found"),
    [
        ("Il y a 59\xa0minutes", "Il y a 1\xa0heure", ""),
        ("?id=1&all=1", "?id=987654321&all=1", ""),  # a key that is also another word of the request
        ("Il y a 2\xa0organismes", "Il y a 1\xa0organisme", "another body"),
        ("?id=1&all=2", "?id=987654321&all=1", "another body"),
    ],
)
def test_passing_time_and_what_was_asked_tell_nothing(of_theirs, of_nobodys, found):
    requests = [Request("", "GET", f"/admin/?id={key}&all=1") for key in (1, NEVER)]
    assert difference(*requests, [(HttpResponse(), of_theirs), (HttpResponse(), of_nobodys)]) == found


@pytest.mark.parametrize(("says", "found"), [("15, faux", ""), ("41", "another body")])
def test_a_word_of_several_parts_may_be_answered_part_by_part(says, found):
    requests = [Request("", "GET", f"/compte/oublie/{key}-faux/") for key in ("15", "gc0uy9")]
    answers = [(HttpResponse(), f'{{"value": "{words}"}}') for words in (says, "gc0uy9, faux")]
    assert difference(*requests, answers) == found
