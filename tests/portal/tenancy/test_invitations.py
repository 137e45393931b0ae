"""An invitation works once, for fourteen days, for one address; opening it changes nothing."""

import datetime
import re

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.database import context
from portal.demo.people import PASSWORD
from portal.tenancy import invitations, services
from portal.tenancy.models import Invitation, Membership, Role
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.factories import make_user

pytestmark = pytest.mark.django_db
NEW = "nora.benali@ailleurs.example"
ACCOUNT = {"first_name": "Nora", "last_name": "Benali", "password": "quatre mots sans rapport"}


def person(first_name: str) -> User:
    return User.objects.get(email=f"{first_name}@demo.example")


@pytest.fixture
def invited(pdc, django_capture_on_commit_callbacks):
    """``invited(email, roles)`` invites, and returns the path of the link that was mailed."""

    def send(email: str = NEW, roles=(Role.REDACTION,)) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            invitations.invite(pdc, email, roles, by=person("gael"))
        return path_in(mail.outbox[-1])

    return send


def path_in(letter) -> str:
    return re.search(rf"http://{PDC_HOST}:8000(/invitation/\S+)", letter.body)[1]


def roles_of(email: str, tenant) -> list[str] | None:
    membership = Membership.objects.of(tenant).active().filter(user__email=email).first()
    return membership.roles if membership else None


# The letter -----------------------------------------------------------------------------------------------


def test_the_administrator_invites_and_the_letter_says_who_to_what_and_until_when(
    pdc, django_capture_on_commit_callbacks
):
    gael = GuardedClient(PDC_HOST).login_as("gael")
    with django_capture_on_commit_callbacks(execute=True):
        page = gael.post("/admin/equipe/inviter/", {"email": NEW, "roles": ["redaction", "coordination"]}, follow=True)
    assert f"Une invitation part à {NEW}" in page.text
    [letter] = mail.outbox
    assert letter.to == [NEW]
    assert letter.subject.startswith("[Pas-de-Calais]")
    for words in ["Gaël (exemple)", "Département du Pas-de-Calais", "coordination et rédaction", "jusqu’au", NEW]:
        assert words in letter.body
    assert "&#" not in letter.body
    assert set(re.findall(r"http://[^/\s]+", letter.body)) == {f"http://{PDC_HOST}:8000"}


def test_only_a_digest_of_the_token_is_kept(invited):
    token = invited().split("/")[2]
    assert len(token) == 43
    kept = Invitation.objects.get()
    assert len(kept.token_digest) == 64
    assert token not in str(Invitation.objects.values().get())


@pytest.mark.parametrize(
    ("email", "said"),
    [("", "Écrivez l’adresse"), ("nora", "n’est pas complète"), ("ALICE@demo.example", "déjà membre")],
)
def test_a_wrong_address_is_refused_at_its_field(pdc, email, said):
    gael = GuardedClient(PDC_HOST).login_as("gael")
    page = gael.post("/admin/equipe/inviter/", {"email": email, "roles": ["redaction"]})
    assert page.status_code == 422
    assert said in page.text
    assert not Invitation.objects.exists()


def test_a_role_that_is_none_is_refused(pdc):
    gael = GuardedClient(PDC_HOST).login_as("gael")
    assert gael.post("/admin/equipe/inviter/", {"email": NEW, "roles": ["roi"]}).status_code == 422
    assert not Invitation.objects.exists()


def test_a_new_invitation_replaces_the_pending_one(pdc, invited, pdc_client):
    first, second = invited(), invited(NEW.upper(), [Role.COMMUNICATION])
    assert pdc_client.get(first).status_code == 410
    assert pdc_client.get(second).status_code == 200
    assert Invitation.objects.pending().get().roles == ["communication"]


def test_the_database_keeps_one_pending_invitation_an_address(pdc, invited):
    invited()
    fields = {"email": NEW, "token_digest": "x", "expires_at": timezone.now() + invitations.VALID_FOR}
    with pytest.raises(IntegrityError, match="one_pending_invitation_per_address"), transaction.atomic():
        Invitation.objects.create(**fields)


