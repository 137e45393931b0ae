"""The référent de structure brings colleagues in and ends their access; nobody else's."""

import re

import pytest

from extranet.directory import colleagues
from portal.notifications.models import Mail
from portal.organisations.models import Affiliation, PromisedAffiliation
from portal.organisations.services import affiliate, end_affiliation
from portal.tenancy import invitations, services
from portal.tenancy.models import Invitation, Membership, Role
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.directory.people import many_members, member, organisation, queries_of

pytestmark = pytest.mark.django_db
TEAM = "/extranet/mon-equipe/"
NEW = "nouvelle@association.exemple.fr"


def client(first_name: str) -> GuardedClient:
    return GuardedClient(PDC_HOST).login_as(first_name)


@pytest.fixture
def hers(pdc):
    return organisation("Association d’insertion")


def affiliation_of(first_name: str) -> Affiliation:
    return Affiliation.objects.current().get(membership=member(first_name))


def link() -> str:
    return re.search(r"http\S+(/invitation/\S+)", Mail.objects.filter(to=[NEW]).latest("pk").text)[1]


def test_a_colleague_is_invited_and_works_there_once_they_accept(hers):
    typed = {"email": NEW.upper(), "function": "Éducatrice"}
    answer = client("diane").post(f"{TEAM}{hers.pk}/inviter/", typed, follow=True)
    assert "Une invitation part" in answer.text
    assert "invitation envoyée" in answer.text
    account = {"first_name": "Nora", "last_name": "Benali", "password": "quatre mots sans rapport"}
    assert GuardedClient(PDC_HOST).post(link(), account).status_code == 302
    made = Membership.objects.get(user__email=NEW)
    assert made.roles == []
    affiliation = made.affiliations.get()
    assert (affiliation.organisation, affiliation.function, affiliation.is_referent) == (hers, "Éducatrice", False)
    assert "Nora Benali" in client("diane").get(TEAM).text


def test_an_invitation_sent_again_by_the_administration_promises_the_same(hers):
    invitation = colleagues.invite_colleague(hers, NEW, by=member("diane"))
    invitations.resend(invitation, by=member("gael").user)
    account = {"first_name": "Nora", "last_name": "Benali", "password": "quatre mots sans rapport"}
    GuardedClient(PDC_HOST).post(link(), account)
    assert Membership.objects.get(user__email=NEW).affiliations.get().organisation == hers


def test_an_organisation_that_is_gone_keeps_no_promise(hers):
    colleagues.invite_colleague(hers, NEW, by=member("diane"))
    type(hers).objects.filter(pk=hers.pk).update(ended_on="2026-11-01")
    account = {"first_name": "Nora", "last_name": "Benali", "password": "quatre mots sans rapport"}
    GuardedClient(PDC_HOST).post(link(), account)
    assert not Membership.objects.get(user__email=NEW).affiliations.exists()


def test_a_member_and_somebody_else_s_guest_are_not_invited(hers, pdc):
    page = client("diane").post(f"{TEAM}{hers.pk}/inviter/", {"email": "Bob@demo.example"})
    assert page.status_code == 422
    assert "déjà membre" in page.text
    theirs = invitations.invite(pdc, NEW, [Role.REDACTION], by=member("gael").user)
    assert "quelqu’un d’autre" in client("diane").post(f"{TEAM}{hers.pk}/inviter/", {"email": NEW}).text
    theirs.refresh_from_db()
    assert theirs.is_open


def test_what_waits_is_sent_again_or_withdrawn(hers):
    diane = client("diane")
    first = colleagues.invite_colleague(hers, NEW, function="Éducatrice", by=member("diane"))
    diane.post(f"{TEAM}invitations/{first.pk}/", {"resend": "1"})
    again = Invitation.objects.pending().get(email=NEW)
    assert again.pk != first.pk
    assert again.promised_affiliation.function == "Éducatrice"
    assert diane.get(f"{TEAM}invitations/{first.pk}/").status_code == 404
    diane.post(f"{TEAM}invitations/{again.pk}/", {"withdraw": "1"})
    assert not Invitation.objects.pending().filter(email=NEW).exists()


