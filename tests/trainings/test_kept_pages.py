"""The catalogue is kept for visitors: the seats they read are those left, and a sign-up drops nothing else."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.database import context
from portal.tenancy.models import Tenant
from tests.conftest import PDC_HOST
from tests.kept import is_kept, queries_of
from trainings import registering, services
from trainings.registering import register
from trainings.views import catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_pages")]
LIST = "/formations/"


@pytest.fixture
def session(make_session):
    return make_session(capacity=3)


@pytest.fixture
def at(monkeypatch):
    """``at(moment)``: it is that moment from now on."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def page_of(session) -> str:
    return f"/formations/{session.training.slug}/"


def read(client, address: str) -> str:
    return client.get(address).text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_a_seat_that_is_given_or_freed_shows_at_once(session, make_member, pdc_client):
    addresses = [LIST, f"{LIST}?places=on", page_of(session)]
    taken = []
    for said in ("3 places<", "2 places<", "1 place<"):
        for address in addresses:
            assert said in read(pdc_client, address)
            assert queries_of(pdc_client, address) == 1
        taken.append(register(session, member := make_member(), by=member))
    assert "complète, liste d’attente" in read(pdc_client, LIST)
    assert session.training.title not in read(pdc_client, f"{LIST}?places=on")
    registering.withdraw(taken[0], by=taken[0].membership)
    assert "1 place<" in read(pdc_client, LIST)
    cache.clear()  # another process
    assert "1 place<" in read(pdc_client, page_of(session))


def test_whoever_is_erased_leaves_a_seat_that_shows(session, make_member, pdc_client):
    seat = register(session, member := make_member(), by=member)
    assert "2 places<" in read(pdc_client, LIST)
    seat.delete()
    assert "3 places<" in read(pdc_client, LIST)


def test_a_sign_up_drops_no_other_page_and_writes_nothing_for_it(pdc, session, make_member, pdc_client):
    for address in ("/", "/agenda/"):
        pdc_client.get(address)
    member = make_member()
    pdc_client.get("/")
    version = Tenant.objects.get(pk=pdc.pk).version
    with CaptureQueriesContext(connection) as queries:
        register(session, member, by=member)
    assert not [query for query in queries if 'UPDATE "tenancy_tenant"' in query["sql"]]
    assert Tenant.objects.get(pk=pdc.pk).version == version
    assert queries_of(pdc_client, "/") == 1


def test_a_rank_in_the_waiting_list_changes_nothing_for_a_visitor(session, make_member, pdc_client):
    for _ in range(3):
        register(session, member := make_member(), by=member)
    late = make_member()
    pdc_client.get(LIST)
    register(session, late, by=late)
    assert queries_of(pdc_client, LIST) == 1


def test_a_seat_that_is_given_while_a_page_is_drawn_is_not_kept_for_what_was_before(session, make_member, monkeypatch):
    member, asked, seats = make_member(), catalogue.asked, []
    client = Client(HTTP_HOST=PDC_HOST)  # somebody else writes during this GET

    def read_after_somebody_signed_up(*args):
        if not seats:
            seats.append(register(session, member, by=member))
        return asked(*args)

    monkeypatch.setattr(catalogue, "asked", read_after_somebody_signed_up)
    for _ in range(2):  # counted before, shown after
        assert "2 places<" in read(client, LIST)
    registering.withdraw(seats[0], by=member)
    assert "3 places<" in read(client, LIST)


@pytest.mark.parametrize("field", ["opens_at", "closes_at"])
def test_sign_up_opens_and_closes_on_time(make_session, pdc_client, at, field):
    now = timezone.now()
    moment = now + datetime.timedelta(minutes=5)
    session = make_session(**{field: moment})
    open_before = field == "closes_at"
    for address in (LIST, page_of(session)):
        for when, is_open in ((now, open_before), (moment, not open_before)):
            at(when)
            assert ("12 places<" in read(pdc_client, address)) == is_open
            at(when + datetime.timedelta(seconds=1))
            assert queries_of(pdc_client, address) == 1
        at(now)
        cache.clear()


def test_what_is_done_to_a_training_or_a_session_shows_at_once(session, pdc_client):
    address = page_of(session)
    assert is_kept(pdc_client, address)
    services.cancel(session, "Salle fermée")
    assert "Salle fermée" in read(pdc_client, address)
    training = session.training
    training.is_public = False
    training.save()
    assert pdc_client.get(address).status_code == 404
    assert training.title not in read(pdc_client, LIST)


def test_a_member_s_page_is_theirs(session, pdc_client, visit):
    pdc_client.get(page_of(session))
    bob = visit(pdc_client.host).login_as("bob")
    assert "M’inscrire" in bob.get(page_of(session)).text
    assert "M’inscrire" not in pdc_client.get(page_of(session)).text


def test_the_neighbour_s_seats_are_not_counted(session, make_member, casa_client):
    with context.use(context.PLATFORM):
        before = Tenant.by_host(casa_client.host, LIST).counted
    register(session, member := make_member(), by=member)
    with context.use(context.PLATFORM):
        assert Tenant.by_host(casa_client.host, LIST).counted == before
        assert Tenant.by_host(PDC_HOST, LIST).counted != before
        assert Tenant.by_host(PDC_HOST, "/agenda/").counted == ""
