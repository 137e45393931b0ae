"""In an incident sessions end at once: at the next click, on every host, whoever held them."""

import datetime

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from events import tokens
from events.models import FeedToken
from portal.accounts.models import AddressChange
from portal.database import context
from portal.demo.people import PASSWORD
from portal.tenancy.history import history_of
from portal.tenancy.models import Membership
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.portal.accounts.people import DOOR, person, sign_in
from tests.portal.accounts.test_entering import mailed_code

pytestmark = pytest.mark.django_db
BY_CODE = "/compte/connexion/code/"


def signed_in(first_name: str, host: str = PDC_HOST) -> GuardedClient:
    client, _ = sign_in(first_name, host)
    assert client.get("/compte/").status_code == 200
    return client


def is_out(client: GuardedClient, address: str = "/compte/") -> bool:
    """Whether the next click of an open page meets the login."""
    answer = client.get(address)
    return answer.status_code == 302 and answer["Location"].startswith(DOOR)


def end(*arguments, tenant=None, **options) -> None:
    with context.use(tenant.context if tenant else context.PLATFORM):
        call_command("end_sessions", *arguments, **options)


def subscribe(first_name: str, tenant) -> str:
    with context.use(tenant.context):
        membership = Membership.objects.of(tenant).get(user=person(first_name))
        _, secret = tokens.make(membership, name="Téléphone", purpose=FeedToken.Purpose.MINE)
    return reverse("calendar_private_feed", settings.ROOT_URLCONF, args=[secret])


def test_a_person_is_signed_out_of_every_host_and_nobody_else_is(pdc):
    here, there, colleague = signed_in("fanny"), signed_in("fanny", CASA_HOST), signed_in("diane")
    end("--person", "FANNY@demo.example")
    assert is_out(here, "/extranet/")
    assert is_out(there, "/extranet/")
    assert not is_out(colleague)
    with context.use(pdc.context):
        membership = Membership.objects.of(pdc).get(user=person("fanny"))
        assert history_of(membership).first().action == "tenancy.sessions_ended"


def test_the_person_is_told_by_mail_how_to_come_back(pdc):
    end("--person", "diane@demo.example")
    letter = mail.outbox[-1]
    assert letter.to == ["diane@demo.example"]
    assert f"http://{PDC_HOST}:8000/compte/connexion/" in letter.body
    end("--person", "diane@demo.example", "--and-passwords")
    assert f"http://{PDC_HOST}:8000/compte/mot-de-passe/oublie/" in mail.outbox[-1].body
    written = len(mail.outbox)
    end("--person", "olga@demo.example")  # of no tenant: nobody’s name to write in
    assert len(mail.outbox) == written


def test_a_session_that_was_never_used_is_ended_too():
    client, _ = sign_in("diane")
    end("--person", "diane@demo.example")
    assert is_out(client)


def test_a_code_that_was_mailed_to_sign_in_opens_nothing_any_more():
    client = GuardedClient(PDC_HOST)
    client.post(BY_CODE, {"email": "diane@demo.example"})
    mailed = mailed_code()
    end("--person", "diane@demo.example")
    client.post(f"{BY_CODE}confirmer/", {"code": mailed})
    assert is_out(client)


def test_a_change_of_address_that_waits_is_stopped():
    AddressChange.objects.create(
        user=person("diane"), new_email="voleur@x.example", old_digest="a", new_digest="b",
        expires_at=timezone.now() + datetime.timedelta(days=1),
    )  # fmt: skip
    end("--person", "diane@demo.example")
    assert AddressChange.objects.get().closed_at


def test_a_tenant_s_hosts_are_emptied_and_the_neighbour_s_are_not(pdc):
    member, operator, neighbour = signed_in("diane"), signed_in("olga"), signed_in("fanny", CASA_HOST)
    end(tenant=pdc)
    assert is_out(member, "/extranet/")
    assert is_out(operator)
    assert not is_out(neighbour)


def test_everybody_is_signed_out_operators_too():
    clients = [signed_in("diane"), signed_in("ezra", CASA_HOST), signed_in("olga", "localhost")]
    end("--everybody")
    assert [is_out(client) for client in clients] == [True, True, True]


