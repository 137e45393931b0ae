"""The register and the page of a decision: who reads, who writes, what a search finds, what is exported."""

import csv
import datetime
import io

import pytest
from openpyxl import load_workbook

from extranet.committees import decisions
from extranet.committees.models import Decision, Item, Mandate, Meeting
from portal.tenancy.models import Tenant
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.extranet.committees.making_decisions import a_world, days, many, meeting, member, plain, take
from tests.extranet.directory.people import queries_of

pytestmark = pytest.mark.django_db
State = Decision.State
sizes = pytest.mark.parametrize(
    "count", [40, pytest.param(1000, marks=pytest.mark.full)], ids=["forty", "a thousand"]
)  # fmt: skip


@pytest.fixture
def world(pdc):
    return a_world(pdc)


@pytest.fixture
def login(pdc):
    return lambda name: GuardedClient(PDC_HOST).login_as(name)


def page_of(decision: Decision) -> str:
    return f"/extranet/comites/decisions/{decision.pk}/"


def former(name: str, until: int) -> None:
    Mandate.objects.filter(membership=member(name)).update(ended_on=days(until))


# Who reads -----------------------------------------------------------------------------------------------------------


def test_who_sits_and_who_keeps_read_all(world, login):
    mine, other = take(world, "Ouvrir un guichet", world.a), take(world, "Former les gardiens", world.b, ago=300)
    for name in ("bob", "diane", "alice", "gael"):
        client = login(name)
        text = client.get(world.register).text
        assert "Ouvrir un guichet" in text and "Former les gardiens" in text, name
        assert all(client.get(page_of(each)).status_code == 200 for each in (mine, other)), name


def test_others_are_told_of_nothing(world, login):
    taken = take(world)
    for name in ("chloe", "fanny"):
        client = login(name)
        for address in (world.register, f"{world.register}decisions.xlsx", f"{world.register}decisions.csv",
                        page_of(taken), f"{page_of(taken)}modifier/", world.figures):  # fmt: skip
            assert client.get(address).status_code == 404, (name, address)
    visitor = GuardedClient(PDC_HOST)
    assert visitor.get(world.register).status_code == 302


def test_another_tenant_has_nothing_of_it(world, login):
    taken = take(world)
    Tenant.objects.filter(slug="casa").update(modules=["comites", "agenda"])
    ezra = GuardedClient(CASA_HOST).login_as("ezra")
    assert [ezra.get(each).status_code for each in (world.register, page_of(taken), world.figures)] == [404] * 3


def test_nothing_is_there_without_the_module(world, login):
    taken = take(world)
    Tenant.objects.filter(pk=world.tenant.pk).update(modules=[])
    assert [login("alice").get(each).status_code for each in (world.register, page_of(taken))] == [404, 404]


def test_who_left_reads_what_was_decided_in_their_time(world, login):
    before = take(world, "De son temps", world.a, ago=100, due_on=days(5))
    after = take(world, "Venue après", world.a, ago=10)
    decisions.move(before, State.REPLACED, "", by=member("alice"), replaced_by=after)
    former("bob", -50)
    bob = login("bob")
    text = bob.get(world.register).text
    assert "De son temps" in text and "Venue après" not in text
    page = bob.get(page_of(before)).text
    assert after.reference in page and "Venue après" not in page and 'name="note"' not in page
    assert bob.post(page_of(before), {"state": "fait", "note": "Moi"}).status_code == 403
    assert [bob.get(each).status_code for each in (page_of(after), world.figures)] == [404, 404]
    assert "Venue après" not in bob.get(f"{world.register}decisions.csv").content.decode("utf-8-sig")


# The register --------------------------------------------------------------------------------------------------------


def titles(client, world, query: str) -> list[str]:
    page = client.get(f"{world.register}?{query}")
    return [each.title for each in page.context["page"]]


