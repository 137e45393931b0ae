"""The page of a solicitation: who reads it, whose turn it says it is, the thread, the answers of the platform."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from extranet.solicitations import guests, services
from extranet.solicitations.models import Guest, JournalEntry, Message, Solicitation, State
from extranet.solicitations.models.lists import EndReason, RefusalReason
from extranet.solicitations.states import may_become
from home.models import Service
from portal.tenancy.models import Module
from portal.tenancy.services import RefusedError, set_membership
from portal.territories.models import Absence, Coordination
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.solicitations import making_sheets as making
from tests.extranet.solicitations.making_sheets import browser, page_of, plain
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_module")]

ACTS = ("demander-un-complement", "etudier", "reorienter", "refuser", "clore", "inviter", "reunion")


def read(person, solicitation) -> str:
    response = browser(person).get(page_of(solicitation))
    assert response.status_code == 200
    return plain(response)


def do(person, solicitation, where: str, **typed):
    return browser(person).post(page_of(solicitation, where), typed)


def test_who_asked_and_who_coordinates_read_it_and_nobody_else(received, alice, bob, chloe, diane, gael):
    for person in (alice, diane):
        assert received.reference in read(person, received)
    for person in (bob, chloe, gael):
        assert browser(person).get(page_of(received)).status_code == 404
    assert GuardedClient(PDC_HOST).get(page_of(received)).status_code == 302


def test_it_is_not_there_for_the_other_tenant_nor_for_who_is_a_member_of_both(received, casa, casa_client):
    from tests.portal.documents.making import user

    for name in ("ezra", "karim", "fanny"):
        casa_client.login_account(user(name))
        assert casa_client.get(page_of(received)).status_code == 404


def test_it_is_not_there_while_the_module_is_off(received, alice, pdc):
    pdc.modules = [each for each in pdc.modules if each != Module.SOLICITATIONS]
    pdc.save()
    assert browser(alice).get(page_of(received)).status_code == 404
    assert browser(alice).get("/extranet/solliciter/plateforme/").status_code == 404


def test_an_elected_person_reads_none_even_by_its_reference(received, pdc):
    elected = set_membership(make_user("elue@essai.example"), pdc, ["elu"])
    assert browser(elected).get(page_of(received)).status_code == 404


@pytest.mark.parametrize("where", ACTS)
def test_who_asked_reads_it_and_does_not_answer_it(received, diane, bob, where):
    assert browser(diane).get(page_of(received, where)).status_code == 403
    assert browser(diane).post(page_of(received, where), {}).status_code == 403
    assert browser(bob).get(page_of(received, where)).status_code == 404
    assert Solicitation.objects.get(pk=received.pk).state == State.RECEIVED


def test_the_deputy_reads_and_answers_while_the_coordinator_is_away(received, alice, gael):
    assert browser(gael).get(page_of(received)).status_code == 404
    today = making.today()
    Absence.objects.create(coordinator=alice.user, deputy=gael.user, starts_on=today, ends_on=today)
    said = read(gael, received)
    assert "C’est à vous de répondre" in said
    assert do(gael, received, "etudier").status_code == 302
    Absence.objects.update(starts_on=today - datetime.timedelta(days=9), ends_on=today - datetime.timedelta(days=1))
    assert browser(gael).get(page_of(received)).status_code == 404


def test_who_no_longer_coordinates_reads_no_longer(received, alice):
    Coordination.objects.filter(user=alice.user).update(ended_on=making.today())
    assert browser(alice).get(page_of(received)).status_code == 404


def test_a_draft_is_for_its_author_alone_and_is_no_reading(draft, alice, diane):
    assert "brouillon" in read(diane, draft)
    assert browser(alice).get(page_of(draft)).status_code == 404
    assert not JournalEntry.objects.filter(reference=draft.reference).exists()
    assert do(diane, draft, "", text="Bonjour").status_code == 403


def test_each_reading_is_written_and_who_read_is_said(received, alice, diane):
    lines = JournalEntry.objects.filter(reference=received.reference, act=JournalEntry.Act.READ)
    read(alice, received)
    read(alice, received)
    assert list(lines.values_list("by_key", "platform_name")) == [(alice.pk, "Lens-Hénin")] * 2
    said = read(diane, received)
    assert "Qui a lu cette page" in said and f"{alice.user}, 2 fois" in said


def test_a_guest_does_not_read_who_reads(received, alice, bob):
    guests.invite(received, bob, by=alice)
    read(alice, received)
    assert "Qui a lu" not in read(bob, received)


def test_it_says_where_it_stands_and_whose_turn_it_is(received, alice, diane):
    assert "C’est à vous de répondre : la demande attend depuis moins d’un jour" in read(alice, received)
    said = read(diane, received)
    assert "C’est à Alice (exemple), pour la plateforme de Lens-Hénin, de répondre" in said
    assert "à quinze jours, l’administration est prévenue" in said
    services.ask_to_complete(received, "Quelle est la date du bail ?", by=alice)
    assert "c’est à Diane (exemple) de répondre" in read(alice, received)
    said = read(diane, received)
    assert "c’est à vous de répondre" in said and "Quelle est la date du bail ?" in said


def test_it_says_when_nobody_coordinates(received, alice, diane):
    Coordination.objects.filter(user=alice.user).update(ended_on=making.today())
    assert "Personne ne coordonne cette plateforme aujourd’hui" in read(diane, received)


def test_days_that_it_waits_are_said(received, alice):
    Solicitation.objects.update(waiting_since=timezone.now() - datetime.timedelta(days=3, hours=1))
    assert "la demande attend depuis 3 jours" in read(alice, received)


def test_both_write_in_the_thread(received, alice, diane):
    assert do(diane, received, "", text="Le bail finit en mars.").status_code == 302
    assert do(alice, received, "", text="Merci, c’est noté.").status_code == 302
    said = read(alice, received)
    assert "Message par Diane (exemple)" in said and "Le bail finit en mars." in said
    assert said.index("Le bail finit") < said.index("c’est noté")
    acts = JournalEntry.objects.filter(reference=received.reference, act=JournalEntry.Act.WROTE)
    assert {entry.by_key for entry in acts} == {alice.pk, diane.pk}


@pytest.mark.parametrize(
    ("typed", "told"),
    [("  ", "Écrivez un message."), ("Appelez le 06 12 34 56 78", "« 06 12 34 56 78 »"),
     ("a@b.fr est son adresse", "« a@b.fr »")],
)  # fmt: skip
def test_what_names_somebody_is_refused_and_is_not_lost(received, diane, typed, told):
    response = do(diane, received, "", text=typed)
    assert response.status_code == 422
    assert told in plain(response) and typed.strip() in plain(response)
    assert not Message.objects.filter(kind=Message.Kind.MESSAGE).exists()


def test_markup_is_shown_as_it_was_typed(received, diane, alice):
    do(diane, received, "", text="<script>alert(1)</script> & <b>gras</b>")
    content = browser(alice).get(page_of(received)).content.decode()
    assert "&lt;script&gt;" in content and "<script>alert" not in content


def test_nobody_writes_once_the_texts_are_erased(received, alice):
    Solicitation.objects.update(
        erased_at=timezone.now(), commune=None, asked_by=None, tried_text="", hoped_text="",
    )  # fmt: skip
    assert "Écrire ce message" not in read(alice, received)
    assert do(alice, received, "", text="Encore un mot").status_code == 403


def test_the_platform_asks_for_what_is_missing(received, alice, diane):
    assert do(alice, received, "demander-un-complement", text=" ").status_code == 422
    assert do(alice, received, "demander-un-complement", text="Depuis quand ?").status_code == 302
    received.refresh_from_db()
    assert received.state == State.TO_COMPLETE
    assert "Depuis quand ?" in read(diane, received)


def test_the_platform_redirects_to_a_service_it_knows_with_its_contact(studied, alice, diane):
    service = Service.objects.create(name="Point conseil budget", slug="pcb", how="Accueil le mardi,\nà la mairie.")
    far = Service.objects.create(name="Service d’ailleurs", slug="ailleurs", how="Loin.")
    from portal.territories.models import Platform

    far.platforms.add(Platform.objects.exclude(slug="lens-henin").first())
    page = plain(browser(alice).get(page_of(studied, "reorienter")))
    assert "Point conseil budget" in page and "Service d’ailleurs" not in page
    assert do(alice, studied, "reorienter", service=far.pk).status_code == 422
    assert do(alice, studied, "reorienter", service=service.pk, text="Bon courage.").status_code == 302
    studied.refresh_from_db()
    assert (studied.state, studied.destination) == (State.REDIRECTED, "Point conseil budget")
    assert studied.destination_contact == "Accueil le mardi, à la mairie."
    said = read(diane, studied)
    assert "Point conseil budget" in said and "Accueil le mardi" in said and "Bon courage." in said


def test_a_service_in_so_many_words_needs_its_contact(received, alice):
    response = do(alice, received, "reorienter", destination="Un service voisin")
    assert response.status_code == 422 and "Dites comment joindre ce service." in plain(response)
    both = {"destination": "Un service voisin", "contact": "03 21 00 00 00"}
    assert do(alice, received, "reorienter", **both).status_code == 302
    received.refresh_from_db()
    assert received.destination_contact == "03 21 00 00 00"


def test_a_service_whose_sheet_says_nothing_or_too_much_asks_how_it_is_reached(received, alice):
    mute = Service.objects.create(name="Muet", slug="muet")
    long = Service.objects.create(name="Bavard", slug="bavard", how="très " * 100)
    for service, told in ((mute, "ne dit pas comment le joindre"), (long, "résumez")):
        response = do(alice, received, "reorienter", service=service.pk)
        assert response.status_code == 422 and told in plain(response)


def test_a_refusal_has_a_reason_and_the_other_reason_has_words(received, alice, diane):
    assert do(alice, received, "refuser").status_code == 422
    response = do(alice, received, "refuser", reason=RefusalReason.OTHER)
    assert response.status_code == 422 and "Dites le motif" in plain(response)
    assert do(alice, received, "refuser", reason=RefusalReason.KNOWN).status_code == 302
    assert "La situation est déjà suivie ici" in read(diane, received)


def test_closing_says_why_and_never_withdraws_for_the_partner(received, alice):
    assert do(alice, received, "clore", reason=EndReason.WITHDRAWN).status_code == 422
    assert do(alice, received, "clore", reason=EndReason.SOLVED).status_code == 302
    received.refresh_from_db()
    assert (received.state, received.end_reason) == (State.NO_FOLLOW_UP, EndReason.SOLVED)


@pytest.mark.parametrize("state", [State.RECEIVED, State.TO_COMPLETE, State.STUDIED, State.REFUSED])
def test_only_what_may_follow_is_offered_and_done(received, alice, state):
    verbs = {
        State.TO_COMPLETE: lambda: services.ask_to_complete(received, "Quoi ?", by=alice),
        State.STUDIED: lambda: services.study(received, by=alice),
        State.REFUSED: lambda: services.refuse(received, RefusalReason.KNOWN, by=alice),
    }
    if state in verbs:
        verbs[state]()
    content = browser(alice).get(page_of(received)).content.decode()
    targets = {
        "demander-un-complement": State.TO_COMPLETE, "etudier": State.STUDIED, "reorienter": State.REDIRECTED,
        "refuser": State.REFUSED, "clore": State.NO_FOLLOW_UP,
    }  # fmt: skip
    for where, to in targets.items():
        is_offered = f'href="{page_of(received, where)}"' in content
        assert is_offered is may_become(state, to), where
        assert (browser(alice).get(page_of(received, where)).status_code == 200) is is_offered


def test_an_answer_that_came_meanwhile_is_said_and_loses_nothing(received, alice):
    services.refuse(received, RefusalReason.KNOWN, by=alice)
    response = do(alice, received, "clore", reason=EndReason.SOLVED, text="La situation va mieux.")
    assert response.status_code == 422
    assert "Quelqu’un y a peut-être répondu" in plain(response) and "La situation va mieux." in plain(response)


def test_a_reference_that_is_none_is_404(received, alice):
    for reference in ("S-0000-0000", "S-ILOU-0000", "x", received.reference.lower()):
        assert browser(alice).get(f"/extranet/solliciter/{reference}/").status_code == 404


def test_the_page_costs_the_same_however_long_the_thread(received, alice, diane, pdc):
    def cost() -> int:
        client = browser(alice)
        client.get(page_of(received))
        with CaptureQueriesContext(connection) as ran:
            assert client.get(page_of(received)).status_code == 200
        return len(ran)

    others = [making.newcomer(pdc, f"invite{number}") for number in range(10)]
    making.fill(received, diane, others[:1])
    before = cost()
    making.fill(received, diane, others[1:])
    assert cost() == before <= 25


def test_who_left_leaves_their_words(received, alice, diane, gael):
    services.say(received, "Je suis là.", by=diane)
    Message.objects.update(by=None)
    Solicitation.objects.update(asked_by=None)
    assert "Je suis là." in read(alice, received)
    with pytest.raises(RefusedError):
        services.say(received, " ", by=alice)
    assert not Guest.objects.exists()
