"""Who works for which organisation; organisations that turn out to be one."""

import datetime

import pytest
from django.utils import timezone

from portal.organisations import services
from portal.organisations.models import Affiliation, Circle, JoinRequest, Organisation, PromisedAffiliation
from portal.organisations.searching import search
from portal.tenancy.invitations import invite
from portal.tenancy.services import RefusedError
from tests.extranet.directory.people import member, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def gael(pdc):
    return member("gael").user


def duplicate(**fields) -> Organisation:
    return Organisation.objects.create(**{"name": "Assoc. d’insertion", "kind": "association"} | fields)


def test_working_there_already_changes_only_what_was_not_said(pdc):
    bob = member("bob")
    again = services.affiliate(bob, organisation("Bailleur social n° 1"), function="Autre chose", is_referent=True)
    assert again.function == "Chargé d’attribution"
    assert again.is_referent
    assert bob.affiliations.count() == 1


def test_an_affiliation_ends_once(gael):
    bobs = services.end_affiliation(member("bob").affiliations.get(), by=gael)
    ended_on = bobs.ended_on
    assert services.end_affiliation(bobs, by=gael).ended_on == ended_on


def test_reuniting_moves_people_promises_and_what_the_other_does_not_say(pdc, gael):
    into = organisation("Association d’insertion")
    double = duplicate(website="https://exemple.fr", phone="03 21 99 99 99", email_domains=["autre.exemple.fr"])
    services.affiliate(member("bob"), double, function="Bénévole")
    promise = PromisedAffiliation.objects.create(invitation=invite(pdc, "x@y.fr", [], by=gael), organisation=double)
    services.merge(double, into, by=gael)
    into.refresh_from_db()
    promise.refresh_from_db()
    assert not Organisation.objects.filter(name="Assoc. d’insertion").exists()
    assert into.name == "Association d’insertion (exemple)"
    assert member("bob").affiliations.filter(organisation=into, function="Bénévole").exists()
    assert promise.organisation == into
    assert into.website == "https://exemple.fr"
    assert into.phone == "03 21 00 00 01"  # what it said itself stays
    assert into.email_domains == ["association.exemple.fr", "autre.exemple.fr"]


def test_who_works_for_both_works_once_for_the_one_that_stays(gael):
    into, double = organisation("Association d’insertion"), duplicate()
    diane = member("diane")
    Affiliation.objects.filter(membership=diane).update(is_referent=False, function="")
    services.affiliate(diane, double, function="Cheffe de service", is_referent=True)
    services.merge(double, into, by=gael)
    kept = diane.affiliations.get()
    assert (kept.organisation, kept.function, kept.is_referent) == (into, "Cheffe de service", True)


def test_what_is_gone_cannot_be_reunited_with_itself(gael):
    with pytest.raises(RefusedError):
        services.merge(organisation("CCAS"), organisation("CCAS"), by=gael)


def test_a_proposed_one_is_confirmed_by_being_reunited_with_a_known_one(gael):
    into, proposed = organisation("CCAS"), organisation("Association de quartier")
    services.merge(into, proposed, by=gael)  # the proposed name stays
    proposed.refresh_from_db()
    assert not proposed.is_proposed


def test_what_was_answered_half_a_year_ago_is_forgotten(pdc, platform_context):
    circle, day = Circle.objects.get(slug="echanges-de-pratiques-lens-henin"), datetime.timedelta(days=1)
    for name, days in (("bob", 181), ("fanny", 179)):
        at = timezone.now() - days * day
        asked = JoinRequest(circle=circle, membership=member(name), answered_at=at, is_accepted=False)
        asked.tenant_id = circle.tenant_id
        asked.save()
    services.forget_answered_requests()
    left = JoinRequest.objects.filter(circle=circle).values_list("membership__user__first_name", flat=True)
    assert set(left) == {"Fanny", "Inès"}  # hers waits


NAMES = [(1, "Centre communal d’action sociale de Lens"), (2, "Foyer Saint-Omer"), (3, "SIAO"), (4, "L’Étape")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [("lens", [1]), ("ccentre comunal", [1]), ("st omer", [2]), ("etape", [4]), ("siaa", []), ("de", [1]), ("", []),
     ("lens omer", []), ("\0", []), ("action socia", [1])],
)  # fmt: skip
def test_a_search_forgives_what_the_finder_forgives(asked, found):
    assert search(asked, NAMES) == found
