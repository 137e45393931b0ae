"""The panel of a date, signing up a colleague, and the lists of those who keep the calendar."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import answers
from events.models import Occurrence, SignUp
from events.models.seats import State
from events.signing_up import Choice, answer
from portal.notifications.attention import coming_for, news_for, waiting_for
from portal.notifications.models import Mail
from portal.organisations.models import Affiliation, Audience
from portal.tenancy.services import set_membership
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LINK = "https://visio.example/42"


@pytest.fixture
def crowd(pdc):
    """``crowd(30)`` are so many members more."""

    def make(number: int, name: str = "foule"):
        users = [make_user(f"{name}-{n}@essai.example", first_name=f"F{n}") for n in range(number)]
        return [set_membership(user, pdc, []) for user in users]

    return make


def with_employer(member, referente):
    organisation = Affiliation.objects.of_referent(referente).get().organisation
    Affiliation.objects.create(membership=member, organisation=organisation)


# The panel of a date ---------------------------------------------------------------------------------------


def test_a_visitor_is_asked_to_sign_in_to_answer(make_date, make_event, pdc_client):
    public = make_date(make_event(takes_signups=True, reach=Audience.Reach.PUBLIC), remote_link=LINK)
    page = pdc_client.get(f"/agenda/{public.pk}/").text
    assert "Connectez-vous pour répondre" in page
    assert LINK not in page
    plain = make_date(make_event(reach=Audience.Reach.PUBLIC))
    assert "Connectez-vous" not in pdc_client.get(f"/agenda/{plain.pk}/").text


def test_a_member_answers_on_the_page_and_sees_the_link_only_while_they_come(date, bob, pdc_client):
    row = date(capacity=3, remote_link=LINK)
    client = pdc_client.login_as("bob")
    page = client.get(f"/agenda/{row.pk}/").text
    assert "3 places libres sur 3" in page.replace("\xa0", " ")
    assert LINK not in page
    page = client.post(f"/agenda/{row.pk}/reponse/", {"choice": "oui"}, follow=True).text
    assert "Vous venez" in page
    assert LINK in page
    page = client.post(f"/agenda/{row.pk}/reponse/", {"choice": "peut-etre"}, follow=True).text
    assert LINK not in page
    assert "Aucune place n’est retenue" in page


def test_who_waits_reads_their_rank_and_why_then_the_offer_and_until_when(date, bob, diane, pdc_client):
    row = date(capacity=1)
    answer(row, diane, Choice.YES, by=diane)
    client = pdc_client.login_as("bob")
    assert "Demander une place" in client.get(f"/agenda/{row.pk}/").text
    page = client.post(f"/agenda/{row.pk}/reponse/", {"choice": "oui"}, follow=True).text
    assert "Liste d’attente, rang 1" in page
    assert "Toutes les places sont prises ou proposées." in page
    assert "Diane" not in page
    answer(row, diane, Choice.NO, by=diane)
    page = client.get(f"/agenda/{row.pk}/").text
    assert "Répondez avant le" in page
    page = client.post(f"/agenda/{row.pk}/reponse/", {"choice": "oui"}, follow=True).text
    assert "Vous venez" in page


def test_what_is_closed_says_why_and_has_no_button(date, bob, pdc_client):
    row = date(days=-1)
    SignUp.objects.create(occurrence=row, membership=bob, state=State.TAKEN)
    client = pdc_client.login_as("bob")
    page = client.get(f"/agenda/{row.pk}/").text
    assert "a commencé" in page
    assert 'name="choice"' not in page
    page = client.post(f"/agenda/{row.pk}/reponse/", {"choice": "non"}, follow=True).text
    assert row.seats.get().state == State.TAKEN


def test_coming_back_from_the_login_leads_to_the_page(date, pdc_client):
    row = date()
    login = pdc_client.post(f"/agenda/{row.pk}/reponse/", {"choice": "oui"})
    assert login["Location"] == f"/compte/connexion/?next=/agenda/{row.pk}/reponse/"
    assert pdc_client.login_as("bob").get(f"/agenda/{row.pk}/reponse/")["Location"] == f"/agenda/{row.pk}/"


def test_an_address_that_is_opened_answers_nothing_and_signs_nobody_up(date, bob, diane, pdc_client):
    row = date()
    with_employer(bob, diane)
    client = pdc_client.login_as("diane")
    client.get(f"/agenda/{row.pk}/reponse/?choice=oui")
    client.get(f"/agenda/{row.pk}/collegue/?membership={bob.pk}")
    assert not row.seats.exists()


@pytest.mark.parametrize("number", [1, 30])
def test_the_panel_asks_few_questions_whatever_the_crowd(date, bob, crowd, number):
    row = date(capacity=2)
    for who in [*crowd(number), bob]:
        answer(row, who, Choice.YES, by=who)
    row = Occurrence.objects.select_related("event").get(pk=row.pk)
    with CaptureQueriesContext(connection) as asked:
        answers.panel(row, bob)
    assert len(asked) <= 8


# A colleague -----------------------------------------------------------------------------------------------


def test_a_referente_finds_the_members_of_her_organisation_and_signs_one_up(date, bob, diane, fanny, pdc_client):
    row = date()
    with_employer(bob, diane)
    client = pdc_client.login_as("diane")
    assert "Inscrire quelqu’un d’autre" in client.get(f"/agenda/{row.pk}/").text
    page = client.get(f"/agenda/{row.pk}/collegue/").text
    assert "Bob" in page
    assert "Fanny" not in page
    names = client.get(f"/agenda/{row.pk}/collegue/a-inscrire/?q=bob").json()["suggestions"]
    assert [each["value"] for each in names] == [bob.pk]
    assert client.get(f"/agenda/{row.pk}/collegue/a-inscrire/?q=fanny").json()["suggestions"] == []
    page = client.post(f"/agenda/{row.pk}/collegue/", {"membership": bob.pk}, follow=True).text
    assert row.seats.get().membership == bob
    assert "le sait par courriel" in page
    for somebody in (fanny.pk, diane.pk, "x", 0, 10**30):
        assert client.post(f"/agenda/{row.pk}/collegue/", {"membership": somebody}).status_code == 404


def test_who_keeps_the_calendar_reads_what_was_said_before_signing_somebody_up(date, bob, diane, pdc_client):
    row = date()
    with_employer(bob, diane)
    answer(row, bob, Choice.NO, by=bob)
    said = "A répondu «\xa0je ne viens pas\xa0»"
    assert said in pdc_client.login_as("alice").get(f"/agenda/{row.pk}/collegue/?q=bob").text
    page = pdc_client.login_as("diane").get(f"/agenda/{row.pk}/collegue/").text
    assert "Bob" in page
    assert said not in page  # answers are shown to the team alone


def test_a_member_who_is_no_referent_signs_nobody_up(date, pdc_client):
    row = date()
    client = pdc_client.login_as("bob")
    assert "Inscrire quelqu’un" not in client.get(f"/agenda/{row.pk}/").text
    assert client.get(f"/agenda/{row.pk}/collegue/").status_code == 403
    assert client.get(f"/agenda/{row.pk}/collegue/a-inscrire/?q=diane").status_code == 403


# The lists -------------------------------------------------------------------------------------------------


def test_the_list_says_who_comes_who_waits_in_rank_and_until_when(date, bob, diane, fanny, alice, pdc_client):
    row = date(capacity=1)
    for who in (diane, bob, fanny):
        answer(row, who, Choice.YES, by=who)
    answer(row, alice, Choice.PERHAPS, by=alice)
    client = pdc_client.login_as("gael")
    page = client.get("/extranet/gestion/agenda/").text
    assert "1\u00a0sur\u00a01" in page
    page = client.get(f"/extranet/gestion/agenda/{row.pk}/").text
    for words in ("Viennent (1)", "Attendent, dans l’ordre (2)", "Peut-être (1)", "12 mois"):
        assert words in page.replace("\xa0", " ")
    assert page.index("Diane") < page.index("Bob") < page.index("Fanny")


def test_who_keeps_the_calendar_removes_somebody_after_asking(date, bob, pdc_client):
    row = date()
    sign_up = answer(row, bob, Choice.YES, by=bob)
    client = pdc_client.login_as("alice")
    address = f"/extranet/gestion/agenda/{row.pk}/retirer/{sign_up.pk}/"
    assert "Un courriel le lui dit" in client.get(address).text
    assert row.seats.live().exists()
    client.post(address)
    assert not row.seats.live().exists()
    assert "Inscription retirée" in Mail.objects.order_by("-pk").first().subject
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("state", "words"), [
    (State.TAKEN, "retire la date de son agenda"), (State.OFFERED, "La place proposée ne l’est plus"),
    (State.WAITING, "son attente prend fin"), (State.PERHAPS, "ne tient aucune place"),
])  # fmt: skip
def test_what_removing_does_is_said_as_it_is(date, bob, pdc_client, state, words):
    until = timezone.now() + datetime.timedelta(days=1) if state == State.OFFERED else None
    seat = SignUp.objects.create(occurrence=date(), membership=bob, state=state, offered_until=until)
    client = pdc_client.login_as("alice")
    assert words in client.get(f"/extranet/gestion/agenda/{seat.occurrence_id}/retirer/{seat.pk}/").text


def test_the_number_of_seats_changes_and_less_than_what_is_held_is_refused_on_its_field(date, bob, diane, pdc_client):
    row = date(capacity=2)
    for who in (bob, diane):
        answer(row, who, Choice.YES, by=who)
    client = pdc_client.login_as("alice")
    address = f"/extranet/gestion/agenda/{row.pk}/"
    refused = client.post(address, {"capacity": "1"})
    assert refused.status_code == 422
    assert "2 places sont prises" in refused.text
    assert client.post(address, {"capacity": "0"}).status_code == 422
    client.post(address, {"capacity": "5"})
    row.refresh_from_db()
    assert row.capacity == 5
    client.post(address, {"capacity": ""})
    row.refresh_from_db()
    assert row.capacity is None


def test_the_table_runs_no_formula(date, bob, pdc_client):
    row = date()
    bob.user.first_name, bob.user.last_name = "=HYPERLINK(1)", "@x"
    bob.user.save()
    answer(row, bob, Choice.YES, by=bob)
    response = pdc_client.login_as("alice").get(f"/extranet/gestion/agenda/{row.pk}/inscriptions.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[2][0].startswith("'=HYPERLINK")
    assert rows[2][3] == "inscrit ou inscrite"
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize("address", ["", "{pk}/", "{pk}/inscriptions.csv", "{pk}/retirer/{seat}/"])
def test_nobody_else_reads_the_lists(date, bob, pdc_client, address):
    row = date()
    seat = answer(row, bob, Choice.YES, by=bob)
    address = "/extranet/gestion/agenda/" + address.format(pk=row.pk, seat=seat.pk)
    for person in ("diane", "iris"):
        assert pdc_client.login_as(person).get(address).status_code == 403


def test_the_lists_ask_as_many_questions_for_one_as_for_thirty(date, crowd, pdc_client):
    few, many = date(), date()
    people = crowd(30)
    answer(few, people[0], Choice.YES, by=people[0])
    for who in people:
        answer(many, who, Choice.YES, by=who)
    client = pdc_client.login_as("alice")

    def cost(address: str) -> int:
        client.get(address)  # what is asked once, until a public row changes
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    for address in ("/extranet/gestion/agenda/{}/", "/extranet/gestion/agenda/{}/inscriptions.csv"):
        assert cost(address.format(few.pk)) == cost(address.format(many.pk))
    before = cost("/extranet/gestion/agenda/"), cost(f"/agenda/{many.pk}/collegue/")
    for _ in range(20):
        date()
    crowd(20, "autre")
    assert (cost("/extranet/gestion/agenda/"), cost(f"/agenda/{many.pk}/collegue/")) == before


# Attention and one's own data ------------------------------------------------------------------------------


def test_the_dashboard_says_what_is_offered_and_what_comes(date, bob, diane):
    row, other, perhaps = date(capacity=1), date(), date()
    for who in (diane, bob):
        answer(row, who, Choice.YES, by=who)
    answer(other, bob, Choice.YES, by=bob)
    answer(perhaps, bob, Choice.PERHAPS, by=bob)
    ours = lambda items: [item for item in items if item.url.startswith("/agenda/")]  # noqa: E731
    assert ours(waiting_for(bob)) == []
    answer(row, diane, Choice.NO, by=diane)
    [offer] = ours(waiting_for(bob))
    assert offer.title.startswith("Une place vous est proposée")
    assert offer.url == f"/agenda/{row.pk}/"
    assert {item.url for item in ours(coming_for(bob))} == {f"/agenda/{other.pk}/", f"/agenda/{perhaps.pk}/"}


def test_what_was_published_since_is_new_for_those_who_may_see_it(make_date, make_event, bob):
    since = timezone.now()
    seen, hidden = make_event(), make_event(reach=Audience.Reach.CHOSEN)
    for event in (seen, hidden):
        make_date(event)
        make_date(event, days=20)
    ours = [item for item in news_for(bob, since) if item.url.startswith("/agenda/")]
    assert [item.title for item in ours] == [seen.title]
    assert not [item for item in news_for(bob, timezone.now()) if item.url.startswith("/agenda/")]


def test_my_data_tell_what_i_answered_and_name_nobody_else(date, bob, diane, pdc_client):
    row = date()
    with_employer(bob, diane)
    answer(row, bob, Choice.YES, by=diane)
    page = pdc_client.login_as("bob").get("/extranet/mes-donnees/").text
    assert "Vos inscriptions" in page
    assert "Groupe d’échanges (exemple)" in page.replace("\xa0", " ")
    page = pdc_client.login_as("diane").get("/extranet/mes-donnees/").text
    assert "Vous avez inscrit une personne à" in page.replace("\xa0", " ")
    assert "Bob" not in page