def test_the_register_is_searched_narrowed_and_sorted(world, login):
    bob = login("bob")
    late = take(world, "Signaler les impayés très tôt", world.a, ago=20, due_on=days(-3))
    done = take(world, "Former les gardiens", world.b, text="Une demi-journée par bâtiment.", due_on=days(9))
    old = take(world, "Ouvrir un guichet", ago=300, person=member("bob"))
    decisions.move(done, State.DONE, "", by=member("alice"))
    assert titles(bob, world, "") == [done.title, late.title, old.title]
    for query, found in {
        "q=impaye": [late], "q=IMPAYÉ+tot": [late], "q=batiments": [done], "q=guichet+impayés": [], "q=%25": [],
        f"q={late.reference}": [late], f"q={late.year}-{late.number}": [late], "q=D-2010-001": [],
        "state=fait": [done], f"organisation={world.b.pk}": [done], "of=miennes": [late, old], "of=retard": [late],
        "state=n-importe": [done, late, old], "year=1999": [done, late, old], "sort=x": [done, late, old],
        "organisation=99999999999999999999": [done, late, old], "q=a%00": [done, late, old], "p=x": [done, late, old],
    }.items():  # fmt: skip
        assert sorted(titles(bob, world, query)) == sorted(each.title for each in found), query
    assert titles(bob, world, "sort=echeance") == [late.title, done.title, old.title]
    assert titles(bob, world, "sort=anciennes")[0] == old.title
    assert titles(bob, world, f"year={old.year}&state=a_faire&of=miennes")[-1] == old.title
    assert "Aucune décision ne répond" in bob.get(f"{world.register}?q=rien").text


def test_an_empty_register_says_so(world, login):
    assert "aucune décision" in login("bob").get(world.register).text


def test_what_is_exported_is_what_is_narrowed(world, login):
    take(world, "=SOMME(A1)", world.a, due_on=days(3))
    take(world, "Former les gardiens", world.b)
    bob = login("bob")
    table = list(csv.reader(io.StringIO(bob.get(f"{world.register}decisions.csv?q=somme").content.decode("utf-8-sig")),
                            delimiter=";"))  # fmt: skip
    assert [row[1] for row in table] == ["Décision", "'=SOMME(A1)"]
    [sheet] = load_workbook(io.BytesIO(bob.get(f"{world.register}decisions.xlsx?of=miennes").content))
    [heads, row] = sheet.iter_rows(values_only=True)
    assert isinstance(row[heads.index("Échéance")], datetime.datetime)
    assert row[heads.index("Organisations responsables")] == "Bailleur A"


@sizes
def test_the_register_costs_the_same_whatever_it_holds(world, login, count):
    bob = login("bob")
    queries = ("", "?q=decision&state=fait&of=miennes&sort=echeance", "?of=retard", "decisions.csv", "decisions.xlsx")
    addresses = [f"{world.register}{each}" for each in queries]
    addresses += ["/extranet/", world.figures]
    many(world, 4)
    before = {each: queries_of(bob, each) for each in addresses}
    many(world, count - 4, start=5)
    assert {each: queries_of(bob, each) for each in addresses} == before
    assert max(before.values()) <= 40
    assert bob.get(world.register).text.count('class="table__row"') == 30


# The page ------------------------------------------------------------------------------------------------------------


def test_a_landlord_closes_a_decision(world, login):
    taken, bob = take(world, "Ouvrir un guichet", world.a), login("bob")
    page = bob.get(page_of(taken)).text
    assert "En cours" in page and "Abandonnée" not in page and "Modifier la décision" not in page
    answer = bob.post(page_of(taken), {"state": "fait", "note": "Ouvert ce matin."}, follow=True)
    assert "Ouvert ce matin." in answer.text and "De « à faire » à « fait »" in plain(answer.text)
    assert 'name="note"' not in answer.text
    taken.refresh_from_db()
    assert taken.state == State.DONE


@pytest.mark.parametrize(
    "said",
    [
        {"note": "Rien"}, {"state": "fait"}, {"state": "abandonnee", "note": "Non"}, {"state": "x"},
        {"state": "remplacee", "note": "Non", "replaced_by": "D-2026-001"},
    ],
)  # fmt: skip
def test_what_a_landlord_may_not_say_comes_back_with_the_form(world, login, said):
    taken = take(world, "Ouvrir un guichet", world.a)
    assert login("bob").post(page_of(taken), said).status_code == 422
    taken.refresh_from_db()
    assert taken.state == State.TODO


def test_a_landlord_reads_the_decision_of_another_and_does_not_follow_it(world, login):
    taken, bob = take(world, "Former les gardiens", world.b), login("bob")
    assert 'name="note"' not in bob.get(page_of(taken)).text
    assert bob.post(page_of(taken), {"state": "fait", "note": "Moi"}).status_code == 403
    assert bob.get(f"{page_of(taken)}modifier/").status_code == 403


