"""What the secretary of a committee, or who keeps all of them, does to it; and who may not."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from extranet.committees import agenda, attendance, meetings, papers, proposals, replies
from extranet.committees.models import Committee, Item, Mandate, Meeting, Presence, Proposal, Reply
from portal.documents import services as documents
from portal.organisations.models import Audience
from portal.tenancy.services import set_membership
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.extranet.committees.making_keeping import (
    add_item,
    begin,
    call,
    make_committee,
    make_meeting,
    organisation,
    sit,
    sit_many,
    switch_on,
)  # fmt: skip
from tests.factories import make_user
from tests.portal.documents.files import pdf
from tests.portal.documents.making import make_document, member

pytestmark = pytest.mark.django_db
State = Meeting.State


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def tenant(pdc):
    switch_on(pdc)
    return pdc


@pytest.fixture
def committee(tenant) -> Committee:
    return make_committee()


@pytest.fixture
def meeting(committee) -> Meeting:
    return make_meeting(committee)


@pytest.fixture
def bob(committee):
    """The secretary: a landlord, without the back-office."""
    return GuardedClient(PDC_HOST).login_as("bob")


@pytest.fixture
def alice(committee):
    """The coordinator."""
    return GuardedClient(PDC_HOST).login_as("alice")


@pytest.fixture
def diane(committee):
    """A member who only sits."""
    return GuardedClient(PDC_HOST).login_as("diane")


def at(meeting: Meeting, rest: str = "preparer/") -> str:
    return f"/extranet/comites/reunions/{meeting.pk}/{rest}"


def of(committee: Committee, rest: str = "membres/") -> str:
    return f"/extranet/comites/{committee.slug}/{rest}"


def words(response) -> str:
    return " ".join(response.content.decode().split())


def in_days(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


FACTS = {
    "name": "Comité des charges", "aim": "Suivre les charges.", "quorum": "2", "proposals_close": "5",
    "secretary_name": "", "chair_name": "",
}  # fmt: skip


def date_facts(**fields) -> dict:
    return {"day": in_days(40).isoformat(), "starts": "14:00", "ends": "16:30", "place": "Mairie", "title": "",
            "remote_link": "", "note": "", "proposals_day": ""} | fields  # fmt: skip


# Who may -----------------------------------------------------------------------------------------------------


def pages_of(committee: Committee, meeting: Meeting) -> list[str]:
    item, paper = add_item(meeting, "Un point"), papers.attach(meeting, make_document(committee.folder))
    section, seat = agenda.add_section(meeting, "Une partie"), committee.members.first()
    mandate = Mandate.objects.get(member__committee=committee)
    proposal = Proposal.objects.create(meeting=meeting, by=member("diane"), title="À dire")
    return [
        *(of(committee, end) for end in (
            "modifier/", "clore/", "membres/", "membres/personnes/", "nouvelle-reunion/", f"membres/{seat.pk}/fin/",
            f"membres/{seat.pk}/mandat/", f"membres/mandats/{mandate.pk}/fin/")),
        *(at(meeting, end) for end in (
            "preparer/", "modifier/", "convoquer/", "presences/", "ouvertures/", "etat/annuler/", "etat/supprimer/",
            "points/ajouter/", f"points/{item.pk}/modifier/", f"points/{item.pk}/retirer/", "parties/ajouter/",
            f"parties/{section.pk}/renommer/", f"parties/{section.pk}/retirer/", f"points-proposes/{proposal.pk}/",
            "pieces/deposer/", "pieces/joindre/", f"pieces/{paper.pk}/retirer/")),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["bob", "alice"])
def test_the_secretary_and_the_coordinator_open_each_page(committee, meeting, who, visit):
    client = visit(PDC_HOST).login_as(who)
    for address in pages_of(committee, meeting):
        assert client.get(address).status_code == 200, address


def test_who_only_sits_is_refused_each_page_and_each_action(committee, meeting, diane):
    for address in pages_of(committee, meeting):
        assert diane.get(address).status_code == 403, address
        assert diane.post(address).status_code == (405 if "personnes" in address else 403), address
    assert Meeting.objects.get(pk=meeting.pk).state == State.PREPARING


def test_who_does_not_sit_does_not_know_of_any_of_it(committee, meeting, visit):
    chloe = visit(PDC_HOST).login_as("chloe")
    for address in pages_of(committee, meeting):
        assert chloe.get(address).status_code == 404, address


def test_the_other_tenant_does_not_know_of_any_of_it(committee, meeting, visit, request):
    addresses = pages_of(committee, meeting)
    ezra = visit(CASA_HOST).login_as("ezra")
    for address in addresses:
        assert ezra.get(address).status_code == 404, address
        assert ezra.post(address).status_code in {404, 405}, address


def test_nothing_is_there_where_the_module_is_off(pdc, visit):
    committee = make_committee()
    switch_on(pdc, is_on=False)
    assert visit(PDC_HOST).login_as("bob").get(of(committee)).status_code == 404


# The committee -----------------------------------------------------------------------------------------------


def test_the_coordinator_creates_a_committee_and_names_its_secretary(alice):
    response = alice.post("/extranet/comites/creer/nouveau/", FACTS | {"secretary_name": str(member("bob").user)})
    made = Committee.objects.get(name="Comité des charges")
    assert response["Location"] == of(made)
    assert (made.secretary, made.quorum, made.proposals_close) == (member("bob"), 2, 5)
    assert made.circle.members.contains(member("bob")) and made.folder.name == "Comité des charges"


def test_a_secretary_creates_no_other_committee(bob):
    assert bob.get("/extranet/comites/creer/nouveau/").status_code == 403
    assert bob.get("/extranet/comites/creer/personnes/?q=bo").status_code == 403


def test_a_name_that_is_taken_is_refused_and_nothing_typed_is_lost(alice, committee):
    response = alice.post("/extranet/comites/creer/nouveau/", FACTS | {"name": "comité DES loyers"})
    assert response.status_code == 422
    assert "porte déjà ce nom" in words(response) and "Suivre les charges." in words(response)


def test_two_people_of_one_name_are_told_apart_by_a_choice(alice, committee, tenant):
    twins = [set_membership(make_user(f"dup{n}@essai.example", first_name="Anne", last_name="Double"), tenant, [])
             for n in (1, 2)]  # fmt: skip
    typed = FACTS | {"secretary_name": "Anne Double"}
    response = alice.post("/extranet/comites/creer/nouveau/", typed)
    assert response.status_code == 422 and "Qui est-ce" in words(response)
    alice.post("/extranet/comites/creer/nouveau/", typed | {"secretary_name_among": str(twins[1].pk)})
    assert Committee.objects.get(name="Comité des charges").secretary == twins[1]


def test_a_name_that_nobody_has_is_refused_beside_its_field(alice):
    response = alice.post("/extranet/comites/creer/nouveau/", FACTS | {"chair_name": "Zzyzx Qwrty"})
    assert response.status_code == 422 and "personne ne répond à ce nom" in words(response)


def test_the_secretary_changes_the_committee(bob, committee):
    bob.post(of(committee, "modifier/"), FACTS | {"name": committee.name, "secretary_name": str(member("bob").user),
                                                  "chair_name": str(member("diane").user), "quorum": "7"})  # fmt: skip
    committee.refresh_from_db()
    assert (committee.chair, committee.secretary, committee.quorum) == (member("diane"), member("bob"), 7)


def test_a_quorum_of_nobody_is_refused(bob, committee):
    assert bob.post(of(committee, "modifier/"), FACTS | {"quorum": "0"}).status_code == 422


def test_a_committee_with_a_meeting_ahead_is_not_closed_and_another_is_then_opened_again(bob, committee, meeting):
    response = bob.post(of(committee, "clore/"), follow=True)
    assert "Une réunion est encore à venir" in words(response)
    meetings.drop(meeting, by=member("bob").user)
    bob.post(of(committee, "clore/"))
    committee.refresh_from_db()
    assert committee.closed_on == timezone.localdate()
    assert bob.get(of(committee, "nouvelle-reunion/")).status_code == 404
    bob.post(of(committee, "clore/"))
    committee.refresh_from_db()
    assert committee.closed_on is None


# Who sits ----------------------------------------------------------------------------------------------------


def test_an_organisation_is_seated_as_an_observer(bob, committee):
    where = organisation("Observatoire Essai")
    response = bob.post(of(committee), {"organisation": where.pk, "quality": "observe", "on": "2026-01-05"})
    seat = committee.members.get(organisation=where)
    assert seat.is_observer and seat.started_on == datetime.date(2026, 1, 5)
    assert response["Location"] == of(committee, f"membres/{seat.pk}/mandat/")
    assert "observe" in words(bob.get(of(committee)))


def test_an_organisation_that_sits_is_not_offered_again(bob, committee):
    seated = organisation("Habitat Essai")
    assert (
        bob.post(of(committee), {"organisation": seated.pk, "quality": "siege", "on": "2026-01-05"}).status_code == 422
    )


def test_a_mandate_is_given_by_name_from_a_day(bob, committee):
    seat = committee.members.get(organisation__name="Sans Mandat Essai")
    bob.post(of(committee, f"membres/{seat.pk}/mandat/"),
             {"person": str(member("chloe").user), "kind": "suppleant", "on": "2026-02-01"})  # fmt: skip
    mandate = seat.mandates.get()
    assert (mandate.membership, mandate.kind) == (member("chloe"), Mandate.Kind.DEPUTY)
    assert committee.circle.members.contains(member("chloe"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"person": ""}, "Écrivez le nom"),
        ({"on": "2019-01-01"}, "ne siège pas à cette date"),
        ({"on": "hier"}, "date"),
        ({"kind": "roi"}, "roi"),
    ],
)
def test_a_mandate_that_cannot_be_is_refused_with_its_reason(bob, committee, typed, said):
    seat = committee.members.get(organisation__name="Sans Mandat Essai")
    right = {"person": str(member("chloe").user), "kind": "titulaire", "on": "2026-02-01"}
    response = bob.post(of(committee, f"membres/{seat.pk}/mandat/"), right | typed)
    assert response.status_code == 422 and said in words(response)
    assert not seat.mandates.exists()


def test_names_are_proposed_to_the_secretary_while_typing(bob, committee):
    chloe = member("chloe")
    found = bob.get(of(committee, "membres/personnes/"), {"q": chloe.user.last_name}).json()["suggestions"]
    assert chloe.pk in {each["value"] for each in found}


def test_a_mandate_ends_after_its_last_day(bob, committee):
    mandate = Mandate.objects.get(membership=member("diane"), member__committee=committee)
    address = of(committee, f"membres/mandats/{mandate.pk}/fin/")
    assert bob.get(address).status_code == 200 and Mandate.objects.get(pk=mandate.pk).ended_on is None
    assert bob.post(address, {"on": "2020-01-01"}).status_code == 422
    bob.post(address, {"on": in_days(-1).isoformat()})
    assert Mandate.objects.get(pk=mandate.pk).ended_on == in_days(-1)
    assert "Mandats passés" in words(bob.get(of(committee)))


def test_the_seat_of_an_organisation_ends_with_its_mandates(bob, committee):
    seat = committee.members.get(organisation__name="Habitat Essai")
    bob.post(of(committee, f"membres/{seat.pk}/fin/"), {"on": in_days(-2).isoformat()})
    assert seat.mandates.get().ended_on == in_days(-2)
    assert "Ont siégé" in words(bob.get(of(committee)))


# A meeting ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["bob", "alice"])
def test_a_meeting_is_made_with_its_deadline(committee, who, visit):
    response = visit(PDC_HOST).login_as(who).post(of(committee, "nouvelle-reunion/"), date_facts())
    meeting = Meeting.objects.get(committee=committee)
    assert response["Location"] == at(meeting)
    assert timezone.localtime(meeting.starts_at).hour == 14
    assert timezone.localdate(meeting.proposals_until) == in_days(33)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": ""}, "Donnez le jour"),
        ({"ends": "13:00"}, "La fin doit venir après le début"),
        ({"day": "2020-01-01"}, "déjà passé"),
        ({"proposals_day": in_days(60).isoformat()}, "Au plus tard le jour de la réunion"),
        ({"remote_link": "visio"}, "adresse complète"),
        ({"starts": "25:00"}, "heure"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_and_nothing_typed_is_lost(bob, committee, typed, said):
    response = bob.post(of(committee, "nouvelle-reunion/"), date_facts(note="Parking derrière") | typed)
    assert response.status_code == 422 and said in words(response) and "Parking derrière" in words(response)
    assert not Meeting.objects.filter(committee=committee).exists()


def test_two_who_change_a_meeting_at_once_lose_nothing(bob, alice, meeting):
    stamp = meeting.changed_at.isoformat()
    first = date_facts(place="Salle des fêtes", as_read=stamp)
    assert alice.post(at(meeting, "modifier/"), first).status_code == 302
    second = date_facts(place="Maison des associations", as_read=stamp)
    response = bob.post(at(meeting, "modifier/"), second)
    assert response.status_code == 409
    said = words(response)
    assert "a modifié cette réunion entre-temps" in said and str(member("alice").user) in said
    assert "Salle des fêtes" in said and "Maison des associations" in said
    assert Meeting.objects.get(pk=meeting.pk).place == "Salle des fêtes"
    again = second | {"as_read": Meeting.objects.get(pk=meeting.pk).changed_at.isoformat()}
    assert f'value="{again["as_read"]}"' in response.content.decode().replace("&#x2B;", "+")
    assert bob.post(at(meeting, "modifier/"), again).status_code == 302
    assert Meeting.objects.get(pk=meeting.pk).place == "Maison des associations"


def test_the_deadline_that_is_not_touched_stays_to_the_minute(bob, meeting):
    before = meeting.proposals_until
    day = timezone.localdate(before).isoformat()
    bob.post(at(meeting, "modifier/"), date_facts(proposals_day=day, as_read=meeting.changed_at.isoformat()))
    assert Meeting.objects.get(pk=meeting.pk).proposals_until == before


def test_what_changed_after_the_convocation_is_said_until_all_are_called_again(bob, meeting):
    add_item(meeting, "Premier point")
    meeting = call(meeting)
    bob.post(at(meeting, "modifier/"), date_facts(as_read=Meeting.objects.get(pk=meeting.pk).changed_at.isoformat()))
    said = words(bob.get(at(meeting)))
    assert "À convoquer de nouveau" in said and "la date ou l’heure et le lieu" in said
    assert "ordre du jour ou ses pièces" not in said
    bob.post(at(meeting, "points/ajouter/"), {"title": "Un de plus", "aim": "information"})
    assert "l’ordre du jour ou ses pièces" in words(bob.get(at(meeting)))
    bob.post(at(meeting, "convoquer/"))
    assert "À convoquer de nouveau" not in words(bob.get(at(meeting)))


# Its agenda --------------------------------------------------------------------------------------------------


def test_items_are_added_changed_moved_and_removed(bob, meeting):
    for title in ("Impayés", "Mobilité"):
        bob.post(at(meeting, "points/ajouter/"), {"title": title, "aim": "decision", "minutes": "20"})
    first, second = meeting.items.all()
    bob.post(at(meeting, f"points/{second.pk}/deplacer/"), {"vers": "haut"})
    assert [str(item) for item in meeting.items.all()] == ["Mobilité", "Impayés"]
    bob.post(at(meeting, f"points/{first.pk}/modifier/"), {"title": "Impayés 2026", "aim": "discussion"})
    first.refresh_from_db()
    assert (first.title, first.aim, first.minutes) == ("Impayés 2026", Item.Aim.DISCUSSION, None)
    bob.post(at(meeting, f"points/{second.pk}/retirer/"))
    assert [str(item) for item in meeting.items.all()] == ["Impayés 2026"]


def test_an_item_is_put_in_a_part_and_stays_when_the_part_goes(bob, meeting):
    bob.post(at(meeting, "parties/ajouter/"), {"title": "Actualités"})
    section = meeting.sections.get()
    bob.post(at(meeting, "points/ajouter/"), {"title": "Charte", "aim": "information", "section": section.pk})
    assert meeting.items.get().section == section
    bob.post(at(meeting, f"parties/{section.pk}/renommer/"), {"title": "Nouvelles"})
    assert "Nouvelles" in words(bob.get(at(meeting)))
    bob.post(at(meeting, f"parties/{section.pk}/retirer/"))
    assert meeting.items.get().section is None


@pytest.mark.parametrize(
    "typed", [{"title": ""}, {"minutes": "0"}, {"minutes": "9000"}, {"aim": "rien"}, {"section": "9"}]
)
def test_an_item_that_cannot_be_is_refused_and_nothing_typed_is_lost(bob, meeting, typed):
    agenda.add_section(meeting, "Une partie")
    right = {"title": "Charte", "aim": "information", "text": "Ce dont il s’agit"}
    response = bob.post(at(meeting, "points/ajouter/"), right | typed)
    assert response.status_code == 422 and "Ce dont il s’agit" in words(response)
    assert not meeting.items.exists()


def test_an_item_of_another_meeting_is_not_found(bob, committee, meeting):
    item = add_item(make_meeting(committee, days=60), "Ailleurs")
    for rest in ("modifier/", "retirer/", "deplacer/", "traite/"):
        assert bob.post(at(meeting, f"points/{item.pk}/{rest}"), {"vers": "haut"}).status_code == 404


def test_the_agenda_of_a_held_meeting_changes_no_more(bob, meeting):
    item = add_item(meeting, "Dit")
    meetings.hold(begin(meeting), by=member("bob").user)
    assert bob.post(at(meeting, f"points/{item.pk}/retirer/")).status_code == 404
    assert "Ajouter un point" not in words(bob.get(at(meeting)))


# What members propose ----------------------------------------------------------------------------------------


@pytest.fixture
def proposal(meeting) -> Proposal:
    return proposals.propose(Proposal(meeting=meeting, by=member("diane"), title="Les loges vides"))


def test_a_proposal_is_taken_in(bob, meeting, proposal):
    assert "Les loges vides" in words(bob.get(at(meeting)))
    bob.post(at(meeting, f"points-proposes/{proposal.pk}/"), {"retenir": "1", "reason": ""})
    assert meeting.items.get().title == "Les loges vides"
    assert "retenu" in words(bob.get(at(meeting)))


def test_a_proposal_is_turned_down_with_a_reason_and_not_without(alice, meeting, proposal):
    address = at(meeting, f"points-proposes/{proposal.pk}/")
    response = alice.post(address, {"reason": " "})
    assert response.status_code == 422 and "Dites pourquoi" in words(response)
    alice.post(address, {"reason": "Vu en mars."})
    proposal.refresh_from_db()
    assert proposal.is_accepted is False and "Vu en mars." in words(alice.get(at(meeting)))
    assert alice.post(address, {"retenir": "1"}).status_code == 422


# Papers ------------------------------------------------------------------------------------------------------


def file(content: bytes | None = None, name: str = "note.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf() if content is None else content, "application/pdf")


@pytest.mark.parametrize(("reach", "kept"), [("comite", "choisis"), ("professionnels", "professionnels")])
def test_a_paper_is_put_in_for_the_committee_or_for_all_professionals(bob, committee, meeting, reach, kept):
    item = add_item(meeting, "Charte")
    bob.post(
        at(meeting, "pieces/deposer/"), {"file": file(), "title": "Projet de charte", "item": item.pk, "reach": reach}
    )
    paper = meeting.papers.get()
    assert (paper.item, paper.document.title, paper.document.folder) == (item, "Projet de charte", committee.folder)
    assert paper.document.audience.reach == kept
    assert list(paper.document.audience.circles.all()) == ([committee.circle] if reach == "comite" else [])
    assert "Projet de charte" in words(bob.get(at(meeting)))


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00 un programme"])
def test_a_file_that_is_refused_is_said_at_its_field_and_leaves_nothing(bob, meeting, content):
    audiences = Audience.objects.count()
    response = bob.post(at(meeting, "pieces/deposer/"), {"file": file(content), "title": "Note", "reach": "comite"})
    assert (
        response.status_code == 422 and 'id="id_file-erreur"' in words(response) and 'value="Note"' in words(response)
    )
    assert not meeting.papers.exists() and Audience.objects.count() == audiences


def test_a_document_of_the_library_is_attached_and_detached(bob, committee, meeting):
    document = make_document(committee.folder, title="Règlement")
    bob.post(at(meeting, "pieces/joindre/"), {"document": document.pk})
    paper = meeting.papers.get()
    assert paper.document == document
    bob.post(at(meeting, f"pieces/{paper.pk}/retirer/"))
    assert not meeting.papers.exists() and type(document).objects.filter(pk=document.pk).exists()


def test_what_the_secretary_may_not_read_is_not_attached(bob, meeting):
    secret = make_document(audience=Audience.objects.create(reach=Audience.Reach.CHOSEN, kinds=["siao"]))
    assert bob.post(at(meeting, "pieces/joindre/"), {"document": secret.pk}).status_code == 422


def test_who_has_not_opened_each_paper_is_counted(bob, committee, meeting):
    note, charter = (make_document(committee.folder, title=title) for title in ("Note", "Charte"))
    for document in (note, charter):
        papers.attach(meeting, document)
    documents.record_reading(member("diane"), note.current)
    said = words(bob.get(at(meeting, "ouvertures/")))
    assert "Ouverte par <b>1</b> personne sur 2" in said and "Ouverte par <b>0</b> personne sur 2" in said
    assert "1 sur 2" in said and "0 sur 2" in said


# Convocation and states --------------------------------------------------------------------------------------


def test_before_convoking_one_reads_who_will_be_called_and_what_is_missing(bob, meeting):
    said = words(bob.get(at(meeting, "convoquer/")))
    assert str(member("diane").user) in said and str(member("bob").user) in said and "2 personnes à convoquer" in said
    assert "L’ordre du jour est vide" in said
    assert "Personne à convoquer pour 1 organisation" in said and "Sans Mandat Essai" in said
    assert Meeting.objects.get(pk=meeting.pk).state == State.PREPARING


@pytest.mark.parametrize("who", ["bob", "alice"])
def test_convoking_calls_and_the_log_has_the_replies(meeting, who, visit):
    client = visit(PDC_HOST).login_as(who)
    client.post(at(meeting, "convoquer/"))
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert (meeting.state, meeting.sequence) == (State.CONVOKED, 1)
    meeting = call(meeting)
    replies.reply(meeting, member("diane"), Reply.Answer.REPLACED, replaced_by="Luc Remplaçant")
    said = words(client.get(at(meeting, "convoquer/")))
    assert "Luc Remplaçant vient à sa place" in said and '<b class="tallies__number">1</b> se font remplacer' in said


def test_a_meeting_that_has_begun_is_not_convoked(bob, meeting):
    begun = timezone.now() - datetime.timedelta(minutes=5)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=begun, proposals_until=None)
    response = bob.post(at(meeting, "convoquer/"), follow=True)
    assert "déjà commencé" in words(response) and Meeting.objects.get(pk=meeting.pk).state == State.PREPARING


def test_a_meeting_goes_through_its_states_and_each_asks_first(bob, committee, meeting):
    add_item(meeting, "Pas dit")
    done = add_item(meeting, "Dit")
    following = make_meeting(committee, days=60)
    call(meeting)
    for deed, state in (("commencer", State.RUNNING), ("terminer", State.HELD)):
        assert bob.get(at(meeting, f"etat/{deed}/")).status_code == 200
        if deed == "terminer":
            bob.post(at(meeting, f"points/{done.pk}/traite/"), {"traite": "oui"})
            said = words(bob.get(at(meeting, "etat/terminer/")))
            assert "Pas dit" in said and "<li>Dit</li>" not in said
        bob.post(at(meeting, f"etat/{deed}/"))
        assert Meeting.objects.get(pk=meeting.pk).state == state
    assert [item.title for item in following.items.all()] == ["Pas dit"]
    assert bob.get(at(meeting, "etat/annuler/")).status_code == 404
    bob.post(at(meeting, "etat/reprendre/"))
    assert Meeting.objects.get(pk=meeting.pk).state == State.RUNNING


def test_holding_a_meeting_leaves_the_next_one_as_it_was_told_when_nothing_goes_there(bob, committee, meeting):
    following = call(make_meeting(committee, days=60))
    begin(meeting)
    bob.post(at(meeting, "etat/terminer/"))
    assert not Meeting.objects.get(pk=following.pk).is_to_convoke


def test_a_meeting_is_called_off_with_a_reason_and_prepared_again(alice, meeting):
    assert alice.post(at(meeting, "etat/annuler/"), {"reason": ""}).status_code == 422
    alice.post(at(meeting, "etat/annuler/"), {"reason": "Neige"})
    assert Meeting.objects.get(pk=meeting.pk).state == State.CANCELLED and "Neige" in words(alice.get(at(meeting)))
    alice.post(at(meeting, "etat/retablir/"))
    assert Meeting.objects.get(pk=meeting.pk).state == State.PREPARING


def test_a_state_that_does_not_follow_is_refused_in_words(bob, meeting):
    response = bob.post(at(meeting, "etat/terminer/"), follow=True)
    assert "ne peut pas devenir" in words(response)
    assert bob.post(at(meeting, "etat/inconnu/")).status_code == 404


def test_a_meeting_of_which_nobody_was_told_is_erased_and_only_by_a_post(bob, committee, meeting):
    assert bob.get(at(meeting, "etat/supprimer/")).status_code == 200 and Meeting.objects.filter(pk=meeting.pk).exists()
    bob.post(at(meeting, "etat/supprimer/"))
    assert not Meeting.objects.filter(pk=meeting.pk).exists()
    other = call(make_meeting(committee))
    assert "annulez la réunion" in words(bob.post(at(other, "etat/supprimer/"), follow=True))


# Attendance --------------------------------------------------------------------------------------------------


def marks_of(meeting: Meeting) -> dict:
    """What to post for diane present, « Sans Mandat » represented by hers, two guests."""
    seats = {seat.organisation.name: seat for seat in meeting.committee.members.select_related("organisation")}
    here, empty = seats["Habitat Essai"], seats["Sans Mandat Essai"]
    return {f"etat-{here.pk}-{member('diane').pk}": "present", f"par-{empty.pk}": here.pk,
            f"etat-0-{member('bob').pk}": "present", "guests": "Ada Invitée\nGrace Invitée"}  # fmt: skip


@pytest.mark.parametrize("who", ["bob", "alice"])
def test_who_came_is_noted_and_counted(committee, meeting, who, visit):
    Committee.objects.filter(pk=committee.pk).update(quorum=2)
    client, meeting = visit(PDC_HOST).login_as(who), begin(meeting)
    response = client.post(at(meeting, "presences/"), marks_of(meeting), follow=True)
    said = words(response).replace("\N{NO-BREAK SPACE}", " ")
    assert "2 bailleurs représentés sur 2" in said and "Quorum de 2 atteint" in said
    states = sorted(meeting.presences.values_list("state", flat=True))
    assert states == ["invite", "invite", "present", "present", "represente"]
    assert "Ada Invitée" in said and attendance.tally_of(meeting).represented == 2


def test_the_sheet_begins_with_what_people_replied(bob, meeting):
    meeting = call(meeting)
    replies.reply(meeting, member("diane"), Reply.Answer.REPLACED, replaced_by="Luc Remplaçant")
    meetings.begin(meeting, by=member("bob").user)
    page = bob.get(at(meeting, "presences/")).content.decode()
    assert 'value="Luc Remplaçant"' in page and "La feuille part des réponses" in page
    assert page.count(" checked") == 1 and 'value="excuse"' in page
    assert not Presence.objects.exists()


def test_an_organisation_spoken_for_by_an_absent_one_is_refused_and_the_rest_stays(bob, meeting):
    meeting = begin(meeting)
    posted = marks_of(meeting)
    (mark,) = [name for name in posted if name.endswith(f"-{member('diane').pk}")]
    response = bob.post(at(meeting, "presences/"), posted | {mark: "absent"})
    assert response.status_code == 422 and "Personne de Habitat Essai n’est noté présent" in words(response)
    assert "Ada Invitée" in words(response) and not meeting.presences.exists()


def test_an_organisation_that_is_there_is_not_spoken_for(bob, meeting):
    meeting = begin(meeting)
    posted = marks_of(meeting)
    empty = meeting.committee.members.get(organisation__name="Sans Mandat Essai")
    response = bob.post(at(meeting, "presences/"), posted | {f"autres-{empty.pk}": "Paul Venu"})
    assert response.status_code == 422 and "se représente elle-même" in words(response)


def test_a_sheet_with_strange_marks_is_refused(bob, meeting):
    meeting = begin(meeting)
    posted = dict.fromkeys(marks_of(meeting), "danse")
    assert bob.post(at(meeting, "presences/"), posted).status_code == 422
    assert not meeting.presences.exists()


def test_nobody_is_noted_before_the_meeting_begins(bob, meeting):
    meeting = call(meeting)
    assert "quand la réunion a commencé" in words(bob.get(at(meeting, "presences/")))
    assert bob.post(at(meeting, "presences/"), marks_of(meeting)).status_code == 422


def test_who_was_noted_and_has_lost_the_mandate_since_stays_on_the_sheet(bob, committee, meeting):
    meeting = begin(meeting)
    bob.post(at(meeting, "presences/"), marks_of(meeting))
    Mandate.objects.filter(membership=member("diane")).delete()
    assert str(member("diane").user) in words(bob.get(at(meeting, "presences/")))


# Size --------------------------------------------------------------------------------------------------------


def queries_of(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_preparation_of_a_long_agenda_makes_no_more_queries(bob, committee, meeting):
    counts = []
    for number in (1, 30):
        for n in range(meeting.items.count(), number):
            section = agenda.add_section(meeting, f"Partie {n}")
            item = add_item(meeting, f"Point {n}", section=section)
            papers.attach(meeting, make_document(committee.folder, title=f"Pièce {n}"), item=item)
            proposals.propose(Proposal(meeting=meeting, by=member("diane"), title=f"Proposé {n}"))
        counts.append(queries_of(bob, at(meeting)))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("rest", ["presences/", "convoquer/", "ouvertures/"])
def test_a_large_committee_makes_no_more_queries(bob, committee, meeting, rest):
    papers.attach(meeting, make_document(committee.folder))
    sit(committee, organisation("Encore Une"), member("chloe"))
    counts = []
    meeting = call(meeting) if rest == "convoquer/" else begin(meeting)
    for number in (3, 30):
        sit_many(committee, number)
        counts.append(queries_of(bob, at(meeting, rest)))
    assert counts[0] == counts[1]


def test_the_members_page_of_a_large_committee_makes_no_more_queries(bob, committee):
    counts = []
    for number in (3, 30):
        sit_many(committee, number)
        counts.append(queries_of(bob, of(committee)))
    assert counts[0] == counts[1]
