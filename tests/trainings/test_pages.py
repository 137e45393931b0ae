"""Signing up on the pages, « Mes formations », and the lists of those who keep the trainings."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models.seats import State
from portal.notifications.attention import waiting_for
from portal.notifications.models import Mail
from portal.organisations.models import Affiliation, Organisation
from trainings import registering, services
from trainings.models import Needs, Presence, Registration
from trainings.registering import register

pytestmark = pytest.mark.django_db
LANDLORD = Organisation.Kind.LANDLORD


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def colleagues_of(referente, make_member, count: int):
    organisation = Affiliation.objects.of_referent(referente).get().organisation
    return [make_member(organisation=organisation) for _ in range(count)]


# Oneself ----------------------------------------------------------------------------------------------------


def test_a_member_signs_up_says_what_they_need_and_gives_up(make_session, pdc_client, bob):
    session = make_session(capacity=3)
    client = pdc_client.login_as("bob")
    assert (
        f"/extranet/mes-formations/inscription/{session.pk}/"
        in client.get(f"/formations/{session.training.slug}/").text
    )
    page = client.post(
        f"/extranet/mes-formations/inscription/{session.pk}/",
        {"accessibility": "Accès de plain-pied", "meals": ""}, follow=True,
    ).text  # fmt: skip
    assert "Votre place est retenue" in page
    row = session.seats.get()
    assert row.needs.accessibility == "Accès de plain-pied"
    client.post(f"/extranet/mes-formations/{row.pk}/", {"accessibility": "", "meals": ""})
    assert not Needs.objects.exists()
    page = client.post(f"/extranet/mes-formations/{row.pk}/", {"deed": "renoncer"}, follow=True).text
    assert "Votre place est rendue" in page
    row.refresh_from_db()
    assert row.state == State.GIVEN_UP


def test_one_s_sign_up_is_nobody_else_s(make_session, pdc_client, diane):
    row = register(make_session(), diane, by=diane)
    client = pdc_client.login_as("bob")
    for answer in (client.get(f"/extranet/mes-formations/{row.pk}/"),
                   client.post(f"/extranet/mes-formations/{row.pk}/", {"deed": "renoncer"})):  # fmt: skip
        assert answer.status_code == 404
    row.refresh_from_db()
    assert row.state == State.TAKEN


@pytest.mark.parametrize(
    ("presence", "said"),
    [
        (Presence.PRESENT, "Vous y étiez"), (Presence.PARTLY, "Vous y étiez en partie"),
        (Presence.EXCUSED, "Absence excusée"), (Presence.ABSENT, "Vous n’y étiez pas"),
    ],
)  # fmt: skip
def test_a_man_is_not_told_that_he_was_present_in_the_feminine(make_session, pdc_client, bob, presence, said):
    row = Registration.objects.create(
        session=make_session(days=-3), membership=bob, state=State.TAKEN, presence=presence
    )
    client = pdc_client.login_as("bob")
    for address in ("/extranet/mes-formations/", f"/extranet/mes-formations/{row.pk}/"):
        page = client.get(address).text
        assert said in page
        assert not any(word in page for word in ("Présente", "Absente"))


def test_a_clash_is_said_and_may_be_wanted(make_session, make_training, pdc_client, bob):
    register(make_session(), bob, by=bob)
    other = make_session(make_training())
    client = pdc_client.login_as("bob")
    address = f"/extranet/mes-formations/inscription/{other.pk}/"
    answer = client.post(address, {"accessibility": "", "meals": ""})
    assert answer.status_code == 422
    assert "aux mêmes heures" in answer.text
    client.post(address, {"accessibility": "", "meals": "", "is_aware": "on"})
    assert other.seats.get().state == State.TAKEN


def test_who_waits_reads_why_and_the_offer_is_accepted_on_the_page(make_session, make_member, pdc_client, bob):
    session = make_session(capacity=1)
    other = make_member()
    held = register(session, other, by=other)
    row = register(session, bob, by=bob)
    client = pdc_client.login_as("bob")
    page = plain(client.get(f"/extranet/mes-formations/{row.pk}/").text)
    assert "rang 1" in page
    assert "Toutes les places sont prises ou proposées." in page
    registering.withdraw(held, by=other)
    assert any("Une place vous est proposée" in plain(each.title) for each in waiting_for(bob))
    client.post(f"/extranet/mes-formations/{row.pk}/", {"deed": "accepter"})
    row.refresh_from_db()
    assert row.state == State.TAKEN


def test_who_it_is_not_for_is_told_so_and_nothing_is_written(make_session, make_training, pdc_client, diane):
    session = make_session(make_training(reach="choisis", kinds=[LANDLORD]))
    client = pdc_client.login_as("diane")
    address = f"/extranet/mes-formations/inscription/{session.pk}/"
    assert "public visé" in client.get(address).text
    client.post(address, {"accessibility": "", "meals": ""})
    assert not Registration.objects.exists()


def test_my_trainings_ask_as_much_for_one_as_for_thirty(make_session, make_training, pdc_client, bob):
    client = pdc_client.login_as("bob")
    client.get("/extranet/mes-formations/")
    counts = []
    for number in (1, 29):
        for _ in range(number):
            register(make_session(make_training(), count=4), bob, by=bob)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/extranet/mes-formations/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Colleagues -------------------------------------------------------------------------------------------------


def test_a_referent_signs_up_three_colleagues_at_once(make_session, make_member, pdc_client, diane):
    session = make_session(capacity=2)
    theirs = colleagues_of(diane, make_member, 3)
    stranger = make_member(LANDLORD)
    client = pdc_client.login_as("diane")
    address = f"/extranet/mes-formations/inscription/{session.pk}/collegues/"
    assert str(stranger.user) not in client.get(address).text
    page = client.post(address, {"membership": [each.pk for each in [*theirs, stranger]]}, follow=True).text
    assert page.count("a une place") == 2
    assert "est en liste d’attente" in page
    assert set(session.seats.values_list("membership", flat=True)) == {each.pk for each in theirs}
    assert "vous inscrit à cette formation" in Mail.objects.filter(to=[theirs[0].user.email]).get().text


def test_who_is_no_referent_signs_up_nobody(make_session, pdc_client):
    client = pdc_client.login_as("bob")
    assert client.get(f"/extranet/mes-formations/inscription/{make_session().pk}/collegues/").status_code == 403


# The lists --------------------------------------------------------------------------------------------------


def test_the_coordinator_answers_several_requests_and_says_why_not(make_session, make_member, pdc_client, alice):
    session = make_session(needs_approval=True)
    yes, no = make_member(), make_member()
    rows = {each: register(session, each, by=each) for each in (yes, no)}
    assert any("2 demandes à valider" in plain(each.title) for each in waiting_for(alice))
    client = pdc_client.login_as("alice")
    act = f"/extranet/gestion/formations/{session.pk}/agir/"
    client.post(act, {"deed": "valider", "row": rows[yes].pk})
    asked = client.post(act, {"deed": "refuser", "row": rows[no].pk})
    assert "Motif" in asked.text
    assert client.post(act, {"deed": "refuser", "row": rows[no].pk, "is_said": "1", "reason": ""}).status_code == 422
    client.post(act, {"deed": "refuser", "row": rows[no].pk, "is_said": "1", "reason": "Session réservée au bassin."})
    states = dict(session.seats.values_list("membership", "state"))
    assert states == {yes.pk: State.TAKEN, no.pk: State.REFUSED}
    assert "Session réservée au bassin." in Mail.objects.filter(to=[no.user.email]).order_by("-pk")[0].text


def test_only_what_may_be_done_is_proposed(make_session, make_member, pdc_client, alice):
    session, who = make_session(needs_approval=True), make_member()
    row = register(session, who, by=who)
    client, address = pdc_client.login_as("alice"), f"/extranet/gestion/formations/{session.pk}/"
    assert 'value="valider"' in client.get(address).text
    registering.approve(row, by=alice)
    page = client.get(address).text
    assert 'value="valider"' not in page
    assert 'value="annuler"' in page
    services.cancel(session, "Grève.", by=alice.user)
    page = client.get(address).text
    assert 'value="annuler"' not in page
    assert 'value="ecrire"' in page
    assert "places libres" not in plain(page)


def test_a_message_goes_to_each_alone(make_session, make_member, pdc_client):
    session = make_session()
    people = [make_member(), make_member()]
    rows = [register(session, each, by=each) for each in people]
    Mail.objects.all().delete()
    pdc_client.login_as("alice").post(
        f"/extranet/gestion/formations/{session.pk}/agir/",
        {"deed": "ecrire", "row": [row.pk for row in rows], "is_said": "1", "subject": "Repas", "text": "Apportez-le."},
    )
    assert sorted(Mail.objects.values_list("to", flat=True)) == sorted([each.user.email] for each in people)
    assert all("Apportez-le." in mail.text for mail in Mail.objects.all())


def test_a_trainer_reads_their_own_session_and_acts_on_nobody(make_session, make_member, pdc_client, bob):
    session, other = make_session(), make_session()
    session.half_days.update(trainer=bob)
    who = make_member()
    row = register(session, who, by=who)
    client = pdc_client.login_as("bob")
    assert str(who.user) in client.get(f"/extranet/gestion/formations/{session.pk}/").text
    assert client.get(f"/extranet/gestion/formations/{other.pk}/").status_code == 404
    act = client.post(f"/extranet/gestion/formations/{session.pk}/agir/", {"deed": "annuler", "row": row.pk})
    assert act.status_code == 403


def test_who_neither_keeps_nor_trains_reads_no_list(make_session, pdc_client):
    session = make_session()
    client = pdc_client.login_as("diane")
    for page in ("", f"{session.pk}/", f"{session.pk}/inscriptions.csv", f"{session.pk}/inscriptions.xlsx"):
        assert client.get(f"/extranet/gestion/formations/{page}").status_code == 403


def test_the_list_asks_as_much_for_one_as_for_thirty(make_session, make_member, pdc_client):
    session = make_session(capacity=20)
    client = pdc_client.login_as("alice")
    client.get(f"/extranet/gestion/formations/{session.pk}/")
    counts = []
    for number in (1, 29):
        for _ in range(number):
            who = make_member(LANDLORD)
            register(session, who, by=who, wishes=registering.Wishes(meals="Végétarien"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/extranet/gestion/formations/{session.pk}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_cell_that_looks_like_a_formula_is_a_text(make_session, make_member, pdc_client):
    session, who = make_session(), make_member()
    register(session, who, by=who, wishes=registering.Wishes(meals="=1+1"))
    table = pdc_client.login_as("alice").get(f"/extranet/gestion/formations/{session.pk}/inscriptions.csv")
    assert "'=1+1" in table.content.decode("utf-8-sig")


def test_needs_are_erased_a_week_after_and_sign_ups_three_years_after(make_session, make_member):
    session, who = make_session(), make_member()
    register(session, who, by=who, wishes=registering.Wishes(meals="Végétarien"))
    registering.forget(now=session.ends_at + datetime.timedelta(days=6))
    assert Needs.objects.exists()
    registering.forget(now=session.ends_at + datetime.timedelta(days=8))
    assert not Needs.objects.exists()
    assert session.seats.exists()
    registering.forget(now=session.ends_at + datetime.timedelta(days=3 * 365 + 1))
    assert not session.seats.exists()
