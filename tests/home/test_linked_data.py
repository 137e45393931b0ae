"""What search engines read of the authority, its platforms, its dates, its trainings, and the way to each page."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Occurrence
from home.legal.models import LegalIdentity
from portal.tenancy.models import Module
from portal.territories.models import Platform
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db
BASE = f"http://{PDC_HOST}:8000"


def data_of(host: str, address: str, client: GuardedClient | None = None) -> dict[str, dict]:
    """Return the data of a page by their type; each must be readable JSON."""
    page = (client or GuardedClient(host)).get(address).text
    scripts = BeautifulSoup(page, "html.parser").find_all("script", type="application/ld+json")
    told = [json.loads(script.string) for script in scripts]
    assert all(each["@context"] == "https://schema.org" for each in told)
    return {each["@type"]: each for each in told}


def test_the_home_page_names_the_authority(pdc):
    told = data_of(PDC_HOST, "/")["GovernmentOrganization"]
    assert told["name"] == pdc.name
    assert told["url"] == f"{BASE}/"
    assert told["contactPoint"]["url"] == f"{BASE}/contact/"


def test_what_the_legal_notice_says_is_told_but_for_what_it_gives_as_an_example(pdc):
    identity = LegalIdentity.objects.get(tenant=pdc)
    identity.publisher, identity.address = "Département d’essai", "1 rue de l’Essai\n62000 Arras"
    identity.examples = ["siret", "address"]
    identity.save()
    told = data_of(PDC_HOST, "/")["GovernmentOrganization"]
    assert told["legalName"] == "Département d’essai"
    assert not {"address", "taxID"} & told.keys()
    identity.examples = []
    identity.save()
    told = data_of(PDC_HOST, "/")["GovernmentOrganization"]
    assert told["address"] == "1 rue de l’Essai 62000 Arras"
    assert told["taxID"] == identity.siret


@pytest.mark.parametrize(("host", "slug"), [(PDC_HOST, "lens-henin"), (CASA_HOST, "casa")])
def test_the_page_of_a_platform_says_where_it_serves_and_no_mailbox(host, slug):
    address = f"/plateformes/{slug}/"
    told = data_of(host, address)["GovernmentService"]
    assert told["url"] == f"http://{host}:8000{address}"
    cities = {each["name"] for each in told["areaServed"]}
    assert {PDC_HOST: "Lens", CASA_HOST: "Antibes"}[host] in cities
    assert {PDC_HOST: "Antibes", CASA_HOST: "Lens"}[host] not in cities
    assert told["availableChannel"]["serviceUrl"].endswith(f"/contact/{slug}/")
    assert "@" not in json.dumps(told).replace('"@', "")


def test_the_telephone_of_a_platform_is_told_when_there_is_one(pdc):
    Platform.objects.filter(slug="lens-henin").update(phone="06 48 71 29 98")
    channel = data_of(PDC_HOST, "/plateformes/lens-henin/")["GovernmentService"]["availableChannel"]
    assert channel["servicePhone"]["telephone"] == "+33648712998"
    Platform.objects.filter(slug="lens-henin").update(phone="")
    channel = data_of(PDC_HOST, "/plateformes/lens-henin/")["GovernmentService"]["availableChannel"]
    assert "servicePhone" not in channel


@pytest.fixture
def date(pdc):
    occurrence = Occurrence.objects.visible_to(None).upcoming().first()
    Event.objects.filter(pk=occurrence.event_id).update(text="Écrire à moi@essai.example </script>", title="Un <essai>")
    return occurrence


def test_a_public_date_says_when_where_and_what_became_of_it(date):
    date.place, date.remote_link = "Salle A", "https://visio.essai/secret"
    date.save()
    page = GuardedClient(PDC_HOST).get(f"/agenda/{date.pk}/").text
    told = data_of(PDC_HOST, f"/agenda/{date.pk}/")["Event"]
    assert told["name"] == "Un <essai>"
    assert timezone.datetime.fromisoformat(told["startDate"]) == date.starts_at
    assert timezone.datetime.fromisoformat(told["endDate"]) == date.ends_at
    assert told["eventStatus"] == "https://schema.org/EventScheduled"
    assert told["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [each["@type"] for each in told["location"]] == ["Place", "VirtualLocation"]
    assert told["location"][0]["name"] == "Salle A"
    assert "visio.essai" not in page
    assert "moi@essai.example" not in json.dumps(told)


def test_a_date_that_was_cancelled_says_so(date):
    Occurrence.objects.filter(pk=date.pk).update(state="annule", reason="grève", remote_link="https://visio.essai/x",
                                                 place="", address="", commune=None)  # fmt: skip
    told = data_of(PDC_HOST, f"/agenda/{date.pk}/")["Event"]
    assert told["eventStatus"] == "https://schema.org/EventCancelled"
    assert told["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert told["location"] == [{"@type": "VirtualLocation", "url": f"{BASE}/agenda/{date.pk}/"}]


def test_whole_days_are_told_as_days(date):
    start = timezone.localtime(date.starts_at).replace(hour=0, minute=0, second=0, microsecond=0)
    end = start + timezone.timedelta(days=2)
    Occurrence.objects.filter(pk=date.pk).update(starts_at=start, ends_at=end, is_whole_days=True)
    told = data_of(PDC_HOST, f"/agenda/{date.pk}/")["Event"]
    assert told["startDate"] == start.date().isoformat()
    assert told["endDate"] == (start + timezone.timedelta(days=1)).date().isoformat()


def test_a_training_and_its_sessions_are_a_course(pdc):
    told = data_of(PDC_HOST, "/formations/bail-glissant/")["Course"]
    assert told["name"]
    assert told["provider"]["name"]
    assert told["hasCourseInstance"][0]["@type"] == "CourseInstance"


def test_the_way_to_a_page_is_told_as_it_is_shown(casa):
    address = "/plan-d-action/comite-inter-bailleurs/"
    page = BeautifulSoup(GuardedClient(CASA_HOST).get(address).text, "html.parser")
    shown = [item.get_text(strip=True) for item in page.find(class_="breadcrumb").find_all("li")]
    links = [link["href"] for link in page.find(class_="breadcrumb").find_all("a")]
    steps = data_of(CASA_HOST, address)["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == shown
    assert [step["position"] for step in steps] == list(range(1, len(shown) + 1))
    assert [step["item"] for step in steps] == [f"http://{CASA_HOST}:8000{path}" for path in [*links, address]]


def test_a_member_s_pages_carry_no_data_for_search_engines(pdc):
    client = GuardedClient(PDC_HOST).login_as("bob")
    for address in ("/extranet/bibliotheque/regles/", "/formations/bail-glissant/", "/extranet/notifications/"):
        assert data_of(PDC_HOST, address, client) == {}


def test_a_module_that_is_off_tells_nothing(pdc, date):
    pdc.modules.remove(Module.CALENDAR)
    pdc.save()
    assert GuardedClient(PDC_HOST).get(reverse("event", args=[date.pk])).status_code == 404
