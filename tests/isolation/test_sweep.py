"""Every address × everyone × GET, XHR and POST with the neighbour's ids: nothing of it shown, nothing changed."""

import contextlib

import pytest

from tests.isolation.sweep import walls
from tests.isolation.sweep.arguments import UnknownArgumentError, cases_of
from tests.isolation.sweep.forms import misfilled
from tests.isolation.sweep.plan import (
    ADMINISTRATION,
    AGAINST_ONE_WALL,
    THE_MOST_ABLE,
    all_addresses,
    everything,
    sample,
)
from tests.isolation.sweep.roles import EVERYONE, STAFF, VISITOR
from tests.isolation.sweep.variants import Request, reads, writes
from tests.isolation.sweep.walk import Walk

pytestmark = [
    pytest.mark.django_db,
    # Wagtail's notifications still open their mail connection the old way.
    pytest.mark.filterwarnings("ignore:get_connection:PendingDeprecationWarning"),
]

PDC, CASA = "pas-de-calais", "casa"
DIRECTIONS = [(PDC, CASA), (CASA, PDC)]
DATABASE_ALONE = {
    # Where the ORM's wall does not stand, and what would be seen there if the database's did not stand either.
    "wagtailimages:index": "tags of pictures",
    "wagtailimages:index_results": "tags of pictures",
    "wagtailimages_chooser:choose": "tags of pictures",
    "wagtailadmin_pages:type_use": "names of sites, and of people who edited",
    "wagtailadmin_pages:type_use_results": "names of sites, and of people who edited",
    "wagtailadmin_reports:locked_pages": "names of people who locked",
    "wagtailadmin_reports:locked_pages_results": "names of people who locked",
    "wagtailadmin_reports:page_types_usage": "names of sites",
    "wagtailadmin_reports:page_types_usage_results": "names of sites",
    "wagtailadmin_reports:site_history": "the log: what was done to what, by whom",
    "wagtailadmin_reports:site_history_results": "the log: what was done to what, by whom",
    "wagtailadmin_reports:workflow": "names of workflows, and of people who asked",
    "wagtailadmin_reports:workflow_results": "names of workflows, and of people who asked",
    "wagtailadmin_reports:workflow_tasks": "names of workflows and tasks",
    "wagtailadmin_reports:workflow_tasks_results": "names of workflows and tasks",
    **dict.fromkeys(
        [f"redirections:{view}" for view in ("index", "index_results", "edit", "delete", "history", "history_results",
                                             "usage")],
        "redirects: read, changed, deleted",
    ),
}  # fmt: skip


BOTH_WALLS, DATABASE_S_WALL, ORM_S_WALL = "both walls", "the database's alone", "the ORM's alone"


def parts(wall: str) -> list[tuple[str, ...]]:
    """Return who walks in each test of the long run: those who reach the most alone, as long as all others together."""
    able = [(role,) for role in THE_MOST_ABLE]
    if wall != BOTH_WALLS:
        able = able if wall == DATABASE_S_WALL else [THE_MOST_ABLE]  # what the ORM leaves open is listed of them all
        return [*able, tuple(role for role in AGAINST_ONE_WALL if role not in THE_MOST_ABLE)]
    others = [role for role in EVERYONE if role not in THE_MOST_ABLE]
    return [*able, tuple(role for role in others if role in STAFF), tuple(role for role in others if role not in STAFF)]


def faults(walk: Walk) -> list[str]:
    return [str(fault) for fault in walk.report.faults]


def test_every_argument_of_every_address_is_known(prepare):
    walk, _ = prepare(PDC, CASA)
    unknown = []
    for address in all_addresses():
        try:
            cases_of(address, walk.other)
        except UnknownArgumentError as error:
            unknown.append(str(error))
    assert not unknown, "\n".join(unknown)


@pytest.mark.parametrize("half", [0, 1])
def test_nothing_of_the_neighbour_is_shown_or_changed(prepare, half):
    """In two halves, for two cores; who reaches the most is in each."""
    walk, people = prepare(PDC, CASA)
    for turn, (role, walker) in list(enumerate(people.items()))[half::2]:
        walk.run(walker, sample(role, turn, walk.own, walk.other))
    assert not faults(walk), "\n".join(faults(walk))


def test_the_parts_of_the_long_run_leave_nobody_out(prepare):
    _, people = prepare(PDC, CASA)
    for whole, wall in ((people, BOTH_WALLS), (AGAINST_ONE_WALL, DATABASE_S_WALL), (AGAINST_ONE_WALL, ORM_S_WALL)):
        assert sorted(role for part in parts(wall) for role in part) == sorted(whole)


