"""Staff have a second factor after some days of grace; a tenant asks for it sooner; a lost one is reset with care."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.database import context
from portal.tenancy import second_factor, services
from portal.tenancy.models import Membership, Role, SecondFactorPolicy
from portal.tenancy.services import RefusedError
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.factories import make_user
from tests.portal.accounts.people import code, confirm_again, give_application, person, sign_in

pytestmark = pytest.mark.django_db
FACTORS = "/compte/double-authentification/"
DAY = datetime.timedelta(days=1)


def membership_of(first_name: str, tenant) -> Membership:
    return Membership.objects.of(tenant).get(user=person(first_name))


def end_the_grace(first_name: str) -> None:
    long_ago = timezone.now() - 400 * DAY
    with context.use(context.PLATFORM):
        Membership.objects.filter(user=person(first_name)).update(staff_since=long_ago)
        User.objects.filter(pk=person(first_name).pk).update(date_joined=long_ago)


# Grace -----------------------------------------------------------------------------------------------------


def test_during_the_grace_staff_work_and_read_until_when():
    client, answer = sign_in("gael")
    assert answer["Location"] == "/extranet/"
    until = timezone.localdate() + 365 * DAY
    for address in ("/admin/", "/", "/compte/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "Choisir maintenant" in page.text
        assert str(until.year) in page.text


@pytest.mark.parametrize("first_name", ["bob", "diane"])
def test_members_without_a_back_office_are_asked_nothing(first_name):
    end_the_grace(first_name)
    client, answer = sign_in(first_name)
    assert answer["Location"] == "/extranet/"
    assert "Choisir maintenant" not in client.get("/").text
    assert "Ajouter une application" in client.get(FACTORS).text  # it is offered to all


@pytest.mark.parametrize("first_name", ["gael", "alice", "chloe", "iris"])
@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/", "/trouver/?q=Lens", "/admin/equipe/inviter/"])
def test_after_it_nothing_is_served_before_a_second_factor_is_there(first_name, address):
    end_the_grace(first_name)
    client, _ = sign_in(first_name)
    for answer in (client.get(address), client.post(address)):
        assert (answer.status_code, answer["Location"]) == (302, FACTORS)
    page = client.get(FACTORS).text
    assert "Choisissez un second moyen pour continuer" in page
    assert client.get("/habillage/couleurs-1.css").status_code == 200
    assert client.post("/compte/deconnexion/").status_code == 302


def test_the_way_out_is_two_minutes_long():
    end_the_grace("gael")
    client, _ = sign_in("gael")
    confirm_again(client)
    page = client.get(f"{FACTORS}application/").text
    secret = page.partition('account__secret">')[2].partition("<")[0]
    assert client.post(f"{FACTORS}application/", {"code": code(secret)})["Location"] == f"{FACTORS}secours/"
    page = client.get("/admin/")
    assert page.status_code == 200
    assert "Choisir maintenant" not in page.text


def test_a_passkey_of_another_host_does_not_do(pdc, casa):
    with context.use(context.PLATFORM):
        services.set_membership(person("gael"), casa, {Role.REDACTION})
    Authenticator.objects.create(user=person("gael"), type="webauthn", data={"name": "x", "host": CASA_HOST})
    end_the_grace("gael")
    gael = GuardedClient(PDC_HOST).login_as("gael")
    assert gael.get("/admin/")["Location"] == FACTORS
    assert GuardedClient(CASA_HOST).login_as("gael").get("/admin/").status_code == 200


def test_the_operator_too():
    client, answer = sign_in("olga", "localhost")
    assert answer["Location"] == "/console/"
    assert client.get("/console/collectivites/").status_code == 200
    end_the_grace("olga")
    assert client.get("/console/collectivites/")["Location"] == FACTORS
    assert client.get(FACTORS).status_code == 200
    olga_on_a_tenant_s_host, _ = sign_in("olga", PDC_HOST)
    assert olga_on_a_tenant_s_host.get("/admin/")["Location"] == FACTORS


def test_a_new_role_begins_a_new_grace(pdc):
    services.give_roles(membership_of("bob", pdc), [Role.REDACTION], by=person("gael"))
    assert second_factor.due_at(person("bob"), membership_of("bob", pdc)) > timezone.now() + 360 * DAY
    before = membership_of("bob", pdc).staff_since
    services.give_roles(membership_of("bob", pdc), [Role.COMMUNICATION], by=person("gael"))
    assert membership_of("bob", pdc).staff_since == before  # changing from one to the other is no new beginning


# A tenant asks for it sooner ---------------------------------------------------------------------------------


def write_rule(client, when: datetime.date, days):
    return client.post("/admin/securite/", {"required_from": f"{when:%Y-%m-%d}", "grace_days": days}, follow=True)


def test_the_administrator_asks_for_it_sooner_and_staff_are_told(pdc):
    gael, iris = GuardedClient(PDC_HOST).login_as("gael"), GuardedClient(PDC_HOST).login_as("iris")
    assert "jamais plus tard" in gael.get("/admin/securite/").text
    assert not SecondFactorPolicy.objects.exists()  # looking writes nothing
    assert "Enregistré" in write_rule(gael, timezone.localdate(), 10).text
    due = second_factor.due_at(person("iris"), membership_of("iris", pdc))
    assert 9 * DAY < due - timezone.now() <= 10 * DAY
    assert iris.get("/admin/").status_code == 200
    write_rule(gael, timezone.localdate() - 30 * DAY, 0)
    SecondFactorPolicy.objects.update(required_from=timezone.localdate() - 30 * DAY)
    Membership.objects.of(pdc).update(staff_since=timezone.now() - DAY)
    assert iris.get("/admin/")["Location"] == FACTORS
    assert SecondFactorPolicy.objects.count() == 1


def test_a_rule_never_gives_more_time_than_the_platform(pdc, settings):
    gael = GuardedClient(PDC_HOST).login_as("gael")
    page = write_rule(gael, timezone.localdate(), 366)
    assert "365 jours au plus" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    SecondFactorPolicy.objects.create(tenant=pdc, required_from=timezone.localdate() + 9999 * DAY, grace_days=300)
    settings.SECOND_FACTOR_GRACE_DAYS = 14
    iris = membership_of("iris", pdc)
    assert second_factor.due_at(iris.user, iris) == iris.staff_since + 14 * DAY


@pytest.mark.parametrize("days", ["-1", "", "x"])
def test_a_rule_that_says_nothing_is_refused(pdc, days):
    page = write_rule(GuardedClient(PDC_HOST).login_as("gael"), timezone.localdate(), days)
    assert "Rien n’a été enregistré" in page.text
    assert not SecondFactorPolicy.objects.exists()


@pytest.mark.parametrize("first_name", ["alice", "chloe", "iris"])
def test_the_rule_is_the_administrator_s(pdc, first_name):
    client = GuardedClient(PDC_HOST).login_as(first_name)
    write_rule(client, timezone.localdate(), 1)
    assert not SecondFactorPolicy.objects.exists()
    assert "/admin/securite/" not in client.get("/admin/").text


def test_the_rule_of_one_tenant_is_not_the_neighbour_s(pdc, casa):
    with context.use(pdc.context):
        SecondFactorPolicy.objects.create(tenant=pdc, grace_days=0)
    with context.use(casa.context):
        ezra = membership_of("ezra", casa)
        assert second_factor.due_at(ezra.user, ezra) == ezra.staff_since + 365 * DAY


def test_a_tenant_has_one_rule(pdc):
    SecondFactorPolicy.objects.create(tenant=pdc)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondFactorPolicy.objects.create(tenant=pdc)


# A second factor that was lost -------------------------------------------------------------------------------


def reset_screen(membership: Membership) -> str:
    return f"/admin/equipe/{membership.pk}/double-authentification/"


def test_the_administrator_resets_it_and_the_person_is_told(pdc):
    give_application(person("iris"))
    membership = membership_of("iris", pdc)
    iris = GuardedClient(PDC_HOST).login_as("iris")
    iris.get("/compte/")
    gael = GuardedClient(PDC_HOST).login_as("gael")
    assert reset_screen(membership) in gael.get(f"/admin/equipe/{membership.pk}/").text
    assert "de vive voix" in gael.get(reset_screen(membership)).text
    assert Authenticator.objects.filter(user=person("iris")).exists()  # looking changes nothing
    assert "est réinitialisée" in gael.post(reset_screen(membership), follow=True).text
    assert not Authenticator.objects.filter(user=person("iris")).exists()
    assert iris.get("/compte/").status_code == 302  # signed out everywhere
    letter = mail.outbox[-1]
    assert letter.to == ["iris@demo.example"]
    assert "réinitialisée par Gaël" in letter.body
    assert "Double authentification réinitialisée" in gael.get(f"/admin/equipe/{membership.pk}/").text
    assert sign_in("iris")[1]["Location"] == "/extranet/"


def test_who_waits_at_the_second_step_when_it_is_reset_comes_in_again(pdc):
    """A step that asks for what is no more would lead to the door, and the door back to it, for ever."""
    give_application(person("iris"))
    iris, answer = sign_in("iris")
    assert answer["Location"] == "/compte/connexion/double/"
    second_factor.reset_for_member(membership_of("iris", pdc), by=person("gael"))
    assert iris.get("/compte/connexion/", follow=True).status_code == 200
    assert sign_in("iris", client=iris)[1]["Location"] == "/extranet/"


def test_twice_is_once(pdc):
    give_application(person("iris"))
    for _ in range(2):
        second_factor.reset_for_member(membership_of("iris", pdc), by=person("gael"))
    assert len(mail.outbox) == 1


def test_nobody_resets_their_own(pdc):
    give_application(person("gael"))
    gael = GuardedClient(PDC_HOST).login_as("gael")
    own = membership_of("gael", pdc)
    assert "par une autre personne" in gael.get(reset_screen(own)).text
    gael.post(reset_screen(own))
    assert Authenticator.objects.filter(user=person("gael")).exists()


def test_who_is_staff_of_another_tenant_is_the_operator_s_to_reset(pdc, casa):
    """Who administers one tenant must not open the way into another."""
    with context.use(context.PLATFORM):
        services.set_membership(person("ezra"), pdc, set())
    give_application(person("ezra"))
    with context.use(pdc.context):
        membership = membership_of("ezra", pdc)
        gael = GuardedClient(PDC_HOST).login_as("gael")
        assert "par l’exploitation" in gael.get(reset_screen(membership)).text
        assert "Antipolis" not in gael.get(reset_screen(membership)).text
        assert "par l’exploitation" in gael.post(reset_screen(membership), follow=True).text
        assert Authenticator.objects.filter(user=person("ezra")).exists()
    with context.use(casa.context):
        services.end_membership(Membership.objects.get(tenant=casa, user=person("ezra")), by=person("olga"))
    with context.use(pdc.context):
        second_factor.reset_for_member(membership, by=person("gael"))
    assert not Authenticator.objects.filter(user=person("ezra")).exists()


def test_an_operator_is_not_reset_from_a_tenant(pdc):
    with context.use(context.PLATFORM):
        services.set_membership(person("olga"), pdc, set())
    give_application(person("olga"))
    with pytest.raises(RefusedError):
        second_factor.reset_for_member(membership_of("olga", pdc), by=person("gael"))


@pytest.mark.parametrize("first_name", ["alice", "chloe", "iris", "bob", "ezra"])
def test_only_who_holds_the_team_resets(pdc, first_name):
    give_application(person("diane"))
    GuardedClient(PDC_HOST).login_as(first_name).post(reset_screen(membership_of("diane", pdc)))
    assert Authenticator.objects.filter(user=person("diane")).exists()


def test_a_member_of_the_neighbour_cannot_be_reached(pdc, casa):
    give_application(person("hugo"))
    with context.use(context.PLATFORM):
        theirs = Membership.objects.of(casa).get(user=person("hugo"))
    assert GuardedClient(PDC_HOST).login_as("gael").post(reset_screen(theirs)).status_code == 404


# The operator ------------------------------------------------------------------------------------------------


def console(user: User) -> str:
    return f"/console/comptes/{user.pk}/double-authentification/"


def test_the_operator_resets_any_other_account_and_a_tenant_tells_them():
    give_application(person("ezra"))
    olga = GuardedClient("localhost").login_as("olga")
    assert console(person("ezra")) in olga.get("/console/comptes/?q=ezra").text
    assert "de vive voix" in olga.get(console(person("ezra"))).text
    assert "Un courriel le lui dit" in olga.post(console(person("ezra")), follow=True).text
    assert not Authenticator.objects.filter(user=person("ezra")).exists()
    assert mail.outbox[-1].to == ["ezra@demo.example"]
    assert "par l’exploitation de la plateforme" in mail.outbox[-1].body
    assert f"http://{CASA_HOST}" in mail.outbox[-1].body


def test_an_operator_does_not_reset_their_own(platform_context):
    give_application(person("olga"))
    olga = GuardedClient("localhost").login_as("olga")
    assert "par une autre personne" in olga.post(console(person("olga")), follow=True).text
    assert Authenticator.objects.filter(user=person("olga")).exists()


def test_who_belongs_nowhere_is_told_in_person(platform_context):
    colleague = make_user("collegue@demo.example", is_superuser=True)
    give_application(colleague)
    olga = GuardedClient("localhost").login_as("olga")
    assert "dites-le-lui" in olga.post(console(colleague), follow=True).text
    assert not mail.outbox


def test_the_console_s_reset_is_the_operator_s():
    assert GuardedClient("localhost").login_as("gael").post(console(person("ezra"))).status_code == 403
    assert GuardedClient("localhost").post(console(person("ezra")))["Location"].startswith("/compte/connexion/")


def test_the_account_pages_work_on_the_operator_s_host():
    olga, _ = sign_in("olga", "localhost")
    confirm_again(olga)
    for address in ("", "nom/", "mot-de-passe/", "appareils/", "double-authentification/",
                    "double-authentification/application/", "double-authentification/cles/ajouter/"):  # fmt: skip
        assert olga.get(f"/compte/{address}").status_code == 200, address
    for address in ("adresses/", "connexion/code/", "mot-de-passe/oublie/"):
        assert "n’envoie pas de courriel" in GuardedClient("localhost").get(f"/compte/{address}").text
    page = olga.get("/compte/double-authentification/application/").text
    secret = page.partition('account__secret">')[2].partition("<")[0]
    assert olga.post("/compte/double-authentification/application/", {"code": code(secret)}).status_code == 302
    assert not mail.outbox
