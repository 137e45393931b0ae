"""A committee of ten years: what its pages cost does not grow with what it did."""

import pytest

from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.committees.making_decisions import a_world, came, days, many, meeting
from tests.extranet.directory.people import queries_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("years", "decided"), [(2, 40), pytest.param(10, 1000, marks=pytest.mark.full)], ids=["two years", "ten years"]
)
def test_the_pages_of_a_committee_cost_the_same_after_years(pdc, years, decided):
    world = a_world(pdc)
    home = f"/extranet/comites/{world.committee.slug}/"
    last = meeting(world.committee, days(-2))
    came(last, world.a)
    following = meeting(world.committee, days(20), last.State.CONVOKED)
    addresses = [
        "/extranet/comites/", home, f"{home}reunions/", f"{home}decisions/", f"{home}chiffres/", f"{home}membres/",
        f"/extranet/comites/reunions/{last.pk}/", f"/extranet/comites/reunions/{following.pk}/",
        f"/extranet/comites/reunions/{following.pk}/preparer/", "/extranet/",
    ]  # fmt: skip
    clients = {name: GuardedClient(PDC_HOST).login_as(name) for name in ("alice", "bob")}
    asked = [("alice", each) for each in addresses] + [
        ("bob", each) for each in addresses if not each.endswith(("membres/", "preparer/"))
    ]
    for month in (2, 3):
        came(meeting(world.committee, days(-30 * month)), world.a)
    many(world, 20, year=2025)
    before = {(who, each): queries_of(clients[who], each) for who, each in asked}
    for month in range(4, 12 * years):
        came(meeting(world.committee, days(-30 * month)), world.a, world.b)
    many(world, decided, start=21, year=2025)
    assert {(who, each): queries_of(clients[who], each) for who, each in asked} == before
    assert max(before.values()) <= 30