@pytest.mark.full
@pytest.mark.parametrize("direction", DIRECTIONS, ids="→".join)
@pytest.mark.parametrize(
    ("wall", "roles"),
    [
        pytest.param(wall, roles, id=f"{wall}-{'+'.join(roles)}")
        for wall in (BOTH_WALLS, DATABASE_S_WALL)
        for roles in parts(wall)
    ],
)
def test_nothing_at_all_of_the_neighbour_is_shown_or_changed(prepare, direction, wall, roles):
    """In parts of a like length, for several cores."""
    walk, people = prepare(*direction)
    with contextlib.nullcontext() if wall == BOTH_WALLS else walls.without_the_orm():
        for role in roles:
            walk.run(people[role], everything(role, walk.own, walk.other))
    assert not faults(walk), "\n".join(faults(walk))


@pytest.mark.full
@pytest.mark.parametrize("direction", DIRECTIONS, ids="→".join)
@pytest.mark.parametrize("roles", parts(ORM_S_WALL), ids="+".join)
def test_the_orm_s_wall_alone_leaves_what_is_listed_and_nothing_else(prepare, direction, roles):
    """Those who reach the most see, between them, all that is listed; the others no more than that."""
    walk, people = prepare(*direction)
    with walls.without_the_database():
        for role in roles:
            walk.run(people[role], everything(role, walk.own, walk.other))
    seen = {fault.name: str(fault) for fault in walk.report.leaks}
    assert not [line for name, line in seen.items() if name not in DATABASE_ALONE]
    if roles == THE_MOST_ABLE:
        assert not DATABASE_ALONE.keys() - seen.keys(), "These leak no more: take them off the list."


@pytest.mark.parametrize("role", THE_MOST_ABLE)
def test_no_page_of_the_neighbour_waits_for_review_here_even_by_the_orm_s_wall_alone(prepare, role):
    walk, people = prepare(PDC, CASA)
    with walls.without_the_database():
        walk.run(people[role], [Request("wagtailadmin_home", "GET", "/admin/")])
        assert not faults(walk), "\n".join(faults(walk))
        assert walk.own.marks.canary in walk.fetch(people[role], Request("", "GET", "/admin/"))[1]  # one's own does


@pytest.mark.parametrize("role", THE_MOST_ABLE)
def test_no_form_takes_a_thing_of_the_neighbour(prepare, role):
    walk, people = prepare(PDC, CASA)
    own_forms = (request for address in all_addresses() for request in reads(address, walk.own, variants=False))
    walk.run(people[role], misfilled(own_forms, walk, people[role], walk.other))
    assert not faults(walk), "\n".join(faults(walk))
    assert walk.report.sent > 10


@pytest.mark.full
@pytest.mark.parametrize("direction", DIRECTIONS, ids="→".join)
def test_the_walls_take_nothing_from_one_s_own(prepare, direction):
    """Each address answers everyone the same about one's own things, whether the walls stand or not."""
    walk, people = prepare(*direction)
    with_walls = answers(walk, people)
    with walls.without_the_orm(), walls.without_the_database():
        without = answers(walk, people)
    lost = [
        f"{role} {url}: {status} instead of {without[role, url]}"
        for (role, url), (status, shows) in with_walls.items()
        # Fewer of one's own words without the walls is no loss: the neighbour's rows push them off a page.
        if status != without[role, url][0] or (without[role, url][1] and not shows)
    ]
    assert not lost, "\n".join(lost)
    assert sum(status == 200 for status, _ in with_walls.values()) > 500


def answers(walk: Walk, people: dict) -> dict:
    """Return (status, whether one's own words are there) of each address with one's own ids, for everyone."""
    found = {}
    for role, walker in people.items():
        for address in all_addresses():
            for request in reads(address, walk.own, variants=False):
                response, body = walk.fetch(walker, request)
                found[role, request.url] = response.status_code, walk.own.marks.canary in body.lower()
    return found


def test_without_both_walls_the_sweep_sees_leaks_everywhere(prepare):
    """A sweep that cannot fail proves nothing. One address in three is enough to see it."""
    walk, people = prepare(PDC, CASA)
    with walls.without_the_orm(), walls.without_the_database():
        for address in all_addresses()[::3]:
            walk.run(people[VISITOR], reads(address, walk.other, variants=False))
            walk.run(people[ADMINISTRATION], reads(address, walk.other, variants=False))
            walk.run(people[ADMINISTRATION], writes(address, walk.other))
    leaking = {fault.name for fault in walk.report.leaks}
    assert len(leaking) > 15, sorted(leaking)
    assert {fault.kind for fault in walk.report.leaks} >= {"BODY", "WRITE"}
