"""Who opens the agenda's screens, where, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event, Occurrence, SchoolBreak
from events.services import call_off
from portal.database import context
from portal.organisations.models import Audience
from portal.tenancy.models import Module, Tenant
from portal.territories.models import Platform
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.events.staff.conftest import ADMIN

pytestmark = pytest.mark.django_db
BREAKS = "/admin/vacances-scolaires/"


@pytest.fixture
def screens(make_date):
    date = make_date()
    event = date.event
    return [
        ADMIN, ADMIN + "new/", ADMIN + "personnes/?q=diane", BREAKS, BREAKS + "new/",
        *(f"{ADMIN}{way}" for way in (f"edit/{event.pk}/", f"{event.pk}/dates/", f"{event.pk}/dates/ajouter/",
          f"{event.pk}/serie/", f"{event.pk}/dupliquer/", f"dates/{date.pk}/", f"dates/{date.pk}/annuler/",
          f"history/{event.pk}/")),
    ]  # fmt: skip


@pytest.mark.parametrize(("person", "host", "expected"), [
    ("alice", PDC_HOST, {200}), ("chloe", PDC_HOST, {200}), ("gael", PDC_HOST, {200}),
    ("iris", PDC_HOST, {403}), ("bob", PDC_HOST, {403}), ("ezra", PDC_HOST, {403}), ("alice", CASA_HOST, {403}),
])  # fmt: skip
def test_who_opens_each_screen(screens, person, host, expected):
    client = GuardedClient(host).login_as(person)
    assert {client.get(screen).status_code for screen in screens} == expected


def test_the_neighbour_finds_nothing(screens, ezra, make_date):
    date = make_date()
    ways = [f"{date.event_id}/dates/", f"edit/{date.event_id}/", f"delete/{date.event_id}/", f"dates/{date.pk}/",
            f"{date.event_id}/serie/", f"dates/{date.pk}/annuler/", f"history/{date.event_id}/"]  # fmt: skip
    assert {ezra.get(ADMIN + way).status_code for way in ways} == {404}
    assert ezra.post(f"{ADMIN}{date.event_id}/depublier/").status_code == 404
    assert date.event.title not in ezra.get(ADMIN).text


def test_without_the_module_nothing_is_there(screens, alice, pdc):
    assert "Agenda" in alice.get("/admin/").text
    with context.use(context.PLATFORM):
        left = [each for each in pdc.modules if each != Module.CALENDAR]
        Tenant.objects.filter(pk=pdc.pk).update(modules=left)
    assert {alice.get(screen).status_code for screen in screens} == {404}
    assert ADMIN not in alice.get("/admin/").text


def titles(page: str, *all_titles: str) -> set[str]:
    return {title for title in all_titles if title in page}


def test_the_list_says_how_each_stands(alice, make_event, make_date):
    make_date(make_event(title="Le brouillon", is_published=False))
    make_date(make_event(title="Le publié"))
    call_off([make_date(make_event(title="Le reporté"))], Occurrence.State.POSTPONED, "Neige.", by=None)
    call_off([make_date(make_event(title="L’annulé"))], Occurrence.State.CANCELLED, "Neige.", by=None)
    half = make_event(title="L’à moitié")
    make_date(half, days=5)
    call_off([make_date(half, days=3)], Occurrence.State.CANCELLED, "Neige.", by=None)
    everything = ("Le brouillon", "Le publié", "Le reporté", "L’annulé", "L’à moitié")
    for state, expected in [("brouillon", {"Le brouillon"}), ("publie", {"Le publié", "L’à moitié"}),
                            ("reporte", {"Le reporté"}), ("annule", {"L’annulé"})]:  # fmt: skip
        assert titles(alice.get(f"{ADMIN}?state={state}").text, *everything) == expected


def test_the_list_is_searched_and_filtered(alice, make_event, make_date):
    one, other = make_event(title="Visite"), make_event(title="Petit déjeuner", kind=Event.Kind.AWARENESS)
    one.platforms.add(platform := Platform.objects.get(slug="artois"))
    for event in (one, other):
        make_date(event)
    assert titles(alice.get(f"{ADMIN}?q=visi").text, "Visite", "Petit déjeuner") == {"Visite"}
    assert titles(alice.get(f"{ADMIN}?kind=sensibilisation").text, "Visite", "Petit déjeuner") == {"Petit déjeuner"}
    assert titles(alice.get(f"{ADMIN}?platform={platform.pk}").text, "Visite", "Petit déjeuner") == {"Visite"}


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_with_thirty_events(alice, make_event, make_date):
    make_date(make_event(reach=Audience.Reach.PUBLIC))
    with_one = queries(alice, ADMIN)
    for number in range(30):
        make_date(make_event(title=f"Rencontre {number}"))
    assert queries(alice, ADMIN) == with_one


def test_the_dates_cost_the_same_with_thirty_of_them(alice, make_event, make_date, members):
    event = make_event()
    make_date(event).seats.create(membership=members[0], state="inscrite")
    with_one = queries(alice, f"{ADMIN}{event.pk}/dates/")
    for number in range(30):
        make_date(event, days=number).seats.create(membership=members[0], state="inscrite")
    assert queries(alice, f"{ADMIN}{event.pk}/dates/") == with_one


def test_school_holidays_are_kept_there(alice):
    typed = {"name": "Hiver", "first_day": "2027-02-20", "last_day": "2027-02-10"}
    assert "vient avant le premier" in alice.post(BREAKS + "new/", typed).text
    alice.post(BREAKS + "new/", typed | {"last_day": "2027-03-07"})
    made = SchoolBreak.objects.get(name="Hiver")
    assert "Hiver" in alice.get(BREAKS).text
    assert alice.post(f"{BREAKS}delete/{made.pk}/").status_code == 302
    assert not SchoolBreak.objects.filter(name="Hiver").exists()
