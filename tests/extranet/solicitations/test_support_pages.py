"""The pages of a support: who opens them, what is typed there, the list of those that one follows."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from extranet.solicitations import steps, supports, supports_shown
from extranet.solicitations.models import Charge, JournalEntry, LeaseStage, Solicitation, State, Step, Support
from portal.design.typography import french_date
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.services import RefusedError
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.extranet.directory.people import queries_of
from tests.extranet.solicitations import making
from tests.extranet.solicitations.making_supports import Role, ago, begin, days, hand_over, organisation, running, who
from tests.portal.documents.making import member

pytestmark = pytest.mark.django_db
LIST = "/extranet/solliciter/accompagnements/"
ACTS = ("relais/referent/", "relais/suppleant/", "modifier/", "etapes/", "bail-glissant/", "terminer/")
OF_THE_COORDINATOR = ("relais/referent/", "relais/suppleant/", "personnes/")


@pytest.fixture
def support(open_module, diane, alice) -> Support:
    return running(diane, 30, has_sliding_lease=True)


@pytest.fixture
def login(open_module):
    return lambda name: GuardedClient(PDC_HOST).login_as(name)


def page_of(solicitation: Solicitation, act: str = "") -> str:
    end = f"accompagnement/{act}" if act else ""
    return f"/extranet/solliciter/{solicitation.reference}/{end}"


def typed(**others) -> dict:
    said = {
        "organisation": organisation().pk, "kind": "acces", "referent": str(member("bob").user), "deputy": "",
        "starts_on": days(0).isoformat(), "due_on": "", "text": "",
    }  # fmt: skip
    return said | others


def words_of(response) -> str:
    return " ".join(response.text.split())


# Who opens what ------------------------------------------------------------------------------------------------------


def test_only_who_may_know_of_it_finds_its_pages(support, login):
    for name in ("gael", "iris"):
        client = login(name)
        for act in (*ACTS, "personnes/", "mettre-en-place/"):
            assert client.get(page_of(support.solicitation, act)).status_code == 404, (name, act)


def test_who_asked_reads_and_does_nothing(support, login):
    diane = login("diane")
    page = diane.get(page_of(support.solicitation))
    assert "Bob" in page.text and "Noter une étape" not in page.text
    for act in (*ACTS, "personnes/", "mettre-en-place/"):
        assert diane.get(page_of(support.solicitation, act)).status_code == 403, act
        if act != "personnes/":
            assert diane.post(page_of(support.solicitation, act)).status_code == 403, act


@pytest.mark.parametrize("name", ["bob", "chloe"])
def test_who_is_in_charge_keeps_it_and_names_nobody(support, login, name):
    client = login(name)
    for act in (*ACTS, "personnes/"):
        asked = client.get(page_of(support.solicitation, act)).status_code
        assert asked == (403 if act in OF_THE_COORDINATOR else 200), act
    page = client.get(page_of(support.solicitation)).text
    assert "Noter une étape" in page and "Changer de référent" not in page


def test_the_coordinator_does_everything(support, login):
    alice = login("alice")
    assert [alice.get(page_of(support.solicitation, act)).status_code for act in ACTS] == [200] * len(ACTS)
    assert "Changer de référent" in alice.get(page_of(support.solicitation)).text


def test_another_tenant_has_nothing_of_it(support, pdc):
    Tenant.objects.filter(slug="casa").update(modules=pdc.modules)
    for name in ("ezra", "fanny"):
        client = GuardedClient(CASA_HOST).login_as(name)
        for act in (*ACTS, "personnes/", "mettre-en-place/"):
            assert client.get(page_of(support.solicitation, act)).status_code == 404, (name, act)


def test_a_visitor_signs_in_first_and_nothing_is_there_without_the_module(support, pdc):
    assert GuardedClient(PDC_HOST).get(LIST).status_code == 302
    Tenant.objects.filter(pk=pdc.pk).update(modules=[])
    alice = GuardedClient(PDC_HOST).login_as("alice")
    assert alice.get(LIST).status_code == 404
    assert alice.get(page_of(support.solicitation, "etapes/")).status_code == 404


# Setting it up -------------------------------------------------------------------------------------------------------


def test_a_coordinator_sets_up_a_support(studied, login):
    alice, address = login("alice"), page_of(studied, "mettre-en-place/")
    assert "Mettre en place" in alice.get(address).text
    response = alice.post(address, typed(deputy=str(member("chloe").user), has_sliding_lease="on", text="À jeudi."))
    assert response.status_code == 302 and response["Location"] == f"{page_of(studied)}#accompagnement"
    support = Support.objects.get(solicitation=studied)
    assert (who(support, Role.REFERENT), who(support, Role.DEPUTY)) == ("bob", "chloe") and support.has_sliding_lease
    page = words_of(alice.get(page_of(studied)))
    assert "en cours" in page and "Association d’essai" in page


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({"referent": ""}, "Écrivez le nom de la personne référente."),
        ({"referent": "Personne de tel"}, "personne ne répond à ce nom"),
        ({"organisation": ""}, "Choisissez l’organisme."),
        ({"organisation": "9" * 30}, "Sélectionnez un choix valide"),
        ({"kind": "autre"}, "Sélectionnez un choix valide"),
        ({"starts_on": "demain"}, "Saisissez une date valide"),
        ({"starts_on": "2026-02-31"}, "Saisissez une date valide"),
        ({"due_on": "2020-01-01"}, "La fin prévue vient après le début."),
        ({"text": "Rappeler le 06 12 34 56 78"}, "un numéro de téléphone"),
        ({"text": "x" * 1001}, "1000"),
        ({"referent": "\x00"}, "nul"),
    ],
)
def test_bad_input_comes_back_with_its_reason_and_loses_nothing(studied, login, others, words):
    response = login("alice").post(page_of(studied, "mettre-en-place/"), typed(**{"due_on": days(90)} | others))
    assert response.status_code == 422
    assert words in response.text.replace("\xa0", " ")
    assert "Association d’essai" in response.text
    studied.refresh_from_db()
    assert studied.state == State.STUDIED


def test_a_name_that_tells_too_little_is_chosen_without_a_script(studied, login):
    alice, address = login("alice"), page_of(studied, "mettre-en-place/")
    said = typed(referent="Bob")
    page = alice.post(address, said)
    assert page.status_code == 422 and "Qui est-ce" in page.text
    assert alice.post(address, said | {"referent_among": member("bob").pk}).status_code == 302
    assert who(Support.objects.get(), Role.REFERENT) == "bob"


def test_people_are_proposed_while_a_name_is_typed_but_no_elu(studied, login):
    alice = login("alice")
    Membership.objects.filter(pk=member("chloe").pk).update(roles=["elu"])
    bob, chloe = str(member("bob").user), str(member("chloe").user)
    assert bob in alice.get(page_of(studied, "personnes/"), {"q": bob}).text
    found = alice.get(page_of(studied, "personnes/"), {"q": chloe}).json()["suggestions"]
    assert chloe not in [each["label"] for each in found]
    assert alice.post(page_of(studied, "personnes/")).status_code == 405


def test_what_is_not_studied_goes_back_to_its_page(received, login):
    response = login("alice").get(page_of(received, "mettre-en-place/"), follow=True)
    assert "un accompagnement suit une étude" in response.text


# Keeping it ----------------------------------------------------------------------------------------------------------


def test_a_referent_notes_a_step_and_takes_it_back(support, login):
    bob, page = login("bob"), page_of(support.solicitation)
    said = {"kind": "visite", "on": days(0).isoformat(), "text": "Deux visites."}
    assert bob.post(page_of(support.solicitation, "etapes/"), said).status_code == 302
    assert "Deux visites." in bob.get(page).text
    away = page_of(support.solicitation, f"etapes/{Step.objects.get().pk}/retirer/")
    assert "Retirer cette étape" in bob.get(away).text and Step.objects.exists()
    assert bob.post(away).status_code == 302 and not Step.objects.exists()
    assert bob.get(away).status_code == 404
    assert bob.get(page_of(support.solicitation, f"etapes/{'9' * 30}/retirer/")).status_code == 404


def test_a_support_that_ends_meanwhile_keeps_its_steps_and_says_so(support, login, monkeypatch):
    step = Step.objects.create(support=support, kind=Step.Kind.VISIT)
    bob, away = login("bob"), page_of(support.solicitation, f"etapes/{step.pk}/retirer/")

    def refuse(*args, **kwargs):
        raise RefusedError("Cet accompagnement est terminé.")

    monkeypatch.setattr(steps, "drop_step", refuse)
    assert "Cet accompagnement est terminé." in bob.post(away, follow=True).text and Step.objects.exists()


def test_a_step_of_another_support_is_not_taken_back_from_here(support, diane, login):
    other = running(diane, 30, referent="gael")
    step = Step.objects.create(support=other, kind=Step.Kind.VISIT)
    assert login("bob").post(page_of(support.solicitation, f"etapes/{step.pk}/retirer/")).status_code == 404
    assert Step.objects.exists()


def test_a_refused_day_stands_in_the_form(support, login):
    said = {"kind": "visite", "on": days(-40).isoformat(), "text": "Deux visites."}
    response = login("bob").post(page_of(support.solicitation, "etapes/"), said)
    assert response.status_code == 422 and "a commencé le" in response.text and "Deux visites." in response.text


def test_the_stages_of_a_lease(support, login):
    bob, address = login("bob"), page_of(support.solicitation, "bail-glissant/")
    page = bob.get(address).text
    assert "Entrée en sous-location" in page and "Glissement du bail demandé" not in page
    assert bob.post(address, {"stage": "sous_location", "on": days(-9).isoformat()}).status_code == 302
    assert "Glissement du bail demandé" in bob.get(address).text
    assert bob.post(address, {"stage": "demande", "on": days(-12).isoformat()}).status_code == 422
    away = f"{address}sous_location/retirer/"
    assert "Retirer cette étape" in bob.get(away).text
    assert bob.post(away).status_code == 302 and not LeaseStage.objects.exists()
    assert bob.get(f"{address}rien/retirer/").status_code == 404


def test_a_lease_that_does_not_slide_is_said_to(open_module, diane, login):
    support = running(diane)
    response = login("bob").get(page_of(support.solicitation, "bail-glissant/"), follow=True)
    assert "pas de bail glissant" in response.text and "Changer ce qui est prévu" in response.text


def test_what_is_due_is_changed(support, login):
    bob, address = login("bob"), page_of(support.solicitation, "modifier/")
    assert bob.post(address, {"due_on": days(60).isoformat(), "has_sliding_lease": "on"}).status_code == 302
    assert Support.objects.get().due_on == days(60)
    assert days(60).isoformat() in bob.get(address).text


def test_a_coordinator_hands_over(support, login):
    alice, address = login("alice"), page_of(support.solicitation, "relais/referent/")
    said = {"person": str(member("gael").user), "on": days(0).isoformat(), "reason": "Changement de poste"}
    assert alice.post(address, said | {"reason": ""}).status_code == 422
    assert alice.post(address, said | {"nobody": "on"}).status_code == 422
    assert alice.post(address, said | {"person": ""}).status_code == 422
    assert alice.post(address, said).status_code == 302
    page = alice.get(page_of(support.solicitation)).text
    assert "Changement de poste" in page and "Qui en a eu la charge" in page
    assert alice.post(address, {"nobody": "on", "on": days(0).isoformat(), "reason": "Départ"}).status_code == 302
    assert "la coordination en nomme" in alice.get(page_of(support.solicitation)).text.replace("\xa0", " ")
    named = {"person": str(member("bob").user), "on": days(0).isoformat()}
    assert alice.post(address, named).status_code == 302 and who(support, Role.REFERENT) == "bob"
    assert alice.get(page_of(support.solicitation, "relais/autre/")).status_code == 404


def test_a_nomination_where_nobody_is_wants_a_name(support, login):
    hand_over(support, Role.REFERENT, None)
    alice, address = login("alice"), page_of(support.solicitation, "relais/referent/")
    assert "Personne pour l’instant" not in alice.get(address).text
    response = alice.post(address, {"person": "", "on": days(0).isoformat()})
    assert response.status_code == 422 and "Écrivez le nom de la personne." in response.text


def test_days_are_told_as_one_says_them(support, login):
    hand_over(support, Role.REFERENT, "diane", on=10)
    page = words_of(login("alice").get(page_of(support.solicitation))).replace("\xa0", " ")
    last, first = (french_date(date_format(days(number), "j F Y")).replace("\xa0", " ") for number in (9, 10))
    assert f"jusqu’au {last}" in page and f"à partir du {first}" in page


def test_an_end_is_said_and_changes_nothing_more(support, login):
    bob, address = login("bob"), page_of(support.solicitation, "terminer/")
    assert bob.post(address, {"on": days(0).isoformat()}).status_code == 422
    assert bob.post(address, {"outcome": "maintien", "on": days(0).isoformat()}).status_code == 302
    page = bob.get(page_of(support.solicitation))
    assert "terminé" in page.text and "Noter une étape" not in page.text
    for act in ("modifier/", "etapes/", "terminer/"):
        assert bob.get(page_of(support.solicitation, act)).status_code == 302, act


def test_who_ends_it_in_the_past_goes_to_their_list(support, login):
    said = {"outcome": "maintien", "on": days(-3).isoformat()}
    assert login("bob").post(page_of(support.solicitation, "terminer/"), said)["Location"] == LIST


# The list ------------------------------------------------------------------------------------------------------------


def test_each_has_the_list_of_what_they_follow(support, diane, login):
    other = running(diane, referent="gael", deputy="")
    mine, theirs = support.solicitation.reference, other.solicitation.reference
    for name, seen in {"bob": [mine], "chloe": [mine], "gael": [theirs], "diane": [], "alice": [mine, theirs]}.items():
        page = login(name).get(LIST).text
        assert [each for each in (mine, theirs) if each in page] == seen, name
    assert "Vous ne suivez aucun accompagnement" in login("diane").get(LIST).text.replace("\xa0", " ")


def test_a_coordinator_narrows_the_list(support, diane, bob, login):
    alone, late, ended = running(diane, 9), running(diane, 9, due_on=days(-1)), running(diane, 9)
    hand_over(alone, Role.REFERENT, None)
    supports.end(ended, Support.Outcome.KEPT, on=days(-1), by=bob)
    alice = login("alice")
    names = {
        support.solicitation.reference: "support", alone.solicitation.reference: "alone",
        late.solicitation.reference: "late", ended.solicitation.reference: "ended",
    }  # fmt: skip
    for query, seen in {
        "": ["late", "support", "alone"], "state=retard": ["late"], "state=seuls": ["alone"],
        "state=termines": ["ended"], "which=miens": [], "state=n'importe": ["late", "support", "alone"],
        "p=x": ["late", "support", "alone"], "state=%00": ["late", "support", "alone"],
    }.items():  # fmt: skip
        page = alice.get(f"{LIST}?{query}")
        assert [names[row["support"].solicitation.reference] for row in page.context["rows"]] == seen, query
    assert "Aucun accompagnement ne répond" in alice.get(f"{LIST}?which=miens").text


def test_an_administrator_or_an_elu_has_no_list_of_others(support, login):
    assert support.solicitation.reference not in login("gael").get(LIST).text


def many(count: int) -> None:
    """Add supports of the platform of alice, of which bob is the referent, without a verb each."""
    first = Support.objects.select_related("solicitation").first()
    for _ in range(count):
        row = Solicitation.objects.get(pk=first.solicitation_id)
        row.pk, row.reference = None, Solicitation().reference
        row._state.adding = True
        row.save()
        support = Support.objects.create(
            solicitation=row, organisation=first.organisation, kind=Support.Kind.KEEPING, starts_on=days(-5)
        )
        for name, role in (("bob", Role.REFERENT), ("chloe", Role.DEPUTY)):
            Charge.objects.create(support=support, role=role, membership=member(name), starts_on=days(-5))


def test_the_list_costs_the_same_whatever_it_holds(support, login):
    for name in ("bob", "alice"):
        client = login(name)
        before = queries_of(client, LIST)
        many(15)
        assert queries_of(client, LIST) == before <= 25, name
    assert login("alice").get(f"{LIST}?p=2").status_code == 200


def test_the_part_of_a_sheet_costs_the_same_whatever_it_holds(support, bob):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            text = render_to_string(
                "solicitations/_support.html", {"support": supports_shown.support_of(support.solicitation, bob)}
            )
        assert "Ce qui a été fait" in text
        return len(captured)

    before = queries()
    for number in range(20):
        Step.objects.create(support=support, kind=Step.Kind.VISIT, by=bob, text=str(number))
    for name, on in (("gael", -9), ("diane", -5), ("chloe", 20)):
        hand_over(support, Role.DEPUTY, name, on=on)
    assert queries() == before <= 7


def test_each_free_text_warns_and_refuses(support, login):
    bob, address = login("bob"), page_of(support.solicitation, "etapes/")
    assert "pas de date de naissance" in bob.get(address).text.lower()
    for text in ("06 12 34 56 78", "a.b@exemple.fr", "1 84 12 62 498 001 23"):
        said = {"kind": "visite", "on": days(0).isoformat(), "text": text}
        assert bob.post(address, said).status_code == 422, text
    assert not Step.objects.exists()
    entries = JournalEntry.objects.filter(reference=support.solicitation.reference)
    assert {entry.detail for entry in entries} <= {"", "étape"}


def test_one_begins_a_support_once(studied, login):
    begin(studied)
    response = login("alice").post(page_of(studied, "mettre-en-place/"), typed())
    assert response.status_code == 302 and Support.objects.count() == 1


def test_whose_days_have_not_come_finds_nothing_yet(open_module, diane, login):
    studied = making.study(making.send(making.draft(diane)))
    support = begin(ago(studied, 3), starts_on=days(4))
    assert login("bob").get(page_of(studied)).status_code == 404
    assert "commence le" in login("alice").get(LIST).text and support.starts_on == days(4)
