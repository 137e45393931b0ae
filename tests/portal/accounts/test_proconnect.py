"""Signing in by ProConnect: who gets in, what is asked for besides, what is kept, and how one leaves."""

from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core import mail
from django.core.management import call_command

from portal.accounts.models import ProConnectIdentity, User
from portal.accounts.services import anonymise
from portal.database import context
from portal.tenancy.models import Membership, Tenant
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.counterparts import openid
from tests.portal.accounts.people import DOOR, code, confirm_again, give_application, person, sign_in

pytestmark = pytest.mark.django_db
START, BACK, OUT = "/compte/proconnect/", "/compte/proconnect/retour/", "/compte/proconnect/sortie/"
SECOND_STEP = "/compte/connexion/double/"


@pytest.fixture(scope="module")
def running():
    with openid.running() as provider:
        for host in (PDC_HOST, CASA_HOST):
            provider.returns.append(f"http://{host}:8000{BACK}")
            provider.exits.append(f"http://{host}:8000{OUT}")
        yield provider


@pytest.fixture
def provider(running, settings):
    """ProConnect, declared, and on in the Pas-de-Calais alone."""
    running.begin_again()
    settings.PROCONNECT = running.declared
    switch_on("pas-de-calais")
    return running


def switch_on(slug: str) -> None:
    with context.use(context.PLATFORM):
        Tenant.objects.filter(slug=slug).update(has_proconnect=True)


def leave(client, address: str = START) -> str:
    """Go to ProConnect; return the address by which it sends the browser back."""
    gone = client.get(address)
    assert gone.status_code == 302, gone.text
    answer = requests.get(gone["Location"], allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].partition(":8000")[2]


def come_in(client=None, address: str = START):
    client = client or GuardedClient(PDC_HOST)
    return client, client.get(leave(client, address))


def is_in(client) -> bool:
    return client.get("/compte/").status_code == 200


# Offered or not --------------------------------------------------------------------------------------------


def test_nothing_of_it_is_there_until_it_is_declared_and_switched_on(settings, running):
    for declared, switch in ((None, True), (running.declared, False)):
        settings.PROCONNECT = declared
        with context.use(context.PLATFORM):
            Tenant.objects.filter(slug="pas-de-calais").update(has_proconnect=switch)
        client = GuardedClient(PDC_HOST)
        assert "ProConnect" not in client.get(DOOR).text
        assert [client.get(address).status_code for address in (START, BACK)] == [404, 404]
        assert client.login_as("diane").get("/compte/identite/").status_code == 404


def test_each_tenant_is_switched_on_by_itself_and_the_operator_s_host_has_none(provider):
    assert "ProConnect" not in GuardedClient(CASA_HOST).get(DOOR).text
    assert GuardedClient(CASA_HOST).get(START).status_code == 404
    assert GuardedClient("localhost").get(START).status_code == 404
    assert "ProConnect" not in GuardedClient("localhost").get(DOOR).text


def test_the_operator_switches_it_on_in_the_console_once_it_is_declared(settings, running):
    olga = GuardedClient("localhost").login_as("olga")
    assert "ProConnect" not in olga.get("/console/collectivites/casa/").text
    settings.PROCONNECT = running.declared
    page = olga.get("/console/collectivites/casa/").text
    assert f"http://{CASA_HOST}:8000{BACK}" in page and f"http://{CASA_HOST}:8000{OUT}" in page
    form = {"name": "CASA", "short_name": "CASA", "kind": "agglomeration", "modules": ["agenda"], "state": "ouvert"}
    olga.post("/console/collectivites/casa/", form | {"has_proconnect": "on"})
    assert "S’identifier avec" in GuardedClient(CASA_HOST).get(DOOR).text


def test_the_operator_reads_what_to_declare(provider):
    said = StringIO()
    with context.use(context.PLATFORM):
        call_command("proconnect_addresses", stdout=said)
    assert f"  http://{PDC_HOST}:8000{BACK}  pas-de-calais (on)\n" in said.getvalue()
    assert f"  http://{CASA_HOST}:8000{OUT}  casa\n" in said.getvalue()


def test_what_is_asked_is_what_proconnect_lists(provider):
    leave(GuardedClient(PDC_HOST))
    asked = provider.asked[-1]
    assert asked["scope"] == "openid given_name usual_name email uid siret"
    assert asked["redirect_uri"] == f"http://{PDC_HOST}:8000{BACK}"
    assert min(len(asked["state"]), len(asked["nonce"])) >= 32
    assert not openid.PKCE & asked.keys()


