"""« Équipe »: the administrator gives and takes access; nobody raises themselves, somebody always holds the keys."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import User
from portal.database import context
from portal.tenancy import services
from portal.tenancy.invitations import invite
from portal.tenancy.models import Invitation, Membership, Role
from portal.tenancy.team import State, team_of
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def person(first_name: str) -> User:
    return User.objects.get(email=f"{first_name}@demo.example")


def membership_of(first_name: str, tenant) -> Membership:
    return Membership.objects.of(tenant).get(user=person(first_name))


@pytest.fixture
def gael(pdc):
    return GuardedClient(PDC_HOST).login_as("gael")


def names(page: str) -> set[str]:
    everyone = ("Alice", "Bob", "Chloé", "Diane", "Gaël", "Iris", "Fanny", "Ezra", "Hugo", "Jeanne")
    listing = page.partition('<table class="listing">')[2].partition("</table>")[0]
    return {name for name in everyone if f"{name} (exemple)" in listing}


# The list -------------------------------------------------------------------------------------------------


def test_the_list_shows_everybody_of_this_tenant_and_nobody_else(gael):
    page = gael.get("/admin/equipe/").text
    assert names(page) == {"Alice", "Bob", "Chloé", "Diane", "Gaël", "Iris", "Fanny"}
    assert "19 personnes" in page


def test_the_list_can_be_searched_without_accents_and_narrowed(gael, pdc):
    invite(pdc, "nouvelle@ailleurs.example", [Role.REDACTION], by=person("gael"))
    services.end_membership(membership_of("bob", pdc), by=person("gael"))
    assert names(gael.get("/admin/equipe/?q=chloe").text) == {"Chloé"}
    assert names(gael.get("/admin/equipe/?role=administration").text) == {"Gaël"}
    assert names(gael.get("/admin/equipe/?role=aucun").text) == {"Bob", "Diane", "Fanny"}
    assert names(gael.get("/admin/equipe/?state=termine").text) == {"Bob"}
    invited = gael.get("/admin/equipe/?state=invite").text
    assert "nouvelle@ailleurs.example" in invited
    assert not names(invited)
    assert "Personne ne répond" in gael.get("/admin/equipe/?q=zzz").text


@pytest.mark.parametrize("query", ["?role=roi", "?state=%00", "?q=%00", "?p=999", "?p=x", "?q=" + "a" * 300])
def test_a_bad_query_string_is_a_clean_page(gael, query):
    assert gael.get(f"/admin/equipe/{query}").status_code == 200


def test_the_list_takes_a_flat_number_of_queries(gael, pdc):
    def count() -> int:
        gael.get("/admin/equipe/")
        with CaptureQueriesContext(connection) as queries:
            gael.get("/admin/equipe/")
        return len(queries)

    before = count()
    for number in range(30):
        services.set_membership(make_user(f"m{number}@essai.example"), pdc, {Role.REDACTION})
        invite(pdc, f"i{number}@essai.example", [], by=person("gael"))
    assert count() == before
    assert "79 personnes" in gael.get("/admin/equipe/").text
    assert "Page suivante" in gael.get("/admin/equipe/").text


def test_a_disabled_account_does_not_read_as_active(pdc):
    User.objects.filter(email="bob@demo.example").update(is_active=False)
    assert [row["address"] for row in team_of(pdc, state=State.DISABLED)] == ["bob@demo.example"]


# Who may --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first_name", ["alice", "chloe", "iris", "bob"])
def test_no_other_role_reaches_the_team(first_name, pdc):
    client = GuardedClient(PDC_HOST).login_as(first_name)
    bob = membership_of("diane", pdc)
    for address in ["", "inviter/", "historique/", f"{bob.pk}/", f"{bob.pk}/terminer/", f"{bob.pk}/rouvrir/"]:
        assert client.get(f"/admin/equipe/{address}").status_code == 403
        assert client.post(f"/admin/equipe/{address}", {"roles": ["administration"]}).status_code == 403
    home = client.get("/admin/")
    assert "/admin/equipe/" not in home.text
    bob.refresh_from_db()
    assert (bob.roles, bob.ended_at) == ([], None)


def test_a_member_of_another_tenant_is_not_found(gael):
    with context.use(context.PLATFORM):
        hers = Membership.objects.get(user__email="ezra@demo.example")
    for address in ["", "terminer/", "rouvrir/"]:
        assert gael.get(f"/admin/equipe/{hers.pk}/{address}").status_code == 404
        assert gael.post(f"/admin/equipe/{hers.pk}/{address}").status_code == 404
    with context.use(context.PLATFORM):
        hers.refresh_from_db()
    assert hers.ended_at is None


def test_an_invitation_of_another_tenant_is_not_found(gael, casa):
    with context.use(casa.context):
        theirs = invite(casa, "x@ailleurs.example", [], by=person("ezra"))
    assert gael.get(f"/admin/equipe/invitations/{theirs.pk}/").status_code == 404
    assert gael.post(f"/admin/equipe/invitations/{theirs.pk}/", {"revoke": ""}).status_code == 404
    with context.use(casa.context):
        assert Invitation.objects.pending().filter(pk=theirs.pk).exists()


def test_someone_of_both_tenants_is_changed_in_one_alone(gael, pdc):
    fanny = membership_of("fanny", pdc)
    gael.post(f"/admin/equipe/{fanny.pk}/", {"roles": ["administration"]})
    assert GuardedClient(PDC_HOST).login_as("fanny").get("/admin/").status_code == 200
    assert GuardedClient(CASA_HOST).login_as("fanny").get("/admin/").status_code == 403


# Giving and taking ----------------------------------------------------------------------------------------


def test_a_role_given_opens_its_screens_and_a_role_taken_closes_them(gael, pdc):
    bob = membership_of("bob", pdc)
    his = GuardedClient(PDC_HOST).login_as("bob")
    assert his.get("/admin/").status_code == 403
    assert gael.post(f"/admin/equipe/{bob.pk}/", {"roles": ["redaction", "communication"]}).status_code == 302
    assert his.get("/admin/services/").status_code == 200
    gael.post(f"/admin/equipe/{bob.pk}/", {})
    assert his.get("/admin/").status_code == 403


@pytest.mark.parametrize("roles", [["roi"], ["administration", "superuser"]])
def test_a_role_that_is_none_is_refused(gael, pdc, roles):
    bob = membership_of("bob", pdc)
    assert gael.post(f"/admin/equipe/{bob.pk}/", {"roles": roles}).status_code == 422
    bob.refresh_from_db()
    assert bob.roles == []


def test_nobody_changes_their_own_roles_nor_ends_their_own_access(gael, pdc):
    own = membership_of("gael", pdc)
    page = gael.get(f"/admin/equipe/{own.pk}/").text
    assert "C’est vous" in page
    assert 'type="checkbox"' not in page
    services.give_roles(membership_of("alice", pdc), [Role.ADMINISTRATION], by=person("gael"))
    for address, data in [("", {"roles": ["administration", "communication"]}), ("", {}), ("terminer/", {})]:
        page = gael.post(f"/admin/equipe/{own.pk}/{address}", data, follow=True).text
        assert "Vos propres droits se changent" in page
    own.refresh_from_db()
    assert (own.roles, own.ended_at) == (["administration"], None)


def test_the_last_administrator_keeps_the_role_and_the_access(pdc):
    """By the operator, who is nobody here: the one person who could."""
    olga, last = person("olga"), membership_of("gael", pdc)
    for verb, arguments in [(services.give_roles, [[Role.REDACTION]]), (services.end_membership, [])]:
        with pytest.raises(services.RefusedError, match="dernière personne"):
            verb(last, *arguments, by=olga)
    services.give_roles(membership_of("alice", pdc), [Role.ADMINISTRATION], by=olga)
    services.end_membership(last, by=olga)
    assert not person("gael").groups.exists()


def test_an_administrator_whose_account_is_disabled_does_not_count(pdc):
    services.give_roles(membership_of("alice", pdc), [Role.ADMINISTRATION], by=person("olga"))
    User.objects.filter(email="alice@demo.example").update(is_active=False)
    with pytest.raises(services.RefusedError):
        services.end_membership(membership_of("gael", pdc), by=person("olga"))


def test_the_last_administrator_stays_on_the_screen_of_the_operator(pdc):
    gael = membership_of("gael", pdc)
    client = GuardedClient(PDC_HOST).login_as("olga")
    page = client.post(f"/admin/equipe/{gael.pk}/terminer/", follow=True).text
    assert "dernière personne à administrer" in page
    assert GuardedClient(PDC_HOST).login_as("gael").get("/admin/").status_code == 200


# Ending and reopening ---------------------------------------------------------------------------------------


def test_an_access_that_ends_closes_an_open_session_at_once_and_can_be_reopened(gael, pdc):
    chloe = membership_of("chloe", pdc)
    hers = GuardedClient(PDC_HOST).login_as("chloe")
    assert hers.get("/admin/").status_code == 200
    assert "tout de suite" in gael.get(f"/admin/equipe/{chloe.pk}/terminer/").text
    assert hers.get("/admin/").status_code == 200  # asking is not doing
    gael.post(f"/admin/equipe/{chloe.pk}/terminer/")
    assert hers.get("/admin/").status_code == 403
    chloe.refresh_from_db()
    assert chloe.ended_at <= timezone.now()
    assert chloe.roles == ["communication"]
    assert not chloe.user.groups.exists()
    gael.post(f"/admin/equipe/{chloe.pk}/rouvrir/")
    assert hers.get("/admin/").status_code == 200


def test_an_access_ends_here_and_not_in_the_other_tenant(pdc):
    services.end_membership(membership_of("fanny", pdc), by=person("gael"))
    fanny = GuardedClient(CASA_HOST).login_as("fanny")
    assert "Se déconnecter" in fanny.get("/").text
    with context.use(context.PLATFORM):
        assert Membership.objects.active().get(user__email="fanny@demo.example").tenant.slug == "casa"


def test_a_verb_run_twice_changes_and_writes_nothing_more(pdc):
    gael, bob = person("gael"), membership_of("bob", pdc)
    from portal.tenancy.history import history_of

    for verb in (
        lambda: services.give_roles(bob, [Role.REDACTION], by=gael),
        lambda: services.end_membership(bob, by=gael),
        lambda: services.reopen_membership(bob, by=gael),
    ):
        verb()
        once = (history_of(bob).count(), Membership.objects.filter(pk=bob.pk).values().get())
        verb()
        assert (history_of(bob).count(), Membership.objects.filter(pk=bob.pk).values().get()) == once
    assert history_of(bob).count() == 3


def test_the_roles_of_a_former_member_wait_until_the_access_is_open(pdc):
    bob = services.end_membership(membership_of("bob", pdc), by=person("gael"))
    with pytest.raises(services.RefusedError, match="rouvrez"):
        services.give_roles(bob, [Role.REDACTION], by=person("gael"))


def test_who_did_what_is_written_and_read_in_french(gael, pdc, casa):
    with context.use(casa.context):
        services.give_roles(membership_of("hugo", casa), [Role.REDACTION], by=person("olga"))
    with context.use(pdc.context):
        bob = membership_of("bob", pdc)
    gael.post(f"/admin/equipe/{bob.pk}/", {"roles": ["redaction", "coordination"]})
    gael.post(f"/admin/equipe/{bob.pk}/terminer/")
    page = gael.get(f"/admin/equipe/{bob.pk}/").text
    assert "Rôles changés – rôles\xa0: coordination et rédaction" in page
    assert "Accès terminé" in page
    everything = gael.get("/admin/equipe/historique/").text
    assert "Bob (exemple)" in everything
    assert "Gaël (exemple)" in everything
    assert "Hugo" not in everything
