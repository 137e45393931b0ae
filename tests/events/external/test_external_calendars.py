"""Partners' agendas: kept by staff, read by tasks, shown beside ours, never sent on."""

import datetime
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import dated, tokens
from events.external import jobs, services
from events.models import ExternalCalendar, ExternalEntry, FeedToken
from portal.organisations.models import Audience
from portal.tenancy.models import Membership, Module
from tests.events.external.test_reading import ics

pytestmark = pytest.mark.django_db

LIST = "/admin/externalcalendar/"
NO_NETWORK = "https://127.0.0.1/agenda.ics"
PUBLIC, MEMBERS = Audience.Reach.PUBLIC, Audience.Reach.PROFESSIONALS


def soon(title: str, uid: str = "a", days: int = 5, more: str = "") -> str:
    start = timezone.now() + datetime.timedelta(days=days)
    return f"UID:{uid}\nDTSTART:{start:%Y%m%dT%H%M%SZ}\nDURATION:PT2H\nSUMMARY:{title}{more}"


@pytest.fixture
def make_calendar(pdc):
    def make(address=NO_NETWORK, *, reach=PUBLIC, **fields) -> ExternalCalendar:
        fields = {"name": "FAS (essai)", "audience": Audience.objects.create(reach=reach)} | fields
        return ExternalCalendar.objects.create(address=address, **fields)

    return make


def shown(membership=None) -> dict:
    now = timezone.now()
    found = dated.between(membership, now, now + datetime.timedelta(days=30), has_text=True)
    return {each.entry.title: each for each in found if each.is_external}


def test_what_a_partner_writes_is_shown_as_theirs(partner, make_calendar):
    event = soon("Colloque <i>(essai)</i>", more="\nLOCATION:Lille\nURL:https://fas.exemple.fr/c\nDESCRIPTION:Venez")
    calendar = make_calendar(partner.answer(ics(event, soon("Piège", "b", more="\nURL:javascript:alert(1)"))))
    services.read(calendar.pk, limits=partner.limits)
    found = shown()
    one = found["Colloque (essai)"]
    assert (one.kind, one.kind_label) == ("externe", "agenda de FAS (essai)")
    assert (one.entry.place, one.entry.url, one.entry.text) == ("Lille", "https://fas.exemple.fr/c", "Venez")
    assert found["Piège"].entry.url == ""
    services.read(calendar.pk, limits=partner.limits)
    assert shown()["Colloque (essai)"].entry.uid == one.entry.uid


def test_a_reading_follows_its_source_and_a_failure_keeps_the_last_good_one(partner, make_calendar):
    calendar = make_calendar(partner.answer(ics(soon("Un", "a"), soon("Deux", "b")), ETag='"1"'))
    services.read(calendar.pk, limits=partner.limits)
    partner.answer(ics(soon("Un, déplacé", "a"), soon("Trois", "c")))
    calendar = services.read(calendar.pk, limits=partner.limits)
    assert set(shown()) == {"Un, déplacé", "Trois"}
    assert (calendar.error, calendar.failing_since) == ("", None)
    for body, status, words in [(b"", 503, "(503)"), (b"<html>", 200, "page web"), (ics("x")[:-30], 200, "en entier")]:
        partner.answer(body, status)
        failed = services.read(calendar.pk, limits=partner.limits)
        assert words in failed.error
        assert failed.failing_since
        assert failed.fetched_at == calendar.fetched_at
        assert set(shown()) == {"Un, déplacé", "Trois"}
    first_failure = failed.failing_since
    assert services.read(calendar.pk, limits=partner.limits).failing_since == first_failure
    partner.answer(ics(soon("Un", "a")))
    assert services.read(calendar.pk, limits=partner.limits).failing_since is None
    assert set(shown()) == {"Un"}


def test_nothing_new_is_asked_for_as_such_and_read_whole_each_week(partner, make_calendar):
    calendar = make_calendar(partner.answer(ics(soon("Un")), ETag='"1"'))
    services.read(calendar.pk, limits=partner.limits)
    partner.answer(status=304)
    services.read(calendar.pk, limits=partner.limits)
    assert partner.asked[-1]["If-None-Match"] == '"1"'
    assert set(shown()) == {"Un"}
    week_ago = timezone.now() - datetime.timedelta(days=8)
    ExternalCalendar.objects.filter(pk=calendar.pk).update(fetched_at=week_ago)
    services.read(calendar.pk, limits=partner.limits)
    assert "If-None-Match" not in partner.asked[-1]


def test_whoever_may_not_see_it_does_not(partner, make_calendar):
    calendar = make_calendar(partner.answer(ics(soon("Entre membres"))), reach=MEMBERS)
    services.read(calendar.pk, limits=partner.limits)
    bob = Membership.objects.get(user__email="bob@demo.example", tenant=calendar.tenant)
    assert shown() == {}
    assert shown(bob)["Entre membres"].is_for_members
    ExternalCalendar.objects.filter(pk=calendar.pk).update(is_active=False)
    assert shown(bob) == {}


def test_it_is_not_sent_on(partner, make_calendar, pdc_client):
    calendar = make_calendar(partner.answer(ics(soon("Ailleurs"))))
    services.read(calendar.pk, limits=partner.limits)
    bob = Membership.objects.get(user__email="bob@demo.example", tenant=calendar.tenant)
    _, secret = tokens.make(bob, name="Essai", purpose=FeedToken.Purpose.ALL)
    assert shown()
    for address in ("flux.ics", "flux.rss", f"abonnement/{secret}.ics"):
        assert "Ailleurs" not in pdc_client.get(f"/agenda/{address}").text


