"""Staff answer: each their own platforms, three clear acts, a thread, and somebody who comes in at the end."""

import datetime
import uuid

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from extranet.access import answers, services
from extranet.access.models import AccessRequest, Arrival, Entry, State
from portal.accounts.models import User
from portal.notifications.attention import waiting_for
from portal.organisations.models import Affiliation, Organisation
from portal.tenancy import invitations
from portal.tenancy.models import Invitation, Membership, Role
from portal.tenancy.services import end_membership, set_membership
from portal.territories.models import Absence, Platform
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.extranet.access.conftest import NORA, STAFF, letters_to, page_of, person, sheet
from tests.factories import make_user
from tests.portal.tenancy.test_invitations import ACCOUNT, path_in

pytestmark = pytest.mark.django_db


def membership_of(first_name: str, tenant) -> Membership:
    return Membership.objects.of(tenant).get(user=person(first_name))


# From a newcomer to a member ------------------------------------------------------------------------------


def test_a_request_that_is_accepted_makes_a_member_with_their_organisation_and_no_role(
    make, post, pdc, pdc_client, alice
):
    request = make()
    page = post(alice, sheet(request), {"act": "accept"}, follow=True)
    assert "une invitation part à Nora Martin" in page.text
    assert not User.objects.filter(email=NORA).exists()

    [letter] = letters_to(NORA)
    form = pdc_client.get(path_in(letter)).text
    assert 'value="Nora"' in form
    assert 'value="Martin"' in form
    assert "Bonjour Nora" in pdc_client.post(path_in(letter), ACCOUNT, follow=True).text
    member = Membership.objects.of(pdc).get(user__email=NORA)
    assert member.roles == []
    affiliation = Affiliation.objects.get(membership=member)
    assert (affiliation.organisation.name, affiliation.function) == (request.where_from, "Travailleuse sociale")
    assert not member.circles.exists()
    assert not Arrival.objects.exists()
    assert [entry.kind for entry in request.entries.all()] == ["envoi", "confirmation", "acceptation", "arrivee"]


def test_an_invitation_sent_anew_still_leads_to_the_organisation(make, post, pdc, pdc_client, alice, gael):
    request = make()
    post(alice, sheet(request), {"act": "accept"})
    post(gael, f"/admin/equipe/invitations/{Invitation.objects.pending().get().pk}/", {"resend": ""})
    pdc_client.post(path_in(letters_to(NORA)[-1]), ACCOUNT)
    assert Affiliation.objects.get(membership__user__email=NORA).organisation == request.organisation


def test_somebody_who_has_an_account_elsewhere_joins_with_it(make, post, pdc, alice):
    request = make(email="hugo@demo.example")
    post(alice, sheet(request), {"act": "accept"})
    hugo = GuardedClient(PDC_HOST).login_as("hugo")
    assert hugo.post(path_in(mail.outbox[-1]), follow=True).status_code == 200
    assert Affiliation.objects.get(membership=membership_of("hugo", pdc)).function == "Travailleuse sociale"


def test_a_former_member_comes_back_and_the_sheet_says_it(make, post, pdc, alice):
    end_membership(membership_of("diane", pdc), by=person("gael"))
    request = make(email="diane@demo.example")
    assert "Ancien membre" in alice.get(sheet(request)).text
    post(alice, sheet(request), {"act": "accept"})
    GuardedClient(PDC_HOST).login_as("diane").post(path_in(mail.outbox[-1]))
    assert membership_of("diane", pdc).ended_at is None


def test_somebody_who_became_a_member_meanwhile_is_accepted_without_an_invitation(make, post, pdc, alice):
    request = make()
    member = set_membership(make_user(NORA), pdc, [])
    post(alice, sheet(request), {"act": "accept"})
    assert "il suffit de vous connecter" in letters_to(NORA)[0].body
    assert not Invitation.objects.exists()
    assert Affiliation.objects.get(membership=member).organisation == request.organisation


