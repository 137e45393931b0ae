"""The quarterly review of an organisation by its référente, in a real browser, on a telephone."""

import re

import pytest
from playwright.sync_api import expect
from wagtail.models import ModelLogEntry

from portal.database import context
from portal.organisations.models import Affiliation, Profile
from portal.tenancy.models import Membership
from tests.e2e.addresses import PDC
from tests.e2e.test_every_page import check, violations
from tests.e2e.test_staff import sign_in

TEAM = "/extranet/mon-equipe/"
REVIEWED = ["organisations.affiliation_confirmed", "organisations.affiliation_ended", "tenancy.ended"]


@pytest.fixture
def due(server, django_db_blocker):
    """The running server, where Nadia and Karim are to be confirmed; what was said of them goes afterwards."""
    theirs = {"membership__user__email__in": ["nadia.lefebvre@demo.example", "karim.dubois@demo.example"]}
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        profiles = list(Profile.objects.filter(**theirs))
    yield server
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        Affiliation.objects.filter(**theirs).update(ended_on=None, confirmed_on=None)
        Membership.objects.filter(affiliations__in=Affiliation.objects.filter(**theirs)).update(
            ended_at=None, end_reason=""
        )
        Profile.objects.bulk_create(profiles, ignore_conflicts=True)
        ModelLogEntry.objects.filter(action__in=REVIEWED).delete()


def test_the_quarterly_review_of_an_organisation(due, open_window):
    diane = sign_in(open_window(320, dark=True), due(PDC), "diane", "/extranet/")
    page, review = diane.page, re.compile("Revue trimestrielle")
    page.get_by_role("link", name=re.compile("2 collègues à confirmer")).click()
    heading = page.get_by_role("heading", name=review)
    expect(heading).to_contain_text("0 sur 2 confirmé")
    page.get_by_role("button", name=re.compile("Toujours là.*Nadia")).click()
    expect(page.get_by_role("status")).to_contain_text("Nadia Lefebvre (exemple)")
    expect(heading).to_contain_text("1 sur 2 confirmé")
    expect(heading).to_be_focused()
    assert violations(page) == []
    page.get_by_role("link", name=re.compile("N’est plus là.*Karim")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Karim Dubois (exemple) n’est plus là")
    page.get_by_role("button", name="Mettre fin à son accès").click()
    expect(heading).to_contain_text("à jour")
    check(diane, due(PDC), TEAM)
    page.goto(due(PDC) + "/extranet/")
    expect(page.get_by_role("link", name=review)).to_have_count(0)