@pytest.mark.parametrize("person", ["bob", "nadia", "gael", "alice"])
def test_who_is_no_referent_there_has_no_such_screen(hers, person):
    sent = colleagues.invite_colleague(hers, NEW, by=member("diane"))
    name = {"nadia": "nadia.lefebvre"}.get(person, person)
    stranger = client(name)
    assert stranger.get(TEAM).status_code == 403
    target = affiliation_of("karim.dubois")
    for address in (f"{TEAM}{hers.pk}/inviter/", f"{TEAM}rattachements/{target.pk}/", f"{TEAM}invitations/{sent.pk}/"):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"email": "x@y.fr"}).status_code == 404
    target.refresh_from_db()
    assert target.ended_on is None


def test_an_access_that_rests_on_the_organisation_alone_ends_with_it(hers):
    karim = affiliation_of("karim.dubois")
    diane = client("diane")
    assert "il se ferme tout de suite" in diane.get(f"{TEAM}rattachements/{karim.pk}/").text
    assert "n’a plus accès" in diane.post(f"{TEAM}rattachements/{karim.pk}/", follow=True).text
    assert member("karim.dubois").ended_at
    assert Membership.objects.get(pk=karim.membership_id).affiliations.current().count() == 0
    assert colleagues.end_colleague(karim, by=member("diane")) is False  # a second time changes nothing


@pytest.mark.parametrize("kept_by", ["organisation", "role"])
def test_another_organisation_or_a_role_keeps_the_access(hers, pdc, kept_by):
    karim = affiliation_of("karim.dubois")
    if kept_by == "organisation":
        affiliate(karim.membership, organisation("CCAS"))
    else:
        services.set_membership(karim.membership.user, pdc, {Role.ELECTED})
    diane = client("diane")
    assert "reste ouvert" in diane.get(f"{TEAM}rattachements/{karim.pk}/").text
    diane.post(f"{TEAM}rattachements/{karim.pk}/")
    karim.refresh_from_db()
    assert karim.ended_on
    assert member("karim.dubois").ended_at is None


def test_nobody_ends_their_own_nor_that_of_the_staff(hers, pdc):
    diane, karim = affiliation_of("diane"), affiliation_of("karim.dubois")
    services.set_membership(karim.membership.user, pdc, {Role.REDACTION})
    for target in (diane, karim):
        assert client("diane").get(f"{TEAM}rattachements/{target.pk}/").status_code == 403
        assert client("diane").post(f"{TEAM}rattachements/{target.pk}/").status_code == 403
        with pytest.raises(services.RefusedError):
            colleagues.end_colleague(target, by=member("diane"))


def test_a_colleague_of_another_organisation_is_out_of_reach(hers):
    other = affiliation_of("bob")
    assert client("diane").get(f"{TEAM}rattachements/{other.pk}/").status_code == 404
    with pytest.raises(services.RefusedError):
        colleagues.end_colleague(other, by=member("diane"))


def test_who_is_referent_no_more_leaves_no_invitation_behind(hers):
    sent = colleagues.invite_colleague(hers, NEW, by=member("diane"))
    end_affiliation(affiliation_of("diane"), by=member("gael").user)
    sent.refresh_from_db()
    assert not sent.is_open
    assert client("diane").get(TEAM).status_code == 403
    with pytest.raises(services.RefusedError):
        colleagues.invite_colleague(hers, NEW, by=member("diane"))
    assert PromisedAffiliation.objects.count() == 1


def test_the_team_takes_a_flat_number_of_queries(hers, pdc):
    diane = client("diane")
    before = queries_of(diane, TEAM)
    many_members(pdc, 30, [hers])
    for n in range(30):
        colleagues.invite_colleague(hers, f"n{n}@essai.example", by=member("diane"))
    assert queries_of(diane, TEAM) == before
