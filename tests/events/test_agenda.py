"""The agenda: what is to come, a month, a week, what is past; narrowed in the address."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Event, Occurrence
from events.models.seats import State
from events.services import call_off
from portal.accounts.models import User
from portal.design.typography import NBSP
from portal.documents.models import Document
from portal.organisations.models import Audience
from portal.tenancy.cache import refresh
from portal.tenancy.models import Membership, Module, Tenant
from portal.territories.models import Platform
from tests.conftest import CASA_HOST, PDC_HOST

pytestmark = pytest.mark.django_db

PUBLIC = Audience.Reach.PUBLIC


def paris(*when: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(*when))


def titles(response) -> list[str]:
    """Return the titles shown, whatever the view, in order."""
    soup = BeautifulSoup(response.content, "html.parser")
    return [each.get_text(strip=True) for each in soup.select(".agenda__title, .month__entry > a, .week__entry > a")]


def spoken(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").replace(NBSP, " ").split())


def test_a_visitor_sees_what_is_public_and_a_member_also_what_is_theirs(visit, make_event, make_date):
    make_date(make_event(title="Pour tous", reach=PUBLIC), days=2)
    make_date(make_event(title="Entre professionnels"), days=3)
    make_date(make_event(title="Brouillon", is_published=False), days=4)
    chosen = make_event(title="Pour Diane", reach=Audience.Reach.CHOSEN)
    chosen.audience.people.add(Membership.objects.get(user__email="diane@demo.example"))
    make_date(chosen, days=5)
    assert titles(visit(PDC_HOST).get("/agenda/")) == ["Pour tous"]
    assert titles(visit(PDC_HOST).login_as("bob").get("/agenda/")) == ["Pour tous", "Entre professionnels"]
    diane = visit(PDC_HOST).login_as("diane").get("/agenda/")
    assert titles(diane) == ["Pour tous", "Entre professionnels", "Pour Diane"]


def test_nothing_of_a_neighbour_is_shown(visit, make_event, make_date):
    date = make_date(make_event(title="Au Pas-de-Calais", reach=PUBLIC))
    assert "Au Pas-de-Calais" not in titles(visit(CASA_HOST).get("/agenda/"))
    assert visit(CASA_HOST).get(f"/agenda/{date.pk}/").status_code == 404
    assert visit(PDC_HOST).get(f"/agenda/{date.pk}/").status_code == 200


def test_what_is_for_members_is_nowhere_for_a_visitor(visit, make_event, make_date):
    date = make_date(make_event(title="Entre professionnels"))
    assert visit(PDC_HOST).get(f"/agenda/{date.pk}/").status_code == 404


def test_a_draft_opens_for_who_keeps_the_agenda_alone(visit, make_event, make_date):
    date = make_date(make_event(is_published=False, reach=PUBLIC))
    assert visit(PDC_HOST).login_as("bob").get(f"/agenda/{date.pk}/").status_code == 404
    assert "brouillon" in visit(PDC_HOST).login_as("chloe").get(f"/agenda/{date.pk}/").content.decode()


def test_nothing_is_there_without_the_module(pdc, visit):
    pdc.modules = [each for each in pdc.modules if each != Module.CALENDAR]
    pdc.save()
    client = visit(PDC_HOST)
    for view in ("", "mois/", "mois/2026-11/", "semaine/2026-S47/", "passes/"):
        assert client.get(f"/agenda/{view}").status_code == 404
    assert "/agenda/" not in client.get("/").content.decode()


def test_the_list_is_narrowed_by_kind_platform_reach_period_and_mine(pdc, visit, make_event, make_date):
    lens, calais = (Platform.objects.get(slug=slug) for slug in ("lens-henin", "calaisis"))
    exchange = make_event(title="Échanges")
    exchange.platforms.add(lens)
    awareness = make_event(title="Sensibilisation", kind=Event.Kind.AWARENESS, reach=PUBLIC)
    awareness.platforms.add(calais)
    everywhere = make_event(title="Partout", kind=Event.Kind.OTHER)
    date = make_date(exchange, days=3)
    make_date(awareness, days=20)
    make_date(everywhere, days=40)
    bob = Membership.objects.get(user__email="bob@demo.example")
    date.seats.create(membership=bob, state=State.TAKEN)
    client = visit(PDC_HOST).login_as("bob")
    tenth = timezone.localdate() + datetime.timedelta(days=10)
    thirtieth = timezone.localdate() + datetime.timedelta(days=30)
    for query, expected in {
        "nature=echange": ["Échanges"],
        "plateforme=calaisis": ["Sensibilisation", "Partout"],
        "public=tous": ["Sensibilisation"],
        "public=professionnels": ["Échanges", "Partout"],
        "miens=on": ["Échanges"],
        f"du={tenth}": ["Sensibilisation", "Partout"],
        f"du={tenth}&au={thirtieth}": ["Sensibilisation"],
        f"nature=autre&plateforme=lens-henin&du={tenth}": ["Partout"],
        "nature=inconnue&plateforme=nulle-part&du=0000-00-00&au=9999-99-99": ["Échanges", "Sensibilisation", "Partout"],
    }.items():
        assert titles(client.get(f"/agenda/?{query}")) == expected, query


def test_the_list_is_narrowed_by_commune_as_the_finder_understands_it(visit, make_event, make_date):
    make_date(make_event(title="À Lens", reach=PUBLIC), commune_id="62498")
    make_date(make_event(title="À Calais", reach=PUBLIC), commune_id="62193")
    assert titles(visit(PDC_HOST).get("/agenda/?commune=lens")) == ["À Lens"]
    assert titles(visit(PDC_HOST).get("/agenda/?commune=62100")) == ["À Calais"]
    unknown = visit(PDC_HOST).get("/agenda/?commune=zzzzzz")
    assert titles(unknown) == []
    assert "Aucune commune ne répond à « zzzzzz »" in spoken(unknown)


def test_what_narrows_stays_from_one_view_to_the_next(visit):
    body = visit(PDC_HOST).get("/agenda/?nature=echange").content.decode()
    assert 'href="/agenda/mois/?nature=echange"' in body
    moved = visit(PDC_HOST).get("/agenda/mois/?nature=echange")
    assert moved.url.endswith("?nature=echange")


def test_a_called_off_date_stays_and_says_why(visit, make_event, make_date):
    date = make_date(make_event(title="Rencontre", reach=PUBLIC))
    call_off([date], Occurrence.State.CANCELLED, "Salle inondée.", by=User.objects.get(email="chloe@demo.example"))
    assert "Annulé : Salle inondée." in spoken(visit(PDC_HOST).get("/agenda/"))
    assert "Cette date est annulée Salle inondée." in spoken(visit(PDC_HOST).get(f"/agenda/{date.pk}/"))


def test_a_month_is_a_list_of_its_days(visit, make_event, make_date):
    event = make_event(title="Rencontre", reach=PUBLIC)
    make_date(event, starts_at=paris(2026, 12, 1, 9, 30), ends_at=paris(2026, 12, 1, 12))
    words = spoken(visit(PDC_HOST).get("/agenda/mois/2026-12/"))
    assert "1 date en décembre 2026" in words
    assert "mardi 1er décembre 2026 de 9 h 30 à 12 h Rencontre" in words


def test_a_month_that_was_shown_changes_with_its_events(visit, make_event, make_date):
    address, client = "/agenda/mois/2026-12/", visit(PDC_HOST)
    assert titles(client.get(address)) == []
    fields = {"starts_at": paris(2026, 12, 1, 9, 30), "ends_at": paris(2026, 12, 1, 12)}
    date = make_date(make_event(title="Rencontre", reach=PUBLIC), **fields)
    assert titles(client.get(address)) == ["Rencontre"]
    call_off([date], Occurrence.State.CANCELLED, "Salle inondée.", by=User.objects.get(email="chloe@demo.example"))
    assert "annulé" in spoken(client.get(address))
    date.event.audience.reach = Audience.Reach.PROFESSIONALS
    date.event.audience.save()
    assert titles(client.get(address)) == []


def test_an_event_over_midnight_and_over_the_month_is_on_each_of_its_days(visit, make_event, make_date):
    night = make_event(title="Nuit", reach=PUBLIC)
    make_date(night, starts_at=paris(2026, 11, 30, 22), ends_at=paris(2026, 12, 1, 2))
    words = spoken(visit(PDC_HOST).get("/agenda/semaine/2026-S49/"))
    assert "À partir de 22 h Nuit" in words and "Jusqu’à 2 h Nuit" in words
    assert "1 date en novembre 2026" in spoken(visit(PDC_HOST).get("/agenda/mois/2026-11/"))
    assert "1 date en décembre 2026" in spoken(visit(PDC_HOST).get("/agenda/mois/2026-12/"))


def test_an_event_that_ends_at_midnight_is_not_on_the_next_day(visit, make_event, make_date):
    make_date(make_event(title="Soirée", reach=PUBLIC), starts_at=paris(2026, 11, 30, 20), ends_at=paris(2026, 12, 1))
    assert titles(visit(PDC_HOST).get("/agenda/semaine/2026-S49/")) == ["Soirée"]
    assert "de 20 h à minuit" in spoken(visit(PDC_HOST).get("/agenda/mois/2026-11/"))


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ((2026, 3, 29, 1, 30), (2026, 3, 29, 4), "de 1 h 30 à 4 h"),  # an hour less that night
        ((2026, 10, 25, 1, 30), (2026, 10, 25, 4), "de 1 h 30 à 4 h"),  # an hour more
    ],
)
def test_hours_are_those_of_the_wall_when_the_hour_changes(visit, make_event, make_date, start, end, said):
    make_date(make_event(title="Maraude", reach=PUBLIC), starts_at=paris(*start), ends_at=paris(*end))
    year, month = start[:2]
    assert said in spoken(visit(PDC_HOST).get(f"/agenda/mois/{year}-{month:02}/"))


def test_whole_days_say_the_first_and_the_last(visit, make_event, make_date):
    event = make_event(title="Journées", reach=PUBLIC)
    fields = {"starts_at": paris(2027, 1, 11), "ends_at": paris(2027, 1, 13), "is_whole_days": True}
    date = make_date(event, **fields)
    assert "Du lundi 11 janvier au mardi 12 janvier 2027" in spoken(visit(PDC_HOST).get(f"/agenda/{date.pk}/"))
    assert titles(visit(PDC_HOST).get("/agenda/mois/2027-01/")) == ["Journées", "Journées"]


@pytest.mark.parametrize(
    "address",
    ["mois/0000-01", "mois/9999-12", "mois/2026-13", "mois/2026-1", "semaine/2026-S60", "semaine/0000-S01", "mois/x"],
)
def test_a_period_that_does_not_exist_is_nowhere(visit, address):
    assert visit(PDC_HOST).get(f"/agenda/{address}/").status_code == 404


@pytest.mark.parametrize(
    "query", ["p=0", "p=x", "p=99999", "du=0000-01-01", "au=9999-12-31", "du=2030-01-01&au=2020-01-01"]
)
def test_a_bad_query_gives_a_clean_page(visit, query):
    assert visit(PDC_HOST).get(f"/agenda/?{query}").status_code == 200


def test_the_first_and_the_last_month_have_no_further_one(visit):
    assert 'rel="prev"' not in visit(PDC_HOST).get("/agenda/mois/2000-01/").content.decode()
    assert 'rel="next"' not in visit(PDC_HOST).get("/agenda/mois/2099-12/").content.decode()


def test_what_is_past_stays_with_its_documents_for_those_who_may_open_them(pdc, visit, make_event, make_date):
    event = make_event(title="Passée", reach=PUBLIC)
    date = make_date(event, days=-3)
    document = Document.objects.visible_to(Membership.objects.get(user__email="diane@demo.example")).first()
    date.documents.add(document)
    assert titles(visit(PDC_HOST).get("/agenda/")) == []
    visitor, diane = visit(PDC_HOST).get("/agenda/passes/"), visit(PDC_HOST).login_as("diane").get("/agenda/passes/")
    assert titles(visitor) == titles(diane) == ["Passée"]
    assert str(document) in diane.content.decode()
    assert str(document) not in visitor.content.decode()


def test_a_full_day_draws_a_few_and_leads_to_the_rest(visit, make_event, make_date):
    event = make_event(title="Atelier", reach=PUBLIC)
    for hour in range(8, 16):
        make_date(event, starts_at=paris(2027, 2, 3, hour), ends_at=paris(2027, 2, 3, hour + 1))
    response = visit(PDC_HOST).get("/agenda/mois/2027-02/")
    assert len(titles(response)) == 3
    assert "et 5 autres le mercredi 3 février 2027" in spoken(response)
    assert len(titles(visit(PDC_HOST).get("/agenda/?du=2027-02-03&au=2027-02-03"))) == 8


def test_the_page_of_a_date_leads_to_the_others(visit, make_event, make_date):
    event = make_event(reach=PUBLIC)
    first, second = make_date(event, days=3), make_date(event, days=10)
    assert f'href="/agenda/{second.pk}/"' in visit(PDC_HOST).get(f"/agenda/{first.pk}/").content.decode()


def test_the_link_of_a_remote_meeting_is_on_no_page_of_a_visitor(visit, make_event, make_date):
    date = make_date(make_event(reach=PUBLIC), remote_link="https://visio.exemple.fr/salle")
    body = visit(PDC_HOST).get(f"/agenda/{date.pk}/").content.decode()
    assert "visio.exemple.fr" not in body and "À distance" in body


@pytest.mark.parametrize("view", ["/agenda/", "/agenda/mois/{month}/", "/agenda/semaine/{week}/", "/agenda/passes/"])
@pytest.mark.parametrize("name", ["", "bob"])
def test_the_number_of_queries_does_not_grow(visit, make_event, make_date, view, name):
    days = -1 if "passes" in view else 1
    day = timezone.localdate() + datetime.timedelta(days=days)
    address = view.format(month=f"{day:%Y-%m}", week=f"{day:%G-S%V}")
    client = visit(PDC_HOST)
    if name:
        client.login_as(name)
    make_date(make_event(reach=PUBLIC), days=days, commune_id="62498")
    client.get(address)
    refresh(Tenant.objects.get(slug="pas-de-calais").pk)  # a visitor's month is kept
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(29):
        event = make_event(title=f"Rencontre {number}", reach=PUBLIC)
        event.platforms.add(Platform.objects.order_by("pk").first())
        make_date(event, days=days, commune_id="62498")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
