"""The pages of the agenda are kept for visitors: a change shows at once, and so does an hour that has come."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from events.models import Occurrence
from events.periods import Month, Week
from events.services import call_off
from events.signing_up import Choice, answer
from portal.organisations.models import Audience
from tests.home.test_blocks import publish
from tests.kept import is_kept, queries_of, what_refreshes_nothing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_pages")]
BLOCK = "/essai/"
TITLE = "Café des bailleurs (exemple)"


@pytest.fixture
def public_date(pdc, make_event, make_date):
    """``public_date()`` is a date of a public event where one signs up; « /essai/ » shows the next ones."""
    publish(pdc, ("next_events", {"title": "Bientôt", "most": 12}))
    return lambda **fields: make_date(
        make_event(reach=Audience.Reach.PUBLIC, title=TITLE, takes_signups=True), **fields
    )


@pytest.fixture
def at(monkeypatch):
    """``at(moment)``: it is that moment from now on."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def pages_of(date: Occurrence) -> list[str]:
    """Return each address of the agenda where a date is."""
    day = timezone.localdate(date.starts_at)
    periods = [f"/agenda/mois/{Month.of(day)}/", f"/agenda/semaine/{Week.of(day)}/"]
    own = [f"/agenda/{date.pk}/", f"/agenda/{date.pk}/evenement.ics"]
    return [BLOCK, "/agenda/", "/agenda/?nature=echange", *periods, *own, "/agenda/flux.ics", "/agenda/flux.rss"]


def test_each_page_is_kept_and_reads_what_refreshes_it(public_date, pdc_client):
    for address in pages_of(public_date()):
        assert not what_refreshes_nothing(pdc_client, address), address
        assert is_kept(pdc_client, address), address
        assert queries_of(pdc_client, address) == 1, address


def test_a_change_shows_at_once_everywhere(public_date, pdc_client):
    date = public_date()
    addresses = pages_of(date)
    for address in addresses:
        assert "des bailleurs" in pdc_client.get(address).text, address
    date.event.title = "Tour de table (exemple)"
    date.event.save()
    for address in addresses:
        assert "des bailleurs" not in pdc_client.get(address).text, address


def test_what_is_called_off_is_told_at_once(public_date, pdc_client, gael):
    date = public_date()
    addresses = [each for each in pages_of(date) if each != BLOCK]
    for address in addresses:
        assert "annul" not in pdc_client.get(address).text.lower().replace("annuler", ""), address
    call_off([date], Occurrence.State.CANCELLED, "Salle fermée", by=gael.user)
    assert "Salle fermée" in pdc_client.get("/agenda/").text
    assert "Salle fermée" in pdc_client.get(f"/agenda/{date.pk}/").text
    assert "CANCELLED" in pdc_client.get("/agenda/flux.ics").text


@pytest.mark.parametrize("change", ["draft", "members"])
def test_what_is_taken_back_from_visitors_is_gone_at_once(public_date, pdc_client, change):
    date = public_date()
    addresses = pages_of(date)
    for address in addresses:
        pdc_client.get(address)
    if change == "draft":
        date.event.is_published = False
        date.event.save()
    else:
        date.event.audience.reach = Audience.Reach.PROFESSIONALS
        date.event.audience.save()
    for address in addresses:
        response = pdc_client.get(address)
        assert response.status_code == 404 or "des bailleurs" not in response.text, address


def test_what_is_over_leaves_the_list_on_time(public_date, pdc_client, at):
    now = timezone.now()
    date = public_date(starts_at=now - datetime.timedelta(hours=1), ends_at=now + datetime.timedelta(minutes=5))
    for address in (BLOCK, "/agenda/", "/agenda/flux.rss"):
        at(now)
        assert "des bailleurs" in pdc_client.get(address).text, address
        at(date.ends_at - datetime.timedelta(seconds=1))
        assert queries_of(pdc_client, address) == 1, address
        at(date.ends_at)
        assert "des bailleurs" not in pdc_client.get(address).text, address


def test_what_is_over_is_among_the_past_on_time_however_short(public_date, pdc_client, at):
    now = timezone.now()
    starts_at = now + datetime.timedelta(minutes=2)
    date = public_date(starts_at=starts_at, ends_at=starts_at + datetime.timedelta(minutes=3))
    assert "des bailleurs" not in pdc_client.get("/agenda/passes/").text
    at(date.ends_at)
    assert "des bailleurs" in pdc_client.get("/agenda/passes/").text


def test_the_button_goes_when_the_date_begins_whoever_kept_the_page(public_date, pdc_client, at):
    now = timezone.now()
    date = public_date(starts_at=now + datetime.timedelta(minutes=5), ends_at=now + datetime.timedelta(hours=2))
    address = f"/agenda/{date.pk}/"
    assert "pour répondre" in pdc_client.get(address).text
    at(now + datetime.timedelta(minutes=4))
    cache.clear()  # another process finds it on the shared shelf, and keeps it no longer than was said there
    assert queries_of(pdc_client, address) == 2
    at(date.starts_at)
    page = pdc_client.get(address).text
    assert "pour répondre" not in page
    assert "cette date a commencé" in page


def test_a_sign_up_changes_nothing_that_a_visitor_reads(public_date, pdc_client, bob):
    date = public_date(capacity=1)
    for address in pages_of(date):
        pdc_client.get(address)
    answer(date, bob, Choice.YES, by=bob)
    for address in pages_of(date):
        assert queries_of(pdc_client, address) == 1, address


def test_a_member_s_answer_is_on_no_page_of_a_visitor(public_date, pdc_client, bob, visit):
    date = public_date()
    answer(date, bob, Choice.YES, by=bob)
    member = visit(pdc_client.host).login_as("bob")
    address = f"/agenda/{date.pk}/"
    for _ in range(2):
        assert "Vous venez" in member.get(address).text
        assert "Vous venez" not in pdc_client.get(address).text


def test_a_century_of_months_is_not_kept(public_date, pdc_client):
    today = timezone.localdate()
    for year in (today.year - 2, today.year + 2):
        assert not is_kept(pdc_client, f"/agenda/mois/{year}-06/")
        assert not is_kept(pdc_client, f"/agenda/semaine/{year}-S20/")