def test_accepting_takes_away_no_role_that_was_promised(make, post, pdc, alice):
    invitations.invite(pdc, NORA, [Role.REDACTION], by=person("gael"))
    post(alice, sheet(make()), {"act": "accept"})
    assert Invitation.objects.pending().get().roles == ["redaction"]


# Asking for more, refusing --------------------------------------------------------------------------------


def test_a_question_and_its_answer_make_a_thread_that_both_read(make, post, pdc, pdc_client, alice):
    request = make()
    post(alice, sheet(request), {"act": "question", "question-text": "Dans quelle équipe ?"})
    [letter] = letters_to(NORA)
    assert "Dans quelle équipe ?" in letter.body
    assert "Alice" in letter.body
    page = pdc_client.get(page_of(request))
    assert "Dans quelle équipe ?" in page.text
    assert "Alice" not in page.text  # a person is named in what they sign, not on a page that stays
    assert not [item for item in waiting_for(membership_of("alice", pdc)) if "Nora Martin" in item.title]
    post(pdc_client, page_of(request), {"reply": "", "text": "L’équipe mobile."})
    assert letters_to("alice@demo.example")
    assert "L’équipe mobile." in alice.get(sheet(request)).text
    [item] = [item for item in waiting_for(membership_of("alice", pdc)) if "Nora Martin" in item.title]
    assert "réponse" in item.detail


def test_an_empty_answer_is_refused_at_its_field(make, pdc_client):
    page = pdc_client.post(page_of(make()), {"reply": "", "text": " "})
    assert page.status_code == 422
    assert "Écrivez votre réponse" in page.text


def test_a_refusal_needs_a_reason_that_the_sender_reads(make, post, pdc, pdc_client, alice):
    request = make()
    page = post(alice, sheet(request), {"act": "refuse", "refuse-text": ""})
    assert page.status_code == 422
    assert "Dites pourquoi" in page.text
    post(alice, sheet(request), {"act": "refuse", "refuse-text": "Votre structure n’intervient pas ici."})
    [letter] = letters_to(NORA)
    assert "n’intervient pas ici" in letter.body
    assert "n’intervient pas ici" in pdc_client.get(page_of(request)).text
    assert not Invitation.objects.exists()
    assert "reply" not in pdc_client.get(page_of(request)).text
    page = pdc_client.post(page_of(request), {"reply": "", "text": "Mais si."}, follow=True)
    assert "Cette demande est close" in page.text


def test_whoever_acts_second_is_told_what_happened(make, post, pdc, alice, gael):
    request = make()
    post(alice, sheet(request), {"act": "refuse", "refuse-text": "Doublon."})
    page = post(gael, sheet(request), {"act": "accept"}, follow=True)
    assert "Trop tard" in page.text
    assert "refusée par Alice" in page.text
    assert AccessRequest.objects.get(pk=request.pk).state == State.REFUSED
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("act", ["", "inconnu"])
def test_an_act_that_is_none_changes_nothing(make, alice, act):
    request = make()
    assert alice.post(sheet(request), {"act": act}).status_code == 422
    assert AccessRequest.objects.get(pk=request.pk).state == State.RECEIVED


# The organisation -----------------------------------------------------------------------------------------


@pytest.fixture
def proposed(make):
    return make(organisation=None, organisation_name="Centre neuf")


def test_nobody_is_accepted_before_the_organisation_is_settled(proposed, post, alice):
    assert "n’est pas dans l’annuaire" in alice.get(sheet(proposed)).text
    page = post(alice, sheet(proposed), {"act": "accept"}, follow=True)
    assert "Dites d’abord de quelle organisation" in page.text
    assert AccessRequest.objects.get(pk=proposed.pk).state == State.RECEIVED


