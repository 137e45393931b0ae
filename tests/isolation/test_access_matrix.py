"""Each of our addresses answers each person as its row says; an address without a row fails."""

import pytest
from django.urls import URLPattern

from events import urls as events_urls
from extranet import urls as extranet_urls
from extranet.access import public_urls as access_urls
from extranet.committees import public_urls as committees_urls
from extranet.solicitations import public_urls as solicitations_urls
from home import urls as home_urls
from home.legal import urls as legal_urls
from portal import urls
from portal.accounts import urls as accounts_urls
from portal.design import urls as design_urls
from portal.jobs import urls as jobs_urls
from portal.notifications import demo_urls as mailbox_urls
from portal.notifications import urls as notifications_urls
from portal.tenancy import urls as tenancy_urls
from tests.conftest import PDC_HOST, GuardedClient
from tests.isolation.access_matrix import MATRIX, PEOPLE, VISITOR
from trainings import urls as trainings_urls

pytestmark = pytest.mark.django_db


def flat(patterns):
    """Yield the addresses of these patterns and of what they include."""
    for pattern in patterns:
        yield from [pattern] if isinstance(pattern, URLPattern) else flat(pattern.url_patterns)


def test_every_address_has_its_row():
    patterns = [
        *flat(extranet_urls.urlpatterns),
        *access_urls.urlpatterns,
        *committees_urls.urlpatterns,
        *events_urls.urlpatterns,
        *events_urls.members_urlpatterns,
        *home_urls.urlpatterns,
        *legal_urls.urlpatterns,
        *accounts_urls.urlpatterns,
        *design_urls.urlpatterns,
        *jobs_urls.urlpatterns,
        *mailbox_urls.urlpatterns,
        *notifications_urls.urlpatterns,
        *solicitations_urls.urlpatterns,
        *tenancy_urls.urlpatterns,
        *trainings_urls.urlpatterns,
        *trainings_urls.members_urlpatterns,
        *[pattern for pattern in urls.urlpatterns if isinstance(pattern, URLPattern) and pattern.name],
    ]
    assert {pattern.name for pattern in patterns} == set(MATRIX)


@pytest.mark.parametrize("name", MATRIX)
def test_each_person_gets_what_the_row_says(name):
    address, expected = MATRIX[name]
    got = []
    for person in PEOPLE:
        client = GuardedClient(PDC_HOST)
        if person != VISITOR:
            client.login_as(person)
        got.append(client.get(address).status_code)
    assert tuple(got) == expected