def test_the_administrator_sends_a_new_link_or_withdraws_it(
    pdc, invited, pdc_client, django_capture_on_commit_callbacks
):
    gael, first = GuardedClient(PDC_HOST).login_as("gael"), invited()
    pending = Invitation.objects.pending().get()
    assert "Gaël (exemple)" in gael.get(f"/admin/equipe/invitations/{pending.pk}/").text
    with django_capture_on_commit_callbacks(execute=True):
        gael.post(f"/admin/equipe/invitations/{pending.pk}/", {"resend": ""})
    second = path_in(mail.outbox[-1])
    assert pdc_client.get(first).status_code == 410
    assert pdc_client.get(second).status_code == 200
    pending = Invitation.objects.pending().get()
    assert pending.roles == ["redaction"]
    page = gael.post(f"/admin/equipe/invitations/{pending.pk}/", {"revoke": ""}, follow=True).text
    assert "est retirée" in page
    assert pdc_client.get(second).status_code == 410
    assert "Invitation retirée" in gael.get("/admin/equipe/historique/").text


# Accepting --------------------------------------------------------------------------------------------------


def test_a_new_person_opens_an_account_and_is_in(pdc, invited, pdc_client):
    link = invited()
    page = pdc_client.get(link).text
    for words in ['autocomplete="given-name"', 'autocomplete="family-name"', 'autocomplete="new-password"', NEW]:
        assert words in page
    answer = pdc_client.post(link, ACCOUNT)
    assert (answer.status_code, answer["Location"]) == (302, "/extranet/")
    assert "Bienvenue" in pdc_client.get("/admin/").text
    user = User.objects.get(email=NEW)
    assert user.get_full_name() == "Nora Benali"
    assert user.check_password(ACCOUNT["password"])
    assert user.emailaddress_set.get().verified
    assert roles_of(NEW, pdc) == ["redaction"]


def test_a_member_without_a_role_lands_on_the_dashboard(pdc, invited, pdc_client):
    assert pdc_client.post(invited(roles=()), ACCOUNT)["Location"] == "/extranet/"
    assert roles_of(NEW, pdc) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [({"first_name": ""}, "Écrivez votre prénom"), ({"password": "court"}, "12 caractères"),
     ({"password": "123456789012"}, "numérique"), ({"password": "nora.benali@ailleurs"}, "trop semblable")],
)  # fmt: skip
def test_a_poor_answer_keeps_the_invitation_open(invited, pdc_client, change, said):
    link = invited()
    page = pdc_client.post(link, ACCOUNT | change)
    assert said in page.text
    assert not User.objects.filter(email=NEW).exists()
    assert pdc_client.post(link, ACCOUNT).status_code == 302


def test_it_works_once(invited, pdc_client):
    link = invited()
    pdc_client.post(link, ACCOUNT)
    for client in (pdc_client, GuardedClient(PDC_HOST)):
        assert client.get(link).status_code == 410
        assert client.post(link, ACCOUNT).status_code == 410
    assert User.objects.filter(email=NEW).count() == 1


def test_an_account_that_exists_signs_in_then_confirms(pdc, invited, pdc_client):
    link = invited("ezra@demo.example", [Role.COORDINATION])
    page = pdc_client.get(link).text
    assert "Un compte existe déjà" in page
    door = re.search(r'href="(/compte/connexion/\?next=[^"]+)"', page)[1]
    assert pdc_client.post(link, ACCOUNT).status_code == 200  # nothing without signing in
    assert roles_of("ezra@demo.example", pdc) is None
    answer = pdc_client.post(door, {"login": "ezra@demo.example", "password": PASSWORD})
    assert answer["Location"] == link
    assert "Rejoindre l’espace" in pdc_client.get(link).text
    assert roles_of("ezra@demo.example", pdc) is None  # opening is not accepting
    assert pdc_client.post(link)["Location"] == "/extranet/"
    assert pdc_client.get("/admin/").status_code == 200
    assert roles_of("ezra@demo.example", pdc) == ["coordination"]


def test_somebody_else_is_told_so_and_can_leave(pdc, invited):
    link = invited()
    for host_client in (GuardedClient(PDC_HOST).login_as("bob"), GuardedClient(PDC_HOST).login_as("hugo")):
        assert "connecté avec un autre compte" in host_client.get(link).text
        assert "connecté avec un autre compte" in host_client.post(link, ACCOUNT).text
        answer = host_client.post("/compte/deconnexion/", {"next": link})
        assert answer["Location"] == link
        assert "Ouvrez votre compte" in host_client.get(link).text
    assert not User.objects.filter(email=NEW).exists()


