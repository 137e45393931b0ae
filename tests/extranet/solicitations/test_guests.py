"""Partners invited by name to one request: they read that one, until the invitation is withdrawn."""

import pytest

from extranet.solicitations import guests, services
from extranet.solicitations.models import Guest, JournalEntry, Solicitation
from extranet.solicitations.models.lists import RefusalReason
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError
from tests.extranet.solicitations import making
from tests.extranet.solicitations.making_sheets import browser, newcomer, page_of, plain, plan, subjects

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_module")]


def test_a_guest_reads_that_request_alone_writes_in_it_and_does_not_answer(received, alice, bob, diane):
    other = making.send(making.draft(diane))
    response = browser(alice).post(page_of(received, "inviter"), {"person": "bob (exemple)"})
    assert response.status_code == 302
    assert browser(bob).get(page_of(received)).status_code == 200
    assert browser(bob).get(page_of(other)).status_code == 404
    assert browser(bob).post(page_of(received), {"text": "Je connais ce quartier."}).status_code == 302
    assert browser(bob).get(page_of(received, "etudier")).status_code == 403
    assert "Inviter un partenaire" not in plain(browser(bob).get(page_of(received)))
    assert subjects(bob) == [f"Sollicitation {received.reference} : vous y êtes invité ou invitée"]


def test_an_invitation_is_withdrawn_and_the_page_closes_at_once(received, alice, bob):
    guest = guests.invite(received, bob, by=alice)
    where = page_of(received, f"invites/{guest.pk}/retirer")
    assert "Bob (exemple)" in plain(browser(alice).get(where))
    assert browser(bob).post(where).status_code == 403
    assert browser(alice).post(where).status_code == 302
    assert browser(bob).get(page_of(received)).status_code == 404
    assert browser(alice).post(where).status_code == 404
    acts = JournalEntry.objects.filter(reference=received.reference, detail="Bob (exemple)")
    assert set(acts.values_list("act", flat=True)) == {"invitation", "retrait"}
    again = guests.invite(received, bob, by=alice)
    assert again.pk != guest.pk and browser(bob).get(page_of(received)).status_code == 200


def test_a_guest_of_another_request_is_not_withdrawn_from_here(received, alice, bob, diane):
    other = making.send(making.draft(diane))
    guest = guests.invite(other, bob, by=alice)
    assert browser(alice).post(page_of(received, f"invites/{guest.pk}/retirer")).status_code == 404
    assert Guest.objects.active().get() == guest


def test_members_are_proposed_while_typing_to_who_coordinates(received, alice, bob, diane, gael):
    where = page_of(received, "inviter/personnes")
    told = browser(alice).get(where, {"q": "bailleur"}).json()["suggestions"]
    assert "Bob (exemple)" in [each["label"] for each in told]
    for name in ("gael", "alice", "diane"):
        labels = [each["label"].lower() for each in browser(alice).get(where, {"q": name}).json()["suggestions"]]
        assert not any(name in label.replace("ë", "e") for label in labels)
    assert browser(diane).get(where, {"q": "bob"}).status_code == 403
    assert browser(bob).get(where, {"q": "bob"}).status_code == 404


@pytest.mark.parametrize("typed", ["", "Personne Inconnue", "Gaël (exemple)"])
def test_a_name_that_is_nobody_s_is_said(received, alice, typed):
    response = browser(alice).post(page_of(received, "inviter"), {"person": typed})
    assert response.status_code == 422
    assert not Guest.objects.exists()


def test_two_people_of_one_name_are_told_apart(received, alice, pdc):
    one, two = newcomer(pdc, "camille"), newcomer(pdc, "camille2")
    type(two.user).objects.filter(pk=two.user_id).update(first_name="Camille")
    where = page_of(received, "inviter")
    response = browser(alice).post(where, {"person": "Camille Essai"})
    assert response.status_code == 422 and "Qui est-ce ?" in plain(response)
    response = browser(alice).post(where, {"person": "Camille Essai", "person_among": two.pk})
    assert response.status_code == 302
    assert Guest.objects.get().membership == two != one


@pytest.mark.parametrize("roles", [["administration"], ["elu"], ["elu", "communication"]])
def test_who_reads_figures_alone_is_not_invited(received, alice, pdc, roles):
    person = newcomer(pdc, "chiffres", *roles)
    with pytest.raises(RefusedError):
        guests.invite(received, person, by=alice)


def test_who_left_and_who_is_elsewhere_are_not_invited(received, alice, bob, casa, pdc):
    stranger = Membership.objects.get(user__email="hugo@demo.example")
    Membership.objects.filter(pk=bob.pk).update(ended_at="2026-01-01T00:00Z")
    for person in (bob, stranger):
        with pytest.raises(RefusedError):
            guests.invite(received, person, by=alice)


def test_nobody_is_invited_once_it_is_closed(received, alice, bob):
    services.refuse(received, RefusalReason.KNOWN, by=alice)
    assert "Inviter un partenaire" not in plain(browser(alice).get(page_of(received)))
    response = browser(alice).post(page_of(received, "inviter"), {"person": "Bob (exemple)"})
    assert response.status_code == 422 and "une réponse est donnée" in plain(response)


def test_dates_come_and_go_with_the_invitation(received, alice, bob):
    plan(received)
    guest = guests.invite(received, bob, by=alice)
    guests.withdraw(guest, by=alice)
    assert [each.partition(" : ")[2] for each in subjects(bob)] == [
        "vous y êtes invité ou invitée", "réunion d’étude", "réunion d’étude sans vous",
    ]  # fmt: skip


def test_inviting_twice_invites_once(received, alice, bob):
    assert guests.invite(received, bob, by=alice) == guests.invite(received, bob, by=alice)
    assert Solicitation.objects.visible_to(bob).count() == 1
    assert len(subjects(bob)) == 1