def test_who_keeps_the_committee_replaces_a_decision_and_takes_it_up_again(world, login):
    old, new, alice = take(world, "Ouvrir un guichet", world.a), take(world, "En ouvrir deux"), login("alice")
    for wrong in ("", "n’importe", "D-1999-001", old.reference):
        assert alice.post(page_of(old), {"state": "remplacee", "replaced_by": wrong}).status_code == 422, wrong
    alice.post(page_of(old), {"state": "remplacee", "replaced_by": new.reference.lower()})
    assert "En ouvrir deux" in alice.get(page_of(old)).text
    assert "Ouvrir un guichet" in alice.get(page_of(new)).text
    assert alice.post(page_of(old), {"note": ""}).status_code == 422
    alice.post(page_of(old), {"note": "Un seul suffira."})
    old.refresh_from_db()
    assert (old.state, old.replaced_by) == (State.TODO, None)


def test_an_abandoned_decision_shows_why(world, login):
    taken, alice = take(world), login("alice")
    assert alice.post(page_of(taken), {"state": "abandonnee", "note": " "}).status_code == 422
    alice.post(page_of(taken), {"state": "abandonnee", "note": "Le local est vendu."})
    assert "Le local est vendu." in login("bob").get(page_of(taken)).text


# Taking and changing -------------------------------------------------------------------------------------------------


def test_the_secretary_writes_decisions_during_the_meeting(world, login):
    running = meeting(world.committee, 0, Meeting.State.RUNNING)
    item = Item.objects.create(meeting=running, title="Les impayés")
    address, alice = f"/extranet/comites/reunions/{running.pk}/decisions/nouvelle/", login("alice")
    assert alice.get(address).status_code == 200
    assert alice.post(address, {"title": ""}).status_code == 422
    assert alice.post(address, {"title": "Non", "due_on": days(-1).isoformat()}).status_code == 422
    fields = {"title": "Ouvrir un guichet", "organisations": [world.a.pk], "person": member("bob").pk, "item": item.pk,
              "due_on": days(30).isoformat()}  # fmt: skip
    answer = alice.post(address, fields, follow=True)
    assert "Ouvrir un guichet" in answer.text and "Point « Les impayés »" in plain(answer.text)
    assert alice.post(address, {"title": "Puis une autre", "another": "1"}).url == address
    assert [each.number for each in Decision.objects.order_by("number")] == [1, 2]


def test_only_who_keeps_the_committee_takes_a_decision_and_in_its_time(world, login):
    running = meeting(world.committee, 0, Meeting.State.RUNNING)
    coming = meeting(world.committee, 5, Meeting.State.CONVOKED)
    address = "/extranet/comites/reunions/{}/decisions/nouvelle/"
    asked = [("bob", running, 403), ("chloe", running, 404), ("alice", coming, 404)]
    for name, of, status in asked:
        assert login(name).post(address.format(of.pk), {"title": "Non"}).status_code == status, name
    assert not Decision.objects.exists()


def test_a_change_made_meanwhile_is_shown_and_not_overwritten(world, login):
    taken, alice = take(world, "Ouvrir un guichet", world.a), login("alice")
    address, as_read = f"{page_of(taken)}modifier/", taken.changed_at.isoformat()
    assert as_read in alice.get(address).text
    fields = {"title": "Le premier", "organisations": [world.a.pk], "as_read": as_read}
    assert alice.post(address, fields).status_code == 302
    answer = alice.post(address, fields | {"title": "Le second"})
    assert answer.status_code == 422 and "Le premier" in answer.text and 'value="Le second"' in answer.text
    taken.refresh_from_db()
    assert taken.title == "Le premier"
    again = {"title": "Le second", "as_read": taken.changed_at.isoformat()}
    assert alice.post(address, again).status_code == 302
    for wrong in ({}, {"as_read": "hier"}):
        assert alice.post(address, {"title": "Non"} | wrong).status_code == 422


def test_a_settled_decision_is_not_edited(world, login):
    taken, alice = take(world), login("alice")
    decisions.move(taken, State.DONE, "", by=member("alice"))
    assert alice.get(f"{page_of(taken)}modifier/").url == page_of(taken)


def test_bob_finds_what_waits_for_him_on_his_dashboard(world, login):
    taken = take(world, "Ouvrir un guichet", world.a, due_on=days(3))
    assert taken.reference in login("bob").get("/extranet/").text
    assert taken.reference not in login("diane").get("/extranet/").text
