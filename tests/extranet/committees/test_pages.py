"""What each person reads of a committee and of its meetings, and what they never do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from extranet.committees import agenda, attendance
from extranet.committees.attendance import Mark
from extranet.committees.models import Item, Mandate, Meeting, Presence
from portal.documents.models import Reading
from portal.organisations.models import Audience
from portal.tenancy.models import Membership
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.extranet.committees import making_reading as making
from tests.extranet.committees.making_reading import HOME, browser, call, held, item, meet, member, paper, plain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_root(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def committee(pdc):
    return making.committee_of_bob(pdc)


@pytest.fixture
def observer(pdc, committee) -> Membership:
    return making.observer_of(committee)


@pytest.fixture
def former(pdc, committee) -> Membership:
    """Somebody whose mandate ended sixty days ago."""
    person = making.newcomer(pdc, "Fabien")
    seated = committee.members.get(organisation__name="Toit d’Artois")
    making.give(seated, person, Mandate.Kind.DEPUTY, until=making.on(-60))
    return person


def queries_of(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# The list, the page of a committee ------------------------------------------------------------------------


def test_the_list_has_one_s_own_committees_and_says_where_an_answer_is_waited_for(committee):
    making.found("Comité des autres")
    call(meet(committee), member("bob"))
    text = plain(browser("bob").get(HOME))
    assert "Comité des essais" in text
    assert "votre réponse est attendue" in text
    assert "Comité des autres" not in text
    assert "Comité des autres" in plain(browser("alice").get(HOME))


def test_the_page_of_a_committee_says_who_sits_and_how(pdc, committee, observer):
    deputy = making.newcomer(pdc, "Odile")
    making.give(committee.members.get(organisation__name="Toit d’Artois"), deputy, Mandate.Kind.DEPUTY)
    text = plain(browser("bob").get(f"{HOME}{committee.slug}/"))
    for words in ("Parler des impayés.", "Toit d’Artois", "En suppléance : Odile Essai", "1 organisation",
                  "Service observateur", "Observe sans siéger", str(member("chloe").user)):  # fmt: skip
        assert words in text


def test_the_next_meeting_comes_first_with_the_answer_that_is_waited_for(committee):
    meeting = call(meet(committee, title="Réunion de printemps"), member("bob"))
    meet(committee, 50, title="Réunion d’été")
    held(committee, -50, title="Réunion d’hiver")
    bob, address = browser("bob"), f"{HOME}{committee.slug}/"
    text = plain(bob.get(address))
    assert text.index("Réunion de printemps") < text.index("Réunion d’été") < text.index("Réunion d’hiver")
    assert "Venez-vous" in text
    bob.post(f"{HOME}reunions/{meeting.pk}/repondre/", {"answer": "present"})
    text = plain(bob.get(address))
    assert "Vous venez" in text
    assert "Venez-vous" not in text


def test_papers_that_one_has_not_opened_are_named_until_they_are(committee):
    document = paper(call(meet(committee), member("bob")), "Budget")
    bob, address = browser("bob"), f"{HOME}{committee.slug}/"
    assert "Pièces que vous n’avez pas encore ouvertes" in plain(bob.get(address))
    bob.get(f"/extranet/bibliotheque/documents/{document.pk}/telecharger/").getvalue()
    assert "Pièces que vous n’avez pas encore ouvertes" not in plain(bob.get(address))


def test_past_meetings_are_paged(committee):
    for n in range(21):
        held(committee, -30 - n, title=f"Séance {n}.")
    bob = browser("bob")
    first, second = (plain(bob.get(f"{HOME}{committee.slug}/reunions/?p={page}")) for page in (1, 2))
    assert "Séance 0." in first and "Séance 20." not in first
    assert "Séance 20." in second and "Séance 0." not in second
    assert bob.get(f"{HOME}{committee.slug}/reunions/?p=x").status_code == 200


def test_a_meeting_called_off_is_not_the_next_one(committee):
    making.put_off(meet(committee, title="Réunion de mars"), Meeting.State.CANCELLED, reason="Grève des trains.")
    text = plain(browser("bob").get(f"{HOME}{committee.slug}/"))
    assert "Aucune réunion n’est prévue" in text
    assert "Grève des trains." in text


# A meeting ------------------------------------------------------------------------------------------------


def test_the_agenda_has_its_order_its_clock_and_its_total(committee):
    meeting = meet(committee)
    part = agenda.add_section(meeting, "Questions du trimestre")
    item(meeting, "Ouverture", minutes=10)
    item(meeting, "Les visites", minutes=45, section=part, aim="decision", presenter="Bob")
    item(meeting, "Le relogement", minutes=80, section=part)
    text = plain(browser("bob").get(f"{HOME}reunions/{meeting.pk}/"))
    wanted = ["9 h", "1. Ouverture", "Questions du trimestre", "9 h 10", "2. Les visites", "pour décision", "45 min",
              "présenté par Bob", "9 h 55", "3. Le relogement", "1 h 20"]  # fmt: skip
    places = [text.index(words, text.index("Ordre du jour")) for words in wanted]
    assert places == sorted(places)
    assert "2 h 15 à l’ordre du jour, pour 2 h de réunion" in text
    assert "15 min de trop" in text


def test_the_clock_stops_after_an_item_without_a_length(committee):
    meeting = meet(committee)
    item(meeting, "Ouverture", minutes=10)
    item(meeting, "Tour de table")
    item(meeting, "Le relogement", minutes=30)
    text = plain(browser("bob").get(f"{HOME}reunions/{meeting.pk}/"))
    assert "À 9 h 10" in text.replace("</span>", "")
    assert text.count("order__at") == 3
    assert "1 point sans durée" in text
    assert "9 h 40" not in text


def test_papers_stand_with_their_item_and_lead_to_the_library(committee):
    meeting = meet(committee)
    first = item(meeting, "Les impayés")
    document, whole = paper(meeting, "Budget", first), paper(meeting, "Calendrier")
    text = plain(browser("bob").get(f"{HOME}reunions/{meeting.pk}/"))
    assert f"/extranet/bibliotheque/documents/{document.pk}/" in text
    assert text.index("Budget") < text.index("Pièces de toute la réunion") < text.index("Calendrier")
    assert "pas encore ouvert" in text
    assert f"/extranet/bibliotheque/documents/{whole.pk}/" in text


def test_a_paper_for_others_is_not_named(committee):
    meeting = meet(committee)
    audience = Audience.objects.create(reach=Audience.Reach.CHOSEN, kinds=["ccas"])
    paper(meeting, "Pièce du bureau", audience=audience)
    assert "Pièce du bureau" not in browser("bob").get(f"{HOME}reunions/{meeting.pk}/").text
    assert "Pièce du bureau" in browser("alice").get(f"{HOME}reunions/{meeting.pk}/").text


def test_who_came_is_said_once_it_is_noted(committee, observer):
    meeting = held(committee, -10)
    bob = browser("bob")
    assert "Qui était là" not in bob.get(f"{HOME}reunions/{meeting.pk}/").text
    mine, other = committee.members.get(organisation__name="Toit d’Artois"), making.seat(committee, "Maisons du Nord")
    attendance.note(
        meeting,
        [
            Mark(state=Presence.State.PRESENT, member=mine, membership=member("bob")),
            Mark(state=Presence.State.REPRESENTED, member=other, represented_by=mine),
            Mark(state=Presence.State.GUEST, name="Irène Invitée"),
        ],
        by=member("chloe").user,
    )
    text = plain(bob.get(f"{HOME}reunions/{meeting.pk}/"))
    assert "2 bailleurs représentés sur 2" in text
    assert "Représenté par Toit d’Artois" in text
    assert "Irène Invitée" in text
    assert "Rien de noté" in text and "Service observateur" in text


def test_an_item_that_was_not_treated_says_where_it_went(committee):
    past, following = meet(committee, -5), meet(committee, 20, title="Réunion de printemps")
    moved = item(past, "Le relogement")
    making.put_off(past, Meeting.State.HELD)
    moved.state = "reporte"
    moved.save()
    agenda.bring_what_waits(following)
    bob = browser("bob")
    assert "reporté à" in plain(bob.get(f"{HOME}reunions/{past.pk}/"))
    assert "Reporté de" in plain(bob.get(f"{HOME}reunions/{following.pk}/"))


# Who may not ----------------------------------------------------------------------------------------------


def test_who_left_reads_the_meetings_of_their_time_without_papers(committee, former):
    theirs, later = held(committee, -90, title="De son temps"), held(committee, -30, title="Après son départ")
    paper(theirs, "Budget")
    Item.objects.create(meeting=theirs, title="Le relogement", state=Item.State.MOVED)
    coming = call(meet(committee, title="À venir"))
    client = browser(former)
    for address in (f"{HOME}{committee.slug}/", f"{HOME}{committee.slug}/reunions/"):
        text = client.get(address).text
        assert "De son temps" in text
        assert "Après son départ" not in text and "À venir" not in text
    assert "Toit d’Artois" not in client.get(f"{HOME}{committee.slug}/").text
    text = client.get(f"{HOME}reunions/{theirs.pk}/").text
    assert "Budget" not in text and "pieces.zip" not in text and "Proposer" not in text
    assert "Pas traité" in text and "À venir" not in text
    assert "À venir" in browser("bob").get(f"{HOME}reunions/{theirs.pk}/").text
    for closed in (f"{theirs.pk}/pieces.zip", f"{theirs.pk}/convocation.pdf", f"{theirs.pk}/proposer/", f"{later.pk}/",
                   f"{coming.pk}/", f"{coming.pk}/repondre/"):  # fmt: skip
        assert client.get(f"{HOME}reunions/{closed}").status_code == 404, closed


def every_address(committee, meeting) -> list[str]:
    pages = ["", "repondre/", "proposer/", "pieces.zip", "convocation.pdf"]
    return [HOME, f"{HOME}{committee.slug}/", f"{HOME}{committee.slug}/reunions/",
            *(f"{HOME}reunions/{meeting.pk}/{page}" for page in pages)]  # fmt: skip


def test_nothing_is_there_for_who_sits_nowhere_nor_for_the_other_tenant(committee):
    meeting = call(meet(committee), member("bob"))
    for client in (browser("diane"), browser("jeanne", CASA_HOST)):
        assert {client.get(address).status_code for address in every_address(committee, meeting)} == {404}


def test_a_landlord_of_both_tenants_never_meets_one_in_the_other(committee):
    meeting = call(meet(committee), member("fanny"))
    making.give(making.seat(committee, "Deux Rives"), member("fanny"))
    assert browser("fanny").get(f"{HOME}reunions/{meeting.pk}/").status_code == 200
    there = browser("fanny", CASA_HOST)
    assert "Comité des essais" not in there.get(HOME).text  # she sits in a committee of that tenant too
    assert {there.get(address).status_code for address in every_address(committee, meeting)[1:]} == {404}


def test_who_sits_elsewhere_finds_nothing_of_this_one(committee):
    other = making.found("Comité des autres")
    making.give(making.seat(other, "Maisons du Nord"), member("diane"))
    meeting, diane = call(meet(committee), member("bob")), browser("diane")
    assert "Comité des essais" not in diane.get(HOME).text
    assert {diane.get(address).status_code for address in every_address(committee, meeting)[1:]} == {404}


def test_nothing_is_there_where_the_module_is_off(pdc, committee):
    meeting = call(meet(committee), member("bob"))
    pdc.modules = [each for each in pdc.modules if each != "comites"]
    pdc.save()
    bob = browser("bob")
    assert {bob.get(address).status_code for address in every_address(committee, meeting)} == {404}
    assert "Comités" not in bob.get("/extranet/").text


def test_a_visitor_is_asked_to_sign_in(committee):
    assert GuardedClient(PDC_HOST).get(f"{HOME}{committee.slug}/").status_code == 302


# Menu, circle, figures ------------------------------------------------------------------------------------


def test_the_menu_leads_to_committees_those_who_have_one_and_costs_the_others_nothing(pdc, committee):
    link = f'href="{HOME}"'
    assert link in browser("bob").get("/extranet/").text
    assert link in browser("alice").get("/extranet/").text
    diane, address = browser("diane"), "/extranet/bibliotheque/"
    assert link not in diane.get(address).text
    with_it = queries_of(diane, address)
    making.give(making.seat(committee, "Maisons du Nord"), member("diane"))
    assert link in diane.get(address).text
    assert queries_of(diane, address) == with_it
    pdc.refresh_from_db()
    pdc.modules = [each for each in pdc.modules if each != "comites"]
    pdc.save()
    assert queries_of(diane, address) == with_it


def test_the_circle_leads_to_its_committee(committee):
    response = browser("bob").get(f"/extranet/annuaire/cercles/{committee.circle.slug}/")
    assert f"{HOME}{committee.slug}/" in response.text


def test_pages_ask_the_same_whatever_they_hold(pdc, committee):
    meeting = call(meet(committee), member("bob"))
    part = agenda.add_section(meeting, "Partie")
    past = held(committee, -10)

    def add(n: int) -> None:
        paper(meeting, f"Pièce {n}", item(meeting, f"Point {n}", minutes=5, section=part))
        held(committee, -20 - n)
        person = making.newcomer(pdc, f"Personne{n}")
        seated = making.seat(committee, f"Organisation {n:02}")
        making.give(seated, person)
        Presence.objects.create(meeting=past, member=seated, membership=person, state="present")
        meet(committee, 30 + n)

    add(0)
    bob = browser("bob")
    addresses = [HOME, f"{HOME}{committee.slug}/", f"{HOME}{committee.slug}/reunions/",
                 f"{HOME}reunions/{meeting.pk}/", f"{HOME}reunions/{past.pk}/",
                 f"{HOME}reunions/{meeting.pk}/repondre/", f"{HOME}reunions/{meeting.pk}/proposer/"]  # fmt: skip
    before = [queries_of(bob, address) for address in addresses]
    for n in range(1, 30):
        add(n)
    assert [queries_of(bob, address) for address in addresses] == before
    assert max(before) < 45
    assert not Reading.objects.filter(membership=member("bob")).exists()