def test_opening_it_changes_nothing(invited, pdc_client):
    link = invited()
    before = list(Invitation.objects.values())
    for _ in range(3):
        pdc_client.get(link)
        pdc_client.head(link)
    assert list(Invitation.objects.values()) == before


def test_every_invitation_that_does_not_work_gets_one_and_the_same_page(pdc, casa, invited, pdc_client):
    with context.use(pdc.context):
        revoked, expired, used, theirs = (invited(f"{n}@x.example") for n in ("r", "e", "u", "t"))
        GuardedClient(PDC_HOST).post(used, ACCOUNT)
        invitations.revoke(Invitation.objects.get(email="r@x.example"), by=person("gael"))
        late = timezone.now() - datetime.timedelta(seconds=1)
        Invitation.objects.filter(email="e@x.example").update(expires_at=late, created_at=late - invitations.VALID_FOR)
    closed = [pdc_client.get(link) for link in (revoked, expired, used, "/invitation/inconnue/")]
    elsewhere = GuardedClient(CASA_HOST)
    assert {page.status_code for page in closed} == {elsewhere.get(theirs).status_code} == {410}
    assert len({page.content for page in closed}) == 1
    assert "Cette invitation n’est plus valable" in closed[0].text
    assert elsewhere.post(theirs, ACCOUNT).status_code == 410
    assert elsewhere.get(theirs).content == elsewhere.get("/invitation/inconnue/").content


def test_it_ends_after_fourteen_days(pdc, invited):
    invited()
    kept = Invitation.objects.get()
    assert kept.expires_at - kept.created_at == pytest.approx(
        datetime.timedelta(days=14), abs=datetime.timedelta(minutes=1)
    )


def test_a_former_member_comes_back_with_the_promised_roles(pdc, invited):
    chloe = Membership.objects.of(pdc).get(user=person("chloe"))
    services.end_membership(chloe, by=person("gael"))
    link = invited("chloe@demo.example", [Role.REDACTION])
    client = GuardedClient(PDC_HOST).login_as("chloe")
    assert client.get("/admin/").status_code == 403
    client.post(link)
    assert roles_of("chloe@demo.example", pdc) == ["redaction"]
    assert client.get("/admin/services/").status_code != 200


def test_who_became_a_member_meanwhile_loses_no_role(pdc, invited):
    link = invited("hugo@demo.example", [Role.REDACTION])
    services.set_membership(person("hugo"), pdc, {Role.TRAINER})
    GuardedClient(PDC_HOST).login_as("hugo").post(link)
    assert roles_of("hugo@demo.example", pdc) == ["formation", "redaction"]


def test_the_invitations_of_an_administrator_who_leaves_leave_too(pdc, invited, pdc_client):
    alice = Membership.objects.of(pdc).get(user=person("alice"))
    for close in (
        lambda: services.end_membership(alice, by=person("gael")),
        lambda: services.give_roles(alice, [Role.COORDINATION], by=person("gael")),
    ):
        services.reopen_membership(alice, by=person("gael"))
        services.give_roles(alice, [Role.ADMINISTRATION], by=person("gael"))
        hers = invitations.invite(pdc, "elle-meme@ailleurs.example", [Role.ADMINISTRATION], by=person("alice"))
        his = invited()
        close()
        assert not Invitation.objects.open().filter(pk=hers.pk).exists()
        assert pdc_client.get(his).status_code == 200


def test_accepting_tells_the_apps_that_wait_for_it(pdc):
    heard = []

    def hear(sender, invitation, membership, **kwargs):
        heard.append((invitation.email, membership.roles))

    invitations.invitation_accepted.connect(hear)
    try:
        user = make_user(NEW)
        invitation = invitations.invite(pdc, NEW, [Role.REDACTION], by=person("gael"))
        invitations.accept(invitation, user)
        with pytest.raises(invitations.ClosedError):
            invitations.accept(invitation, user)
    finally:
        invitations.invitation_accepted.disconnect(hear)
    assert heard == [(NEW, ["redaction"])]


def test_an_invitation_is_for_its_address_alone(pdc):
    invitation = invitations.invite(pdc, NEW, [Role.ADMINISTRATION], by=person("gael"))
    with pytest.raises(invitations.ClosedError):
        invitations.accept(invitation, person("bob"))
    assert roles_of("bob@demo.example", pdc) == []