def test_pkce_is_sent_where_the_operator_says_that_it_is_taken(settings):
    with openid.running(takes_pkce=True) as strict:
        settings.PROCONNECT = strict.declared
        strict.returns.append(f"http://{PDC_HOST}:8000{BACK}")
        switch_on("pas-de-calais")
        client, answer = come_in()
        assert strict.asked[-1]["code_challenge_method"] == "S256"
        assert answer.status_code == 302 and is_in(client)


# Coming in -------------------------------------------------------------------------------------------------


def test_a_member_comes_in_and_is_tied_by_what_never_changes(provider):
    client, entered = come_in()
    assert entered["Location"] == "/extranet/"
    assert is_in(client)
    assert "Cet appareil" in client.get("/compte/appareils/").text
    tie = ProConnectIdentity.objects.get()
    assert (tie.user, tie.issuer, tie.subject) == (person("diane"), provider.issuer, openid.DIANE["sub"])
    letter = mail.outbox[-1]
    assert letter.to == ["diane@demo.example"]
    assert letter.subject == "[Pas-de-Calais] Votre compte est relié à ProConnect"


def test_afterwards_the_address_there_does_not_matter_any_more(provider):
    come_in()
    written = len(mail.outbox)
    provider.person["email"] = "gael@demo.example"
    client, _ = come_in()
    assert "Diane" in client.get("/compte/").text
    assert len([letter for letter in mail.outbox[written:] if "relié" in letter.subject]) == 0


def test_it_leads_where_one_wanted_to_go_and_nowhere_else(provider):
    provider.person = {"sub": "gael", "email": "gael@demo.example"}
    page = GuardedClient(PDC_HOST).get(f"{DOOR}?next=/admin/equipe/").text
    assert f'href="{START}?next=%2Fadmin%2Fequipe%2F"' in page
    assert come_in(address=f"{START}?next=/admin/equipe/")[1]["Location"] == "/admin/equipe/"
    assert come_in(address=f"{START}?next=https://pirate.example/")[1]["Location"] == "/extranet/"


def test_it_is_on_the_host_where_it_began_alone(provider):
    switch_on("casa")
    back = leave(GuardedClient(PDC_HOST))
    other = GuardedClient(CASA_HOST)
    assert "n’est plus valable" in other.get(back).text
    assert not is_in(other)


def test_whoever_is_in_already_is_not_taken_out(provider):
    client = GuardedClient(PDC_HOST).login_as("gael")
    assert client.get(START)["Location"] == "/extranet/"


# The second factor -----------------------------------------------------------------------------------------


def test_a_second_factor_is_still_asked_and_nothing_is_tied_before(provider):
    secret = give_application(person("diane"))
    client, answer = come_in(address=f"{START}?next=/extranet/annuaire/")
    assert answer["Location"].startswith(SECOND_STEP)
    assert not is_in(client)
    assert not ProConnectIdentity.objects.exists()
    entered = client.post(SECOND_STEP, {"code": code(secret)})
    assert entered["Location"] == "/extranet/annuaire/"
    assert is_in(client)
    assert ProConnectIdentity.objects.get().user == person("diane")


def test_what_was_begun_as_one_is_not_finished_as_another(provider):
    give_application(person("diane"))
    client, _ = come_in()
    client.post("/compte/deconnexion/", {"next": DOOR})
    sign_in("gael", client=client)
    assert is_in(client)
    assert not ProConnectIdentity.objects.exists()
    assert client.post("/compte/deconnexion/")["Location"] == "/"


def test_staff_without_a_second_factor_have_to_choose_one(provider, settings):
    settings.SECOND_FACTOR_GRACE_DAYS = 0
    provider.person = {"sub": "gael", "email": "gael@demo.example"}
    client, _ = come_in()
    assert client.get("/admin/")["Location"] == "/compte/double-authentification/"


# Whom it does not let in -----------------------------------------------------------------------------------


def strangers():
    return [
        ("nobody has this address", {"email": "personne@nulle-part.example"}),
        ("an account of another tenant", {"email": "ezra@demo.example"}),
        ("an operator", {"email": "olga@demo.example"}),
        ("no address", {"email": ""}),
        ("an address that nobody verified", {"email_verified": False}),
    ]


@pytest.mark.parametrize(("who", "told"), strangers(), ids=[who for who, _ in strangers()])
def test_a_stranger_is_told_how_to_ask_and_no_more(provider, who, told):
    provider.person |= told
    with context.use(context.PLATFORM):
        pdc = Tenant.objects.get(slug="pas-de-calais")
    with context.use(pdc.context):  # what opens the console is not ProConnect's to vouch for, member or not
        Membership.objects.create(user=person("olga"), tenant=pdc)
    accounts = User.objects.count()
    client, answer = come_in()
    assert answer.status_code == 403
    assert "Cette identité n’ouvre pas cet espace" in answer.text
    assert 'href="/demander-un-acces/"' in answer.text
    assert not is_in(client)
    assert (User.objects.count(), ProConnectIdentity.objects.count()) == (accounts, 0)


