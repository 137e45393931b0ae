"""A meeting, its agenda, what members propose for it, its papers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from extranet.committees import agenda, meetings, papers, proposals
from extranet.committees.models import Item, Meeting, Proposal
from portal.documents import services as documents
from portal.organisations.models import Audience
from tests.conftest import PDC_HOST
from tests.extranet.committees.keeping.making import (
    add_item,
    at,
    begin,
    call,
    date_facts,
    in_days,
    make_meeting,
    of,
    words,
)  # fmt: skip
from tests.portal.documents.files import pdf
from tests.portal.documents.making import make_document, member

pytestmark = pytest.mark.django_db
State = Meeting.State

# A meeting -----------------------------------------------------------------------------------------------------


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


# Its agenda ----------------------------------------------------------------------------------------------------


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


# What members propose ------------------------------------------------------------------------------------------


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


# Papers --------------------------------------------------------------------------------------------------------


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
