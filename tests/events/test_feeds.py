"""Feeds out: the public one, one date's, news; what they hold, for whom, and how they are asked for again."""

import datetime
import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from events import feeds
from events.models import Occurrence
from portal.organisations.models import Audience
from portal.tenancy.models import Module
from portal.territories.models import Platform
from trainings.models import Session

pytestmark = pytest.mark.django_db

PUBLIC = Audience.Reach.PUBLIC


def read(response) -> dict:
    """Return the events of a calendar that was answered, by their title."""
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(each["SUMMARY"]): each for each in Calendar.from_ical(response.content).walk("VEVENT")}


@pytest.fixture
def public_date(make_event, make_date):
    """``public_date("Titre", days=3)`` is a date that everybody may see."""

    def make(title: str, *, days: float = 10, kind="evenement", **fields) -> Occurrence:
        return make_date(make_event(reach=PUBLIC, title=title, kind=kind), days=days, **fields)

    return make


def test_the_public_feed_holds_what_is_public_and_nothing_else(pdc_client, public_date, make_event, make_date):
    public_date("Journée ouverte à tous (essai)", remote_link="https://visio.exemple.fr/secret")
    make_date(make_event(title="Entre professionnels (essai)"))
    make_date(make_event(reach=PUBLIC, title="Brouillon (essai)", is_published=False))
    for client in (pdc_client, pdc_client.login_as("bob")):
        response = client.get("/agenda/flux.ics")
        found = read(response)
        assert "Journée ouverte à tous (essai)" in found
        assert not {"Entre professionnels (essai)", "Brouillon (essai)"} & set(found)
        assert b"visio.exemple.fr" not in response.content
        assert b"ATTENDEE" not in response.content


def test_the_feed_goes_from_three_months_ago_to_eighteen_months_from_now(pdc_client, public_date):
    for title, days in [("Loin avant", -100), ("Avant", -80), ("Après", 500), ("Loin après", 600)]:
        public_date(title, days=days)
    found = set(read(pdc_client.get("/agenda/flux.ics")))
    assert {"Avant", "Après"} <= found
    assert not {"Loin avant", "Loin après"} & found


def call_off(date: Occurrence, state: Occurrence.State, reason: str) -> None:
    date.state, date.reason, date.sequence = state, reason, date.sequence + 1
    date.save()


def test_what_was_cancelled_stays_and_says_so(pdc_client, public_date):
    date = public_date("Rencontre annulée (essai)")
    before = read(pdc_client.get("/agenda/flux.ics"))[date.event.title]
    call_off(date, Occurrence.State.CANCELLED, "Salle indisponible.")
    after = read(pdc_client.get("/agenda/flux.ics"))[date.event.title]
    assert str(after["STATUS"]) == "CANCELLED"
    assert "Salle indisponible." in after["DESCRIPTION"]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_the_address_narrows_the_feed(pdc_client, public_date):
    lens, other = Platform.objects.order_by("pk")[:2]
    public_date("Partout (essai)")
    public_date("À Lens (essai)", kind="echange").event.platforms.add(lens)
    public_date("Ailleurs (essai)").event.platforms.add(other)
    ours = {"Partout (essai)", "À Lens (essai)", "Ailleurs (essai)"}
    for query, expected in [
        (f"plateforme={lens.slug}", {"Partout (essai)", "À Lens (essai)"}),
        ("nature=echange", {"À Lens (essai)"}),
        (f"nature=evenement&nature=echange&plateforme={other.slug}", {"Partout (essai)", "Ailleurs (essai)"}),
        ("nature=%00%F0inconnue", set()),
    ]:
        assert set(read(pdc_client.get(f"/agenda/flux.ics?{query}"))) & ours == expected


@pytest.mark.parametrize("address", ["/agenda/flux.ics", "/agenda/flux.rss"])
def test_a_feed_is_the_same_until_something_changes_and_then_is_not(pdc_client, public_date, address):
    """Two of one date and one title are told apart in the same order each time."""
    start = timezone.now() + datetime.timedelta(days=9)
    dates = [
        public_date("Jumeau (essai)", starts_at=start, ends_at=start + datetime.timedelta(hours=1)) for _ in range(4)
    ]
    first = pdc_client.get(address)
    for _ in range(3):
        again = pdc_client.get(address)
        assert again.content == first.content
        assert again["ETag"] == first["ETag"]
    assert "Last-Modified" in first
    same = pdc_client.get(address, headers={"If-None-Match": first["ETag"]})
    assert same.status_code == 304
    assert not same.content
    # gone without leaving a later change behind: nobody may be told that all is as it was
    dates[0].delete()
    for headers in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        assert pdc_client.get(address, headers=headers).status_code == 200