def test_whoever_has_an_account_elsewhere_and_whoever_has_none_read_the_same(provider):
    pages = []
    for email in ("ezra@demo.example", "personne@nulle-part.example"):
        provider.person["email"] = email
        text = come_in()[1].text.replace(email, "—")
        pages.append([line for line in text.splitlines() if "session/end" not in line and "csrf" not in line])
    assert pages[0] == pages[1]


@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize("what", ["ended", "blocked"])
def test_an_access_that_ended_and_an_account_that_is_closed_stay_so(provider, what, tied):
    if tied:
        come_in()
    diane = person("diane")
    with context.use(context.PLATFORM):
        if what == "ended":
            membership = Membership.objects.get(user=diane, tenant__slug="pas-de-calais")
            Membership.objects.filter(pk=membership.pk).update(ended_at=membership.joined_at, end_reason="equipe")
        else:
            User.objects.filter(pk=diane.pk).update(is_active=False)
    client, answer = come_in()
    assert answer.status_code == 403
    assert not is_in(client)


def test_another_identity_with_the_same_address_has_to_be_tied_by_the_account_s_owner(provider):
    come_in()
    provider.person["sub"] = "diane-chez-un-autre-employeur"
    client, refused = come_in()
    assert refused.status_code == 403
    assert "Votre identité ProConnect a changé" in refused.text
    assert not is_in(client)

    sign_in("diane", client=client)
    confirm_again(client)
    assert "ouvre ce compte depuis" in client.get("/compte/identite/").text
    client.post("/compte/identite/oublier/")
    assert not ProConnectIdentity.objects.exists()
    assert mail.outbox[-1].subject == "[Pas-de-Calais] Votre compte n’est plus relié à ProConnect"
    come_in()
    assert ProConnectIdentity.objects.get().subject == "diane-chez-un-autre-employeur"


def test_to_forget_an_identity_one_says_again_who_one_is(provider, settings):
    come_in()
    client = GuardedClient(PDC_HOST).login_as("diane")
    assert client.post("/compte/identite/oublier/")["Location"].startswith("/compte/confirmer/")
    assert ProConnectIdentity.objects.exists()


# What is kept ----------------------------------------------------------------------------------------------


def test_the_person_reads_what_is_kept_and_it_goes_with_the_account(provider):
    client, _ = come_in()
    page = client.get("/extranet/mes-donnees/").text
    assert openid.DIANE["sub"] in page and provider.issuer in page
    with context.use(context.PLATFORM):
        anonymise(person("diane"))
    assert not ProConnectIdentity.objects.exists()


def test_no_token_stays_but_the_one_that_signs_out(provider):
    client, _ = come_in()
    kept = client.session
    assert not [token for token in provider.tokens if token in str(dict(kept.items()))]
    assert kept["proconnect_id_token"].count(".") == 2
    assert not [key for key, _ in kept.items() if key.startswith("_state_")]


# Leaving ---------------------------------------------------------------------------------------------------


def test_whoever_came_by_it_is_signed_out_there_too_and_comes_back(provider):
    client, _ = come_in()
    page = client.post("/compte/deconnexion/")
    assert "no-store" in page["Cache-Control"]
    assert not is_in(client)
    way = page.context["way_out"]
    asked = parse_qs(urlsplit(way).query)
    assert asked["post_logout_redirect_uri"] == [f"http://{PDC_HOST}:8000{OUT}"]
    answer = requests.get(requests.get(way, allow_redirects=False, timeout=5).headers["Location"],
                          allow_redirects=False, timeout=5)  # fmt: skip
    assert provider.ended == asked["state"]
    home = client.get(answer.headers["Location"].partition(":8000")[2])
    assert home["Location"] == "/"
    assert client.cookies["sessionid"].value == ""


def test_a_made_up_return_signs_nobody_out(provider):
    client = GuardedClient(PDC_HOST).login_as("gael")
    assert client.get(f"{OUT}?state=faux")["Location"] == "/"
    assert is_in(client)


def test_whoever_came_by_a_password_leaves_as_ever(provider):
    client, _ = sign_in("diane")
    assert client.post("/compte/deconnexion/")["Location"] == "/"


def test_the_back_office_s_own_way_out_is_the_same(provider):
    provider.person = {"sub": "gael", "email": "gael@demo.example"}
    client, _ = come_in()
    assert "session/end" in client.post("/admin/logout/").text
    assert not is_in(client)
