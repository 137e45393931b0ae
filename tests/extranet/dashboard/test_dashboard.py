"""The dashboard: what waits first, what comes, what is new since the last visit; kind when there is nothing."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from extranet.dashboard.models import Visit
from extranet.dashboard.services import note_visit
from portal.accounts.models import User
from portal.notifications import attention
from portal.notifications.attention import Item
from portal.notifications.templatetags.attention import day_and_hour, in_letters, since_when
from portal.tenancy.models import Membership
from portal.tenancy.services import end_membership

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 20, 14, 30, tzinfo=datetime.UTC)


def ago(**delta) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(**delta)


@pytest.fixture
def sources(monkeypatch):
    """``sources(waits=2, comes=1, news=[moment])``: that many made-up items, in the place of all others."""

    def fill(waits=0, comes=0, news=()):
        waiting = [
            Item(title=f"À faire {n}", url=f"/extranet/a/{n}/", at=ago(days=n), detail="Lens") for n in range(waits)
        ]
        coming = [Item(title=f"Rendez-vous {n}", url=f"/extranet/b/{n}/", at=ago(days=-n)) for n in range(1, comes + 1)]
        new = [Item(title=f"Nouveauté {n}", url=f"/extranet/c/{n}/", at=at) for n, at in enumerate(news)]
        monkeypatch.setattr(attention, "_waiting", {"tests": lambda membership: waiting})
        monkeypatch.setattr(attention, "_finding", {})
        monkeypatch.setattr(attention, "_coming", {"tests": lambda membership: coming})
        monkeypatch.setattr(
            attention, "_news", {"tests": lambda membership, since: [item for item in new if item.at > since]}
        )

    return fill


@pytest.fixture
def diane(pdc) -> Membership:
    return Membership.objects.get(tenant=pdc, user__email="diane@demo.example")


def test_what_waits_comes_first_the_oldest_on_top_with_one_link_each(pdc_client, sources):
    sources(waits=3, comes=1, news=[ago(hours=1)])
    page = pdc_client.login_as("diane").get("/extranet/")
    assert "Trois choses vous attendent." in page.text
    links = [a["href"] for a in BeautifulSoup(page.content, "html.parser").main.find_all("a")]
    assert links[:5] == ["/extranet/a/2/", "/extranet/a/1/", "/extranet/a/0/", "/extranet/b/1/", "/extranet/c/0/"]
    assert "Depuis hier" in page.text


def test_an_empty_dashboard_is_kind(pdc_client, sources):
    sources()
    page = pdc_client.login_as("diane").get("/extranet/").text
    assert "Bonjour Diane" in page
    assert "Rien ne vous attend" in page
    assert "Rien n’est prévu" in page
    assert "Nouveau ces sept derniers jours" in page
    assert 'href="/extranet/notifications/"' in page


def test_the_ways_are_those_of_the_members_menu(pdc_client, sources):
    sources()
    soup = BeautifulSoup(pdc_client.login_as("diane").get("/extranet/").content, "html.parser")
    menu = {a["href"] for a in soup.find(class_="members-menu").find_all("a")} - {"/extranet/"}
    assert {a["href"] for a in soup.find(class_="ways").find_all("a")} == menu | {"/extranet/notifications/"}


def test_what_is_new_stays_new_on_reload_and_through_the_day(pdc_client, sources, diane):
    sources(news=[ago(days=2)])
    Visit.objects.create(membership=diane, seen_at=ago(days=3))
    client = pdc_client.login_as("diane")
    for _ in range(2):
        page = client.get("/extranet/").text
        assert "Nouveau depuis votre dernière visite" in page
        assert "Nouveauté 0" in page
    Visit.objects.update(seen_at=ago(hours=2))
    assert "Nouveauté 0" in client.get("/extranet/").text
    Visit.objects.update(seen_at=ago(hours=5))
    page = client.get("/extranet/").text
    assert "Nouveauté 0" not in page
    assert "Rien de nouveau depuis." in page


def test_a_visit_is_written_at_most_once_an_hour(diane):
    assert note_visit(diane, NOW) is None
    later = NOW + datetime.timedelta(minutes=59)
    with CaptureQueriesContext(connection) as queries:
        assert note_visit(diane, later) is None
    assert len(queries) == 1
    evening = NOW + datetime.timedelta(hours=6)
    assert note_visit(diane, evening) == NOW
    assert note_visit(diane, evening + datetime.timedelta(minutes=5)) == NOW
    assert note_visit(diane, evening + datetime.timedelta(hours=2)) == NOW
    assert note_visit(diane, evening + datetime.timedelta(hours=7)) == evening + datetime.timedelta(hours=2)


def test_when_somebody_came_is_erased_with_their_access(diane):
    note_visit(diane, NOW)
    end_membership(diane, by=User.objects.get(email="gael@demo.example"))
    assert not Visit.objects.exists()


def test_a_long_list_of_news_is_folded(pdc_client, sources):
    sources(news=[ago(hours=1)] * 30)
    page = pdc_client.login_as("diane").get("/extranet/").text
    assert "Voir les 22 autres nouveautés" in page
    assert page.count("Nouveauté ") == 30


def test_thirty_items_of_each_cost_as_much_as_one(pdc_client, sources):
    client = pdc_client.login_as("diane")

    def cost(count):
        sources(waits=count, comes=count, news=[ago(hours=1)] * count)
        with CaptureQueriesContext(connection) as queries:
            client.get("/extranet/")
        return len(queries)

    cost(1)
    one = cost(1)
    assert cost(30) == one
    assert one <= 10


def test_an_app_that_tells_all_three_from_the_same_rows_is_asked_once(pdc_client, sources, monkeypatch):
    sources(waits=1)
    asked = []

    def find(membership, since):
        asked.append(since)
        item = Item(title="Comité de mars", url="/extranet/d/", at=ago(days=-1))
        return attention.Found(waiting=[item], coming=[item], news=[item])

    monkeypatch.setattr(attention, "_finding", {"tests": find})
    page = pdc_client.login_as("diane").get("/extranet/").text
    assert "Deux choses vous attendent." in page
    assert page.count("Comité de mars") == 3
    assert len(asked) == 1


def test_what_is_for_staff_is_asked_of_nobody_else(pdc, diane, sources):
    sources()
    asked = []
    attention.waits("les rôles", for_staff=True)(lambda membership: asked.append(membership) or [])
    gael = Membership.objects.get(tenant=pdc, user__email="gael@demo.example")
    for membership in (diane, gael):
        attention.waiting_for(membership)
    assert asked == [gael]


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "depuis aujourd’hui"), (1, "depuis hier"), (12, "depuis 12 jours"), (35, "depuis 5 semaines"),
     (200, "depuis 6 mois")],
)  # fmt: skip
def test_since_when_is_said_in_words(days, words):
    noon = timezone.localtime().replace(hour=12)  # days of the calendar, whatever the hour and its changes
    assert since_when(noon - datetime.timedelta(days=days)).replace("\N{NO-BREAK SPACE}", " ") == words


def test_a_day_of_the_week_is_named_and_hours_are_french():
    assert since_when(ago(days=3)).split()[1] in {
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
    }
    assert day_and_hour(NOW).replace("\N{NO-BREAK SPACE}", " ").endswith("15 h 30")
    assert day_and_hour(ago(days=-1)).startswith("demain à")
    assert day_and_hour(timezone.localtime().replace(hour=0, minute=0)) == "aujourd’hui"
    assert (in_letters(3), in_letters(42)) == ("Trois", "42")
