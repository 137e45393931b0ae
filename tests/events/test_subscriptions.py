"""Private feeds: made on a screen, told once, read without a session, ended at any time; nobody else's to find."""

import datetime
import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import seats, tokens
from events.models import FeedToken, SignUp
from events.models.feeds import MOST_TOKENS
from events.models.seats import State
from portal.database import context
from portal.organisations.models import Audience, Circle
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError, end_membership
from tests.events.test_feeds import read

pytestmark = pytest.mark.django_db

ALL, MINE = FeedToken.Purpose.ALL, FeedToken.Purpose.MINE
SCREEN = "/extranet/abonnements/"


def member(name: str) -> Membership:
    return Membership.objects.select_related("user").get(
        user__email=f"{name}@demo.example", tenant__slug="pas-de-calais"
    )


@pytest.fixture
def bob(pdc) -> Membership:
    return member("bob")


def address_of(membership, purpose=ALL, name="Mon téléphone") -> str:
    _, secret = tokens.make(membership, name=name, purpose=purpose)
    return f"/agenda/abonnement/{secret}.ics"


def test_the_feed_of_all_i_may_see_and_of_what_i_signed_up_for(visit, bob, make_event, make_date):
    dates = {name: make_date(make_event(title=name, takes_signups=True)) for name in ("oui", "attend", "non", "rien")}
    for name in ("oui", "attend"):
        seats.ask(dates[name], bob)
    SignUp.objects.filter(occurrence=dates["attend"]).update(state=State.WAITING)
    SignUp.objects.create(occurrence=dates["non"], membership=bob, state=State.DECLINED)
    chosen = Audience.objects.create(reach=Audience.Reach.CHOSEN)
    hidden = make_event(title="pour d’autres")
    hidden.audience = chosen
    hidden.save()
    make_date(hidden)
    client = visit("pas-de-calais.localhost")
    everything = set(read(client.get(address_of(bob, ALL, "tout"))))
    assert set(dates) <= everything
    assert "pour d’autres" not in everything
    assert set(read(client.get(address_of(bob, MINE, "miens")))) & {*dates, "pour d’autres"} == {"oui", "attend"}


def test_a_private_feed_names_nobody_and_opens_no_meeting(pdc_client, bob, make_event, make_date):
    date = make_date(make_event(takes_signups=True), remote_link="https://visio.exemple.fr/secret")
    seats.ask(date, bob)
    seats.ask(date, member("diane"))
    response = pdc_client.get(address_of(bob))
    for secret in ("visio.exemple.fr", "ATTENDEE", "@demo.example", str(bob.user), str(member("diane").user)):
        assert secret not in response.text
    assert "private" in response["Cache-Control"]


def test_rights_are_asked_for_at_each_reading(pdc_client, bob, make_event, make_date):
    circle = Circle.objects.create(name="Cercle (essai)", slug="cercle-essai")
    circle.members.add(bob)
    event = make_event(title="Du cercle", reach=Audience.Reach.CHOSEN)
    event.audience.circles.add(circle)
    make_date(event)
    address = address_of(bob)
    assert "Du cercle" in read(pdc_client.get(address))
    circle.members.remove(bob)
    assert "Du cercle" not in read(pdc_client.get(address))


def answers_of(client, address: str):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    shapes = [re.sub(r"'[^']*'", "?", each["sql"]) for each in queries]
    headers = {name: value for name, value in response.headers.items() if name != "X-Request-ID"}  # a number by chance
    return response.status_code, response.content, headers, shapes


def test_every_secret_that_opens_nothing_is_answered_alike_and_with_the_same_work(visit, pdc, casa):
    """Same status, body, headers and queries: what takes the same steps takes the same time."""
    with context.use(pdc.context):
        ended, inactive, revoked = (address_of(member(name)) for name in ("diane", "chloe", "alice"))
        FeedToken.objects.filter(membership=member("alice")).delete()
        Membership.objects.filter(pk=member("diane").pk).update(ended_at=timezone.now())  # the rows of the address stay
        user = member("chloe").user
        user.is_active = False
        user.save()
    ezra = Membership.objects.get(user__email="ezra@demo.example", tenant=casa)
    neighbour_s = address_of(ezra)
    assert visit("casa.localhost").get(neighbour_s).status_code == 200
    unknown = "/agenda/abonnement/" + "x" * 43 + ".ics"
    client = visit("pas-de-calais.localhost")
    first = answers_of(client, unknown)
    assert first[0] == 404
    for address in (ended, inactive, revoked, neighbour_s, "/agenda/abonnement/x.ics"):
        assert answers_of(client, address) == first, address
    assert sum("events_feedtoken" in sql for sql in first[3]) == 1


