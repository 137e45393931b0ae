"""The link of a mail: opening it changes nothing, a button does; it is void for anybody else, anywhere else, later."""

import datetime

import pytest
from django.core import signing
from django.utils import timezone

from events import keys
from events.models import Occurrence, SignUp
from events.models.seats import State
from events.signing_up import Choice, answer
from portal.notifications.models import Mail
from portal.organisations.models import Audience
from portal.tenancy.models import Module
from portal.tenancy.services import end_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(date, bob, diane) -> SignUp:
    """Bob was offered the seat that Diane gave back."""
    row = date(capacity=1, days=20, place="Maison des solidarités", remote_link="https://visio.example/42")
    for who in (diane, bob):
        answer(row, who, Choice.YES, by=who)
    answer(row, diane, Choice.NO, by=diane)
    return row.seats.get(membership=bob)


def state_of(sign_up: SignUp) -> str:
    sign_up.refresh_from_db()
    return sign_up.state


def test_opening_it_shows_the_date_and_three_buttons_and_changes_nothing(offered, pdc_client):
    page = pdc_client.get(keys.path_for(offered))
    assert page.status_code == 200
    for words in ("Groupe d’échanges", "Maison des solidarités", "Accepter la place", "Peut-être", "Refuser la place"):
        assert words in page.text
    assert "visio.example" not in page.text
    assert "Diane" not in page.text
    assert "bob@" not in page.text
    assert "no-store" in page["Cache-Control"]
    for choice in Choice:
        pdc_client.get(f"{keys.path_for(offered)}?choice={choice}")
    assert state_of(offered) == State.OFFERED


@pytest.mark.parametrize(
    ("choice", "state"), [("oui", State.TAKEN), ("peut-etre", State.PERHAPS), ("non", State.DECLINED)]
)
def test_a_button_answers_without_signing_in(offered, pdc_client, choice, state):
    path = keys.path_for(offered)
    assert pdc_client.post(path, {"choice": choice})["Location"] == path
    assert state_of(offered) == state


def test_something_else_than_a_button_changes_nothing(offered, pdc_client):
    assert pdc_client.post(keys.path_for(offered), {"choice": "<script>"}).status_code == 200
    assert pdc_client.post(keys.path_for(offered)).status_code == 200
    assert state_of(offered) == State.OFFERED


def test_an_offer_that_has_passed_says_so(offered, pdc_client):
    SignUp.objects.filter(pk=offered.pk).update(offered_until=timezone.now() - datetime.timedelta(hours=1))
    page = pdc_client.post(keys.path_for(offered), {"choice": "oui"})
    assert page.status_code == 422
    assert "n’est plus proposée" in page.text


def test_a_forged_link_is_void(offered, pdc_client):
    path = keys.path_for(offered)
    forged = signing.dumps([offered.membership_id, offered.occurrence_id], salt="another")
    odd = signing.dumps(["x"], salt=keys.SALT)
    for bad in (path[:-3] + "x/", f"/agenda/repondre/{forged}/", f"/agenda/repondre/{odd}/", "/agenda/repondre/faux/"):
        assert pdc_client.get(bad).status_code == 410
        assert pdc_client.post(bad, {"choice": "oui"}).status_code == 410
    assert state_of(offered) == State.OFFERED


def test_a_link_opens_nothing_on_the_neighbour_s_host(offered, casa_client):
    assert casa_client.get(keys.path_for(offered)).status_code == 410
    assert casa_client.post(keys.path_for(offered), {"choice": "oui"}).status_code == 410
    assert state_of(offered) == State.OFFERED


def test_a_link_is_void_once_the_date_has_begun(offered, pdc_client):
    start = timezone.now() - datetime.timedelta(minutes=1)
    Occurrence.objects.filter(pk=offered.occurrence_id).update(starts_at=start)
    assert pdc_client.post(keys.path_for(offered), {"choice": "oui"}).status_code == 410


def test_a_link_is_void_once_the_membership_has_ended(offered, pdc_client, gael):
    path = keys.path_for(offered)
    end_membership(offered.membership, by=gael.user)
    assert pdc_client.get(path).status_code == 410
    assert pdc_client.post(path, {"choice": "oui"}).status_code == 410


def test_a_link_is_void_where_the_event_is_no_longer_for_that_member(offered, pdc_client):
    Audience.objects.filter(pk=offered.occurrence.event.audience_id).update(reach=Audience.Reach.CHOSEN)
    assert pdc_client.post(keys.path_for(offered), {"choice": "oui"}).status_code == 410


def test_a_link_grows_old(offered, pdc_client, monkeypatch):
    long_ago = timezone.now() - keys.LASTS - datetime.timedelta(days=1)
    with monkeypatch.context() as clock:
        clock.setattr(signing.time, "time", long_ago.timestamp)
        path = keys.path_for(offered)
    assert pdc_client.get(path).status_code == 410


def test_a_link_made_under_the_former_secret_still_opens(offered, pdc_client, settings):
    path = keys.path_for(offered)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "le-nouveau" * 6, [settings.SECRET_KEY]
    assert pdc_client.get(path).status_code == 200


def test_a_date_that_is_called_off_says_so_and_asks_nothing(offered, pdc_client):
    Occurrence.objects.filter(pk=offered.occurrence_id).update(state=Occurrence.State.CANCELLED, reason="Neige.")
    page = pdc_client.get(keys.path_for(offered))
    assert "n’a plus lieu" in page.text
    assert '<button class="button" name="choice"' not in page.text


def test_there_is_nothing_where_the_calendar_is_off(offered, pdc, pdc_client):
    pdc.modules = [module for module in pdc.modules if module != Module.CALENDAR]
    pdc.save()
    assert pdc_client.get(keys.path_for(offered)).status_code == 404


def test_the_mail_holds_the_link_that_answers(offered, pdc_client):
    mail = Mail.objects.filter(to=[offered.membership.user.email]).order_by("-pk").first()
    [link] = [word for word in mail.text.split() if "/agenda/repondre/" in word]
    path = link[link.index("/agenda/") :]
    pdc_client.post(path, {"choice": "oui"})
    assert state_of(offered) == State.TAKEN