def test_a_proposed_organisation_enters_the_directory_with_its_kind(proposed, post, alice):
    page = post(alice, sheet(proposed), {"act": "organisation", "organisation-name": "Centre neuf"})
    assert "Choisissez sa nature" in page.text
    post(alice, sheet(proposed), {"act": "organisation", "organisation-name": "Le Centre neuf",
                                  "organisation-kind": "association"})  # fmt: skip
    organisation = Organisation.objects.get(name="Le Centre neuf")
    assert (organisation.is_proposed, organisation.kind) == (False, "association")
    assert "Accepter la demande" in alice.get(sheet(proposed)).text


def test_it_cannot_take_the_name_of_another(proposed, post, alice):
    answer = {
        "act": "organisation",
        "organisation-kind": "autre",
        "organisation-name": "BAILLEUR SOCIAL N° 1 (EXEMPLE)",
    }
    page = post(alice, sheet(proposed), answer)
    assert page.status_code == 422
    assert "porte déjà ce nom" in page.text


def test_it_is_linked_to_one_that_exists_and_the_proposal_goes(proposed, post, alice):
    landlord = Organisation.objects.get(name="Bailleur social n° 1 (exemple)")
    post(alice, sheet(proposed), {"act": "link", "link-organisation": landlord.pk})
    proposed.refresh_from_db()
    assert proposed.organisation == landlord
    assert not Organisation.objects.filter(name="Centre neuf").exists()


def test_a_refused_request_leaves_no_proposal_behind(proposed, post, alice):
    post(alice, sheet(proposed), {"act": "refuse", "refuse-text": "Hors du territoire."})
    assert not Organisation.objects.filter(name="Centre neuf").exists()
    assert "Centre neuf" in alice.get(sheet(proposed)).text


def test_an_organisation_of_the_neighbour_is_none_of_the_choices(proposed, post, alice, casa):
    galice = Organisation.objects.get(name="GALICE")
    assert post(alice, sheet(proposed), {"act": "link", "link-organisation": galice.pk}).status_code == 422


# What is known --------------------------------------------------------------------------------------------


def test_the_sheet_says_what_is_known_of_the_address(make, pdc, alice):
    Organisation.objects.filter(name="Bailleur social n° 1 (exemple)").update(email_domains=["asso.example"])
    services.withdraw(make())
    invitations.invite(pdc, NORA, [], by=person("gael"))
    text = alice.get(sheet(make())).text.replace("\xa0", " ")
    assert "Son domaine est celui de : Bailleur social n° 1" in text
    assert "Une invitation est en attente" in text
    assert "envoyée par Gaël" in text
    assert ": retirée" in text


def test_a_free_mail_service_says_nothing_of_the_employer(make, alice):
    assert "grand public" in alice.get(sheet(make(email="nora@gmail.com"))).text


def test_the_sheet_says_nothing_of_other_tenants(make, alice):
    text = alice.get(sheet(make(email="hugo@demo.example"))).text
    assert "première fois" in text


# Who answers ----------------------------------------------------------------------------------------------


def test_another_coordinator_is_refused_and_the_neighbour_s_does_not_know(make, pdc):
    request = make()
    set_membership(person("iris"), pdc, [Role.COORDINATION])
    assert GuardedClient(PDC_HOST).login_as("iris").get(sheet(request)).status_code == 403
    assert GuardedClient(PDC_HOST).login_as("bob").get(sheet(request)).status_code == 403
    assert GuardedClient(CASA_HOST).login_as("ezra").get(sheet(request)).status_code == 404


def test_an_absent_coordinator_s_deputy_is_told_and_answers(make, post, pdc, django_capture_on_commit_callbacks):
    iris = person("iris")
    set_membership(iris, pdc, [Role.COORDINATION])
    request = make(confirmed=False)
    today = timezone.localdate()
    Absence.objects.create(coordinator=person("alice"), deputy=iris, starts_on=today, ends_on=today)
    with django_capture_on_commit_callbacks(execute=True):
        services.confirm(request)
    assert [letter.to for letter in mail.outbox] == [["iris@demo.example"]]
    deputy = GuardedClient(PDC_HOST).login_as("iris")
    assert "Nora Martin" in deputy.get("/extranet/").text
    post(deputy, sheet(request), {"act": "accept"})
    assert AccessRequest.objects.get(pk=request.pk).state == State.ACCEPTED
    Absence.objects.update(starts_on=today - datetime.timedelta(2), ends_on=today - datetime.timedelta(1))
    assert GuardedClient(PDC_HOST).login_as("iris").get(sheet(request)).status_code == 403