def test_the_database_keeps_no_address(bob):
    token, secret = tokens.make(bob, name="Mon téléphone", purpose=ALL)
    assert len(secret) >= 43
    assert secret not in str(FeedToken.objects.filter(pk=token.pk).values())
    assert tokens.find(secret) == token
    assert tokens.find(token.token_digest) is None


def test_an_access_that_ends_ends_its_addresses(pdc_client, bob):
    address = address_of(bob)
    assert pdc_client.get(address).status_code == 200
    end_membership(bob, by=None)
    assert pdc_client.get(address).status_code == 404
    assert not FeedToken.objects.filter(membership=bob).exists()


def test_the_day_of_the_last_reading_is_noted_once_a_day(pdc_client, bob):
    address = address_of(bob)
    bob.last_seen_on = seen = timezone.localdate() - datetime.timedelta(days=40)
    bob.save()
    pdc_client.get(address)
    assert FeedToken.objects.get(membership=bob).last_used_on == timezone.localdate()
    with CaptureQueriesContext(connection) as queries:
        pdc_client.get(address)
    assert not [each for each in queries if each["sql"].startswith("UPDATE")]
    bob.refresh_from_db()
    assert bob.last_seen_on == seen  # a telephone that asks by itself is no visit


def test_a_private_feed_is_asked_for_again_with_its_digest(pdc_client, bob, make_date):
    make_date()
    address = address_of(bob)
    first = pdc_client.get(address)
    assert pdc_client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


# The screen ------------------------------------------------------------------------------------------------


def test_the_address_is_shown_once_and_works(visit, pdc, bob, make_date):
    make_date()
    client = visit("pas-de-calais.localhost").login_as("bob")
    page = client.post(SCREEN, {"name": "Mon téléphone", "purpose": "tout"}).text
    address = re.search(r'value="(http[^"]+\.ics)"', page)[1]
    assert address.startswith(pdc.base_url)
    assert f'href="webcal:{address.partition(":")[2]}"' in page
    assert visit("pas-de-calais.localhost").get(address.removeprefix(pdc.base_url)).status_code == 200
    again = client.get(SCREEN).text
    assert "Mon téléphone" in again
    assert "/agenda/abonnement/" not in again


def test_a_name_is_given_once_and_needed(pdc_client, bob):
    client = pdc_client.login_as("bob")
    client.post(SCREEN, {"name": "Mon téléphone", "purpose": "tout"})
    for name, words in [("Mon téléphone", "déjà un abonnement de ce nom"), (" ", "pour le reconnaître")]:
        response = client.post(SCREEN, {"name": name, "purpose": "inscriptions"})
        assert response.status_code == 422
        assert words in response.text
    assert FeedToken.objects.filter(membership=bob).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedToken.objects.create(membership=bob, name="Mon téléphone", token_digest="0" * 64)


def test_ten_at_most(pdc_client, bob):
    for n in range(MOST_TOKENS):
        tokens.make(bob, name=f"Appareil {n}", purpose=ALL)
    with pytest.raises(RefusedError):
        tokens.make(bob, name="De trop", purpose=ALL)
    client = pdc_client.login_as("bob")
    assert "le plus possible" in client.get(SCREEN).text
    response = client.post(SCREEN, {"name": "De trop", "purpose": "tout"})
    assert response.status_code == 422
    assert "supprimez d’abord" in response.text


def test_one_ends_one_s_own_and_nobody_else_s(visit, bob):
    address = address_of(bob)
    row = FeedToken.objects.get(membership=bob)
    client, other = visit("pas-de-calais.localhost").login_as("bob"), visit("pas-de-calais.localhost").login_as("diane")
    end = f"{SCREEN}{row.pk}/supprimer/"
    assert other.post(end).status_code == 404
    assert "Aucun pour l’instant" in other.get(SCREEN).text
    assert visit("pas-de-calais.localhost").get(address).status_code == 200
    assert "n’ouvre plus rien" in client.post(end, follow=True).text
    assert visit("pas-de-calais.localhost").get(address).status_code == 404


def test_my_data_tell_of_them(pdc_client, bob):
    tokens.make(bob, name="Montre connectée", purpose=MINE)
    page = pdc_client.login_as("bob").get("/extranet/mes-donnees/").text
    assert "Montre connectée" in page
    assert "abonnements à l’agenda" in page