def test_thirty_entries_cost_as_many_queries_as_one(partner, make_calendar):
    calendar = make_calendar(partner.answer(ics(soon("Un"))))

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown()
        return len(queries)

    services.read(calendar.pk, limits=partner.limits)
    one = count()
    partner.answer(ics(*[soon(f"N° {n}", str(n)) for n in range(30)]))
    services.read(calendar.pk, limits=partner.limits)
    assert len(shown()) == 30
    assert count() == one


def test_the_job_asks_for_those_that_are_read_regularly(make_calendar):
    """Each is a task of its own; what fails says so in the list and stops nothing."""
    active, asleep = make_calendar(), make_calendar("https://127.0.0.2/b.ics", is_active=False)
    jobs.read_external_calendars()
    active.refresh_from_db()
    asleep.refresh_from_db()
    assert "réseau privé" in active.error
    assert asleep.tried_at is None


def test_nothing_is_read_where_the_calendar_is_switched_off(pdc, make_calendar):
    calendar = make_calendar()
    pdc.modules = [module for module in pdc.modules if module != Module.CALENDAR]
    pdc.save()
    jobs.read_external_calendars()
    calendar.refresh_from_db()
    assert calendar.tried_at is None


def test_one_that_went_meanwhile_is_no_fault(make_calendar):
    calendar = make_calendar()
    services.remove(calendar)
    assert services.read(calendar.pk) is None


def test_a_body_of_a_gigabyte_and_a_bomb_are_told(partner, make_calendar):
    calendar = make_calendar(partner.answer(ics(soon("Bombe", more="\nRRULE:FREQ=SECONDLY"))))
    assert "plus d’une fois par jour" in services.read(calendar.pk, limits=partner.limits).error
    partner.pages["/agenda.ics"] = (200, {}, lambda: (b"B" * 65536 for _ in range(16 * 1024)))
    assert "2 Mo" in services.read(calendar.pk, limits=partner.limits).error
    limits = replace(partner.limits, networks=())
    assert "réseau privé" in services.read(calendar.pk, limits=limits).error


# The screens -----------------------------------------------------------------------------------------------


def test_staff_add_one_and_read_at_once_what_came_of_it(pdc, pdc_client):
    client = pdc_client.login_as("chloe")
    form = {"name": "FAS (essai)", "address": NO_NETWORK, "reach": "public", "is_active": "on"}
    page = client.post(LIST + "new/", form, follow=True).text
    calendar = ExternalCalendar.objects.select_related("audience").get()
    assert calendar.audience.reach == PUBLIC
    assert "Cette adresse mène à un réseau privé" in page
    assert "En échec depuis le" in page


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://fas.exemple.fr/agenda.ics", "commencer par https"),
        ("file:///etc/passwd", "URL"),
    ],
)
def test_an_address_that_is_not_https_is_refused_beside_its_field(pdc, pdc_client, address, words):
    form = {"name": "FAS", "address": address, "reach": "public"}
    page = pdc_client.login_as("alice").post(LIST + "new/", form).text
    assert words in page
    assert not ExternalCalendar.objects.exists()


def test_the_same_address_is_there_once(make_calendar, pdc_client):
    make_calendar()
    form = {"name": "Encore", "address": NO_NETWORK, "reach": "public"}
    assert "déjà dans la liste" in pdc_client.login_as("alice").post(LIST + "new/", form).text


def test_read_now_is_a_post(make_calendar, pdc_client):
    calendar = make_calendar()
    client = pdc_client.login_as("alice")
    page = client.get(f"{LIST}lire/{calendar.pk}/").text
    assert "Lire maintenant" in page
    calendar.refresh_from_db()
    assert calendar.tried_at is None
    assert "réseau privé" in client.post(f"{LIST}lire/{calendar.pk}/", follow=True).text


def test_another_address_forgets_what_was_read_at_the_first(partner, make_calendar, pdc_client):
    calendar = make_calendar(partner.answer(ics(soon("Un")), ETag='"1"'))
    services.read(calendar.pk, limits=partner.limits)
    form = {"name": "FAS", "address": NO_NETWORK, "reach": "professionnels", "is_active": "on"}
    pdc_client.login_as("alice").post(f"{LIST}edit/{calendar.pk}/", form)
    calendar = ExternalCalendar.objects.select_related("audience").get()
    assert (calendar.etag, calendar.fetched_at, calendar.audience.reach) == ("", None, MEMBERS)
    assert not ExternalEntry.objects.exists()


def test_deleting_one_leaves_nothing(make_calendar, pdc_client):
    calendar = make_calendar()
    pdc_client.login_as("gael").post(f"{LIST}delete/{calendar.pk}/")
    assert not ExternalCalendar.objects.exists()
    assert not Audience.objects.filter(pk=calendar.audience_id).exists()


@pytest.mark.parametrize("person", ["bob", "iris", "diane"])
def test_nobody_else_comes_in(make_calendar, visit, person):
    calendar = make_calendar()
    client = visit("pas-de-calais.localhost").login_as(person)
    for address in (LIST, LIST + "new/", f"{LIST}lire/{calendar.pk}/"):
        assert client.get(address).status_code in {302, 403}
    client.post(f"{LIST}lire/{calendar.pk}/")
    calendar.refresh_from_db()
    assert calendar.tried_at is None


def test_a_neighbour_s_is_not_there(make_calendar, visit):
    calendar = make_calendar()
    client = visit("casa.localhost").login_as("ezra")
    assert client.get(f"{LIST}lire/{calendar.pk}/").status_code == 404
    assert "FAS (essai)" not in client.get(LIST).text
