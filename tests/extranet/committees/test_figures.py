"""The figures of a committee: right, asked of PostgreSQL in so many queries, drawn and exported."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from extranet.committees.figures import FollowUp, Share, of_committee
from extranet.committees.models import Decision, Meeting, Member, Presence
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.committees.making_decisions import a_world, at, came, landlord, many, meeting, plain, seat

pytestmark = pytest.mark.django_db
CANCELLED = Meeting.State.CANCELLED


@pytest.fixture
def world(pdc):
    world = a_world(pdc)
    Member.objects.filter(committee=world.committee).update(started_on=datetime.date(2010, 1, 1))
    return world


def day(year: int, month: int = 6) -> datetime.date:
    return datetime.date(year, month, 15)


def test_the_share_of_the_meetings_where_each_landlord_was_represented(world):
    first, second, third = (meeting(world.committee, day(2024, month)) for month in (2, 5, 9))
    Meeting.objects.create(
        committee=world.committee, starts_at=at(day(2024, 11)), ends_at=at(day(2024, 11), 12), state=CANCELLED,
        reason="Grève", sequence=1,
    )  # fmt: skip
    came(first, world.a, world.b)
    came(second, world.a)
    came(second, world.a)  # two people of it
    a, b = (Member.objects.get(organisation=each) for each in (world.a, world.b))
    Presence.objects.create(meeting=third, member=a, name="Elle", state=Presence.State.EXCUSED)
    Presence.objects.create(meeting=second, member=b, represented_by=a, state=Presence.State.REPRESENTED)
    figures = of_committee(world.committee)
    assert figures.meetings == {2024: 3}
    assert figures.attendance == {"Bailleur A": {2024: Share(2, 3)}, "Bailleur B": {2024: Share(2, 3)}}
    assert figures.overall == {2024: Share(4, 6)}
    assert str(figures.overall[2024].rate) == "66.7"


def test_only_the_meetings_held_while_a_landlord_sat_count(world):
    for year in (2022, 2023, 2024):
        came(meeting(world.committee, day(year)), world.a)
    Member.objects.filter(organisation=world.b).update(started_on=day(2023), ended_on=day(2023))
    again = seat(world.committee, world.b)
    Member.objects.filter(pk=again.pk).update(started_on=day(2024))  # back, on another row
    observer = seat(world.committee, landlord("Observateur"), is_observer=True)
    Member.objects.filter(pk=observer.pk).update(started_on=day(2010))
    found = of_committee(world.committee).attendance
    assert found["Bailleur B"] == {2023: Share(0, 1), 2024: Share(0, 1)}
    assert found["Bailleur A"] == {2022: Share(1, 1), 2023: Share(1, 1), 2024: Share(1, 1)}
    assert "Observateur" not in found


def test_a_meeting_of_new_year_s_eve_is_of_its_own_year(world):
    starts_at = timezone.make_aware(datetime.datetime(2025, 1, 1, 0, 15))  # still 2024 in UTC
    Meeting.objects.create(
        committee=world.committee, starts_at=starts_at, ends_at=starts_at + datetime.timedelta(hours=1),
        state=Meeting.State.HELD, sequence=1,
    )  # fmt: skip
    figures = of_committee(world.committee)
    assert figures.meetings == {2025: 1} and list(figures.overall) == [2025]


def test_what_became_of_the_decisions_of_a_year(world):
    def put(number: int, state: str, due: int | None, settled: int | None = None, **fields) -> Decision:
        start = day(2024)
        return Decision.objects.create(
            committee=world.committee, title=f"N° {number}", year=2024, number=number, state=state, decided_on=start,
            due_on=start + datetime.timedelta(days=due) if due is not None else None,
            settled_on=start + datetime.timedelta(days=settled) if settled is not None else None, **fields,
        )  # fmt: skip

    put(1, "fait", 10, 10)
    put(2, "fait", None, 90)
    put(3, "fait", 10, 11)
    put(4, "a_faire", 30)
    put(5, "en_cours", None)
    put(6, "en_cours", 10)
    put(7, "abandonnee", 10, 50, reason="Non")
    put(8, "remplacee", 10, 50, replaced_by=put(9, "a_faire", 30))
    [found] = of_committee(world.committee, today=day(2024) + datetime.timedelta(days=30)).decisions.values()
    assert found == FollowUp(taken=9, in_time=2, late=1, open_in_time=3, open_late=1, given_up=2)
    assert str(found.rate) == "66.7"


def test_the_page_draws_and_tabulates(world):
    for year in (2023, 2024, 2025):
        held = meeting(world.committee, day(year))
        came(held, *((world.a, world.b) if year == 2025 else (world.a,)))
    many(world, 12)
    page = plain(GuardedClient(PDC_HOST).login_as("bob").get(world.figures).text)
    assert page.count("chart__lines") == 4
    assert "1 sur 1 (100 %)" in page and "0 sur 1 (0 %)" in page
    for words in ("Part des réunions où chaque organisation était représentée", "Décisions faites", "Bailleur B"):
        assert words in page
    assert "Aucune réunion" not in page


def test_an_empty_committee_says_so(world):
    assert "Aucune réunion n’est encore tenue" in GuardedClient(PDC_HOST).login_as("bob").get(world.figures).text


def test_decisions_without_a_meeting_are_drawn_alone(world):
    many(world, 3)
    page = GuardedClient(PDC_HOST).login_as("bob").get(world.figures).text
    assert page.count("chart__lines") == 2 and "Aucune réunion n’est encore tenue." in page


def test_the_files_hold_numbers(world):
    came(meeting(world.committee, day(2024)), world.a)
    many(world, 8)
    bob = GuardedClient(PDC_HOST).login_as("bob")
    attendance, decisions = load_workbook(io.BytesIO(bob.get(f"{world.figures}chiffres.xlsx").content))
    assert list(attendance.iter_rows(values_only=True))[1] == ("Bailleur A", 2024, 1, 1, 100)
    assert list(decisions.iter_rows(values_only=True))[1][:2] == (2025, 8)
    for name, heads in (("presences", "Organisation"), ("decisions", "Année")):
        [first, *rows] = csv.reader(
            io.StringIO(bob.get(f"{world.figures}{name}.csv").content.decode("utf-8-sig")), delimiter=";"
        )
        assert first[0] == heads and rows


@pytest.mark.parametrize("years", [2, pytest.param(10, marks=pytest.mark.full)])
def test_ten_years_of_monthly_meetings_cost_what_two_meetings_do(world, years):
    bob = GuardedClient(PDC_HOST).login_as("bob")

    def hold(year: int, months: range) -> None:
        for month in months:
            came(meeting(world.committee, day(year, month)), world.a)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert bob.get(world.figures).status_code == 200
        return len(queries)

    hold(2014, range(1, 3))
    many(world, 1, year=2014)
    cost()
    before = cost()
    for n in range(years):
        hold(2015 + n, range(1, 13))
        many(world, 12, year=2015 + n)
    assert cost() == before <= 20
    with CaptureQueriesContext(connection) as queries:
        of_committee(world.committee)
    assert len(queries) == 3