def test_a_request_is_handed_to_another_platform_and_leaves_this_coordinator(make, post, pdc, alice, gael):
    request = make()
    page = post(alice, sheet(request), {"act": "move", "move-platform": Platform.objects.get(slug="artois").pk},
                follow=True)  # fmt: skip
    assert page.redirect_chain[-1][0] == STAFF
    assert alice.get(sheet(request)).status_code == 403
    assert letters_to("gael@demo.example")  # nobody coordinates there
    assert "À\xa0: plateforme de l’Artois." in gael.get(sheet(request)).text


def test_the_menu_and_the_dashboard_name_it_for_those_who_answer_alone(make, pdc, alice):
    request = make()
    page = alice.get("/extranet/").text
    assert f'href="{STAFF}"' in page
    assert 'Demande d’accès de Nora Martin</a><p class="todo__detail">Association d’insertion (exemple)</p>' in page
    assert sheet(request) in page
    bob = GuardedClient(PDC_HOST).login_as("bob").get("/extranet/").text
    assert STAFF not in bob
    assert "Nora Martin" not in bob


# The list -------------------------------------------------------------------------------------------------


def test_what_waits_comes_first_the_oldest_on_top_with_its_age(make, pdc, alice):
    AccessRequest.objects.all().delete()
    now = timezone.now()
    for number, days in enumerate([1, 9, 3]):
        request = make(email=f"n{number}@asso.example", last_name=f"N{days}")
        AccessRequest.objects.filter(pk=request.pk).update(waiting_since=now - datetime.timedelta(days))
    answers.question(make(email="q@asso.example", last_name="Question"), "Où ?", by=person("alice"))
    page = alice.get(STAFF).text
    assert [page.index(f"Nora {name}") for name in ("N9", "N3", "N1", "Question")] == sorted(
        page.index(f"Nora {name}") for name in ("N9", "N3", "N1", "Question")
    )
    assert "9\xa0jours" in page


def test_it_is_searched_and_filtered_and_a_strange_filter_narrows_nothing(make, pdc, alice):
    make(last_name="Élan")
    assert "Élan" in alice.get(f"{STAFF}?q=elan").text
    assert "Élan" in alice.get(f"{STAFF}?q=insertion").text
    assert "Élan" not in alice.get(f"{STAFF}?q=personne").text
    assert "Élan" not in alice.get(f"{STAFF}?state=refusee").text
    assert "Delattre" in alice.get(f"{STAFF}?state=refusee").text
    for query in ("?state=zzz", "?p=zzz", "?q=%00", "?p=99"):
        assert alice.get(STAFF + query).status_code == 200


def test_an_empty_list_says_so(pdc, alice):
    AccessRequest.objects.all().delete()
    assert "Aucune demande en cours" in alice.get(STAFF).text


def count(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_one_request_or_thirty_take_the_same_number_of_queries(make, pdc, alice, pdc_client):
    AccessRequest.objects.all().delete()
    request = make()
    addresses = [STAFF, f"{STAFF}?q=nora", "/extranet/", sheet(request)]
    before = [count(alice, address) for address in addresses]
    AccessRequest.objects.bulk_create(
        AccessRequest(**fields | {"email": f"n{n}@asso.example", "reference": uuid.uuid4(), "token_digest": f"{n}"})
        for n, fields in enumerate([AccessRequest.objects.values().get(pk=request.pk) | {"id": None}] * 29)
    )
    for _ in range(29):
        Entry.objects.create(request=request, kind=Entry.Kind.QUESTION, by=person("gael"), text="…")
    assert [count(alice, address) for address in addresses] == before
    assert count(pdc_client, page_of(request)) <= 12