@pytest.mark.parametrize("address", ["/agenda/flux.ics", "/agenda/flux.rss"])
def test_thirty_dates_cost_as_many_queries_as_one(pdc_client, public_date, address):
    lens = Platform.objects.order_by("pk").first()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert pdc_client.get(address).status_code == 200
        return len(queries)

    public_date("Premier").event.platforms.add(lens)
    one = count()
    for n in range(30):
        public_date(f"Suivant {n}").event.platforms.add(lens)
    assert count() == one


def test_one_date_is_a_file_for_whoever_may_see_it(pdc_client, casa_client, make_event, make_date):
    date = make_date(make_event(title="Entre nous (essai)"))
    address = f"/agenda/{date.pk}/evenement.ics"
    assert pdc_client.get(address).status_code == 404
    assert casa_client.login_as("fanny").get(address).status_code == 404
    response = pdc_client.login_as("bob").get(address)
    event = read(response)["Entre nous (essai)"]
    assert str(event["UID"]) == str(date.uid)
    assert "attachment" in response["Content-Disposition"]
    assert "private" in response["Cache-Control"]
    date.event.is_published = False
    date.event.save()
    assert pdc_client.get(address).status_code == 404


def test_nothing_is_there_where_the_calendar_is_switched_off(pdc, pdc_client, public_date):
    date = public_date("Essai")
    pdc.modules = [module for module in pdc.modules if module != Module.CALENDAR]
    pdc.save()
    for address in ("flux.ics", "flux.rss", f"{date.pk}/evenement.ics", "abonnement/inconnu.ics"):
        assert pdc_client.get(f"/agenda/{address}").status_code == 404


def test_a_neighbour_s_dates_are_in_no_feed(casa_client, public_date):
    public_date("Rencontre du Pas-de-Calais (essai)")
    assert "Pas-de-Calais (essai)" not in casa_client.get("/agenda/flux.ics").text
    assert "Pas-de-Calais (essai)" not in casa_client.get("/agenda/flux.rss").text


# News ------------------------------------------------------------------------------------------------------


def test_news_are_the_public_dates_to_come(pdc, pdc_client, public_date, make_event, make_date):
    coming = public_date("À venir (essai)", days=3)
    off = public_date("Supprimé (essai)", days=4)
    public_date("Passé (essai)", days=-3)
    make_date(make_event(title="Entre nous (essai)"))
    call_off(off, Occurrence.State.POSTPONED, "Neige.")
    response = pdc_client.get("/agenda/flux.rss")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ET.fromstring(response.content).find("channel")
    items = {item.findtext("title"): item for item in channel.iter("item")}
    assert "À venir (essai)" in items
    assert "Reporté\N{NO-BREAK SPACE}: Supprimé (essai)" in items
    assert not {"Passé (essai)", "Entre nous (essai)"} & set(items)
    item = items["À venir (essai)"]
    assert item.findtext("link") == f"{pdc.base_url}/agenda/{coming.pk}/"
    assert item.findtext("guid") == coming.uid.urn
    assert channel.findtext("language") == "fr"
    links = [each.get("href") for each in channel.iter("{http://www.w3.org/2005/Atom}link")]
    assert links == [f"{pdc.base_url}/agenda/flux.rss"]


def test_news_bear_with_what_xml_cannot_write(pdc_client, public_date):
    public_date("Une \x08 touche\x0b et ]]> <b>gras</b> & 🏠")
    found = [item.findtext("title") for item in ET.fromstring(pdc_client.get("/agenda/flux.rss").content).iter("item")]
    assert "Une  touche et ]]> <b>gras</b> & 🏠" in found


def test_empty_news_do_not_change_by_themselves(pdc, pdc_client):
    Occurrence.objects.all().delete()
    Session.objects.all().delete()
    assert feeds.coming() == []
    first, second = (pdc_client.get("/agenda/flux.rss").content for _ in range(2))
    assert first == second
    assert b"<item>" not in first
