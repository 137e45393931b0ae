"""The sitemap names what a visitor may read on this host, once each, and nothing else."""

import datetime
import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Event, Occurrence
from home.models import ContentPage, HomePage
from portal.organisations.models import Audience
from portal.pages.audiences import show_to
from portal.tenancy.models import Module, Tenant
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def rows(host: str = PDC_HOST) -> dict[str, str]:
    response = GuardedClient(host).get("/sitemap.xml")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    urls = ET.fromstring(response.content).findall("s:url", NAMES)
    found = [(url.findtext("s:loc", "", NAMES), url.findtext("s:lastmod", "", NAMES)) for url in urls]
    assert len(dict(found)) == len(found)
    return {address.removeprefix(f"http://{host}:8000"): changed for address, changed in found}


@pytest.mark.parametrize("host", [PDC_HOST, CASA_HOST])
def test_every_address_of_it_opens_for_a_visitor_and_is_on_this_host(host):
    for address in rows(host):
        assert address.startswith("/"), address
        response = GuardedClient(host).get(address)
        assert response.status_code == 200, address
        assert "noindex" not in response.text, address
        assert f'<link rel="canonical" href="http://{host}:8000{address}">' in response.text, address


def test_pages_dates_trainings_and_fixed_addresses_are_in_it(pdc):
    date = Occurrence.objects.visible_to(None).upcoming().first()
    assert {"/", "/pour-qui/", "/plateformes/lens-henin/", "/contact/", "/agenda/", "/formations/bail-glissant/",
            "/plan-du-site/", f"/agenda/{date.pk}/"} <= rows().keys()  # fmt: skip
    assert not {"/trouver/", "/compte/connexion/", "/extranet/"} & rows().keys()


def test_a_page_says_when_it_last_changed(pdc):
    page = HomePage.objects.get(pk=pdc.home_page_id).add_child(instance=ContentPage(title="Essai", slug="essai"))
    page.save_revision().publish()
    page.refresh_from_db()
    assert timezone.datetime.fromisoformat(rows()["/essai/"]) == page.last_published_at.replace(microsecond=0)


def test_what_is_published_or_kept_for_members_shows_at_once(pdc):
    home = HomePage.objects.get(pk=pdc.home_page_id)
    assert "/essai/" not in rows()
    page = home.add_child(instance=ContentPage(title="Essai", slug="essai"))
    below = page.add_child(instance=ContentPage(title="Dessous", slug="dessous"))
    below.save_revision().publish()
    assert {"/essai/", "/essai/dessous/"} <= rows().keys()
    show_to(page, Audience.objects.create(reach=Audience.Reach.PROFESSIONALS))
    assert not {"/essai/", "/essai/dessous/"} & rows().keys()
    below.refresh_from_db()
    below.unpublish()
    assert "/essai/dessous/" not in rows()


def test_dates_that_are_over_or_drafts_and_modules_that_are_off_are_not_in_it(pdc):
    past, draft = Occurrence.objects.visible_to(None).upcoming().order_by("event")[:2]
    assert past.event_id != draft.event_id
    day = datetime.timedelta(days=1)
    past.starts_at, past.ends_at = timezone.now() - 2 * day, timezone.now() - day
    past.save()
    event = Event.objects.get(pk=draft.event_id)
    event.is_published = False
    event.save()
    assert not {f"/agenda/{past.pk}/", f"/agenda/{draft.pk}/"} & rows().keys()
    pdc.modules.remove(Module.TRAININGS)
    pdc.save()
    assert not [address for address in rows() if address.startswith("/formations/")]


def test_before_it_opens_a_portal_has_an_empty_one(pdc):
    pdc.state = Tenant.State.PREPARING
    pdc.save()
    assert rows() == {}


def test_its_queries_do_not_grow_with_the_pages(pdc):
    def cost() -> int:
        pdc.save()
        Tenant.objects.filter(pk=pdc.pk).update(version=pdc.version + cost.runs)
        cost.runs += 1
        with CaptureQueriesContext(connection) as queries:
            GuardedClient(PDC_HOST).get("/sitemap.xml")
        return len(queries)

    cost.runs = 1000
    before = cost()
    home = HomePage.objects.get(pk=pdc.home_page_id)
    for number in range(30):
        home.add_child(instance=ContentPage(title=f"P{number}", slug=f"p{number}"))
    assert cost() == before <= 8