def test_private_addresses_of_the_calendar_end_when_it_is_asked(pdc, casa):
    diane, ezra = subscribe("diane", pdc), subscribe("ezra", casa)
    end("--person", "diane@demo.example")
    assert GuardedClient(PDC_HOST).get(diane).status_code == 200
    end("--and-feeds", tenant=pdc)
    assert GuardedClient(PDC_HOST).get(diane).status_code == 404
    assert GuardedClient(CASA_HOST).get(ezra).status_code == 200
    end("--everybody", "--and-feeds")
    assert GuardedClient(CASA_HOST).get(ezra).status_code == 404


def test_a_password_that_was_taken_opens_nothing_and_a_mailed_code_does():
    end("--person", "diane@demo.example", "--and-passwords")
    client, refused = sign_in("diane")
    assert "n’est pas le bon" in refused.text
    client.post(BY_CODE, {"email": "diane@demo.example"})
    assert client.post(f"{BY_CODE}confirmer/", {"code": mailed_code()})["Location"] == "/extranet/"
    assert sign_in("alice")[1].status_code == 302


def test_whoever_lost_their_password_so_chooses_another():
    end("--person", "diane@demo.example", "--and-passwords")
    GuardedClient(PDC_HOST).post("/compte/mot-de-passe/oublie/", {"email": "diane@demo.example"})
    assert "/compte/mot-de-passe/oublie/" in mail.outbox[-1].body


def test_passwords_of_a_tenant_are_those_of_its_members_alone(pdc):
    end("--and-passwords", tenant=pdc)
    assert not person("fanny").has_usable_password()
    assert person("ezra").has_usable_password()


@pytest.mark.parametrize("arguments", [[], ["--person", "personne@nulle-part.example"]])
def test_the_command_says_what_it_lacks(arguments):
    with pytest.raises(CommandError, match=r"Say whose|No account"):
        end(*arguments)


def test_the_log_says_how_many_and_names_nobody(caplog):
    signed_in("diane")
    end("--person", "diane@demo.example")
    assert "1 sessions" in caplog.text
    assert "diane" not in caplog.text


# The console ----------------------------------------------------------------------------------------------


@pytest.fixture
def olga():
    return GuardedClient("localhost").login_as("olga")


def test_an_operator_ends_somebody_s_sessions_from_the_list_of_accounts(olga):
    diane = signed_in("diane")
    address = f"/console/comptes/{person('diane').pk}/sessions/"
    assert address in olga.get("/console/comptes/?q=diane").text
    assert "diane@demo.example" in olga.get(address).text
    assert not is_out(diane)
    page = olga.post(address, {"passwords": "on"}, follow=True).text
    assert "Sessions fermées : 1, mots de passe retirés : 1. Un courriel le dit" in page.replace("\xa0", " ")
    assert is_out(diane)
    assert not person("diane").has_usable_password()


def test_an_operator_ends_a_tenant_s_sessions_from_its_sheet(olga):
    diane, ezra = signed_in("diane"), signed_in("ezra", CASA_HOST)
    assert "/console/collectivites/casa/sessions/" in olga.get("/console/collectivites/casa/").text
    olga.post("/console/collectivites/casa/sessions/")
    assert (is_out(diane), is_out(ezra)) == (False, True)


def test_an_operator_who_ends_everybody_s_meets_the_login_too(olga):
    diane = signed_in("diane")
    answer = olga.post("/console/comptes/sessions/", follow=True)
    assert answer.redirect_chain[-1][0].startswith(DOOR)
    assert is_out(diane)
    back = olga.post(DOOR, {"login": "olga@demo.example", "password": PASSWORD})
    assert back["Location"] == "/console/"


def test_nobody_else_ends_sessions():
    diane = signed_in("diane")
    for address in ("comptes/sessions/", "collectivites/pas-de-calais/sessions/"):
        assert GuardedClient("localhost").login_as("gael").post(f"/console/{address}").status_code == 403
    assert not is_out(diane)
