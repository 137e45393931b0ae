"""What a platform received, for who coordinates it today: the oldest that waits on top."""

import datetime
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from extranet.solicitations import services
from extranet.solicitations.models import Solicitation, State
from extranet.solicitations.models.lists import RefusalReason, Urgency
from portal.territories.models import Absence, Commune, Coordination, Platform
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.solicitations import making
from tests.extranet.solicitations.making_sheets import browser, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_module")]
LIST = "/extranet/solliciter/plateforme/"


def waiting_for(days: int, **fields) -> Solicitation:
    """Add a request that waits since so many days."""
    from tests.portal.documents.making import member

    row = making.send(making.draft(member("diane"), **fields))
    Solicitation.objects.filter(pk=row.pk).update(waiting_since=timezone.now() - datetime.timedelta(days=days, hours=1))
    return row


def shown(person, **asked) -> str:
    response = browser(person).get(LIST, asked)
    assert response.status_code == 200
    return plain(response)


def many(count: int) -> None:
    platform, commune = Platform.objects.get(slug="lens-henin"), Commune.objects.get(code=making.LENS)
    now = timezone.now()
    rows = [
        Solicitation(
            platform=platform, commune=commune, state=State.RECEIVED, submitted_at=now, created_at=now,
            waiting_since=now - datetime.timedelta(days=random.randint(0, 40)), **making.fields(),
        )
        for _ in range(count)
    ]  # fmt: skip
    for row in rows:
        row.adopt_tenant()
    Solicitation.objects.bulk_create(rows)


def test_the_oldest_that_waits_comes_first_with_its_days(alice):
    new, old, between = waiting_for(0), waiting_for(9), waiting_for(3)
    said = shown(alice)
    places = [said.index(row.reference) for row in (old, between, new)]
    assert places == sorted(places)
    assert "attend depuis 9 jours" in said and "attend depuis moins d’un jour" in said
    assert "3 sollicitations" in said and "Lens" in said and "Association d’insertion" not in said


def test_it_is_narrowed_by_state_urgency_and_commune(alice, diane):
    kept, refused = waiting_for(1), waiting_for(2, urgency=Urgency.DAYS)
    far = waiting_for(3, commune="62427")
    services.refuse(refused, RefusalReason.KNOWN, by=alice)
    narrowed = {
        (): {kept, far}, (("state", "toutes"),): {kept, refused, far}, (("state", "refusee"),): {refused},
        (("urgency", "jours"), ("state", "toutes")): {refused}, (("commune", "henin"),): {far},
        (("state", "n’importe"),): {kept, far}, (("commune", "\0"),): {kept, far},
    }  # fmt: skip
    for asked, rows in narrowed.items():
        said = shown(alice, **dict(asked))
        assert {row for row in (kept, refused, far) if row.reference in said} == rows, asked


def test_drafts_are_not_there_and_an_empty_list_says_so(draft, alice):
    said = shown(alice)
    assert draft.reference not in said and "Aucune sollicitation en cours" in said
    assert "Aucune sollicitation ne répond" in shown(alice, commune="Ailleurs")


def test_there_is_no_such_list_for_anybody_else(received, bob, chloe, diane, gael):
    for person in (bob, chloe, diane, gael):
        assert browser(person).get(LIST).status_code == 404
    assert GuardedClient(PDC_HOST).get(LIST).status_code == 302


def test_the_deputy_has_it_while_the_coordinator_is_away(received, alice, gael):
    day = making.today()
    absence = Absence.objects.create(coordinator=alice.user, deputy=gael.user, starts_on=day, ends_on=day)
    assert received.reference in shown(gael)
    absence.delete()
    assert browser(gael).get(LIST).status_code == 404


def test_other_platforms_are_not_in_it_until_one_coordinates_them(received, alice, diane):
    other = Platform.objects.exclude(slug="lens-henin").first()
    far = making.send(making.draft(diane, platform=other.slug))
    assert far.reference not in shown(alice)
    Coordination.objects.filter(platform=other).delete()
    Coordination.objects.create(platform=other, user=alice.user, started_on=making.today())
    said = shown(alice)
    assert far.reference in said and other.name in said and received.reference in said


def cost(client) -> int:
    with CaptureQueriesContext(connection) as ran:
        assert client.get(LIST).status_code == 200
    return len(ran)


def test_it_costs_the_same_for_one_and_for_thirty(alice):
    client = browser(alice)
    many(1)
    client.get(LIST)
    before = cost(client)
    many(29)
    assert cost(client) == before <= 15


@pytest.mark.full
def test_five_thousand_are_read_page_by_page_for_the_same_price(alice):
    client = browser(alice)
    many(1)
    client.get(LIST)
    before = cost(client)
    many(4999)
    assert cost(client) == before
    said = shown(alice, p="99")
    assert "5 000 sollicitations" in said.replace("\N{NARROW NO-BREAK SPACE}", " ") or "5000 sollicitations" in said
    assert "Page 99 sur 100" in said
    assert "Page 100 sur 100" in shown(alice, p="100000")
