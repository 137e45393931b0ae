"""What ProConnect, or somebody in its place, may answer that is not believed: nothing is opened, and it is said."""

import socket
import time

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import OctKey, generate_key

from portal.accounts import proconnect
from portal.accounts.models import ProConnectIdentity
from tests.conftest import PDC_HOST, GuardedClient
from tests.counterparts import free_port, openid
from tests.portal.accounts.people import DOOR, sign_in
from tests.portal.accounts.test_proconnect import BACK, START, come_in, is_in, leave, provider, running, switch_on

__all__ = ["provider", "running"]
pytestmark = pytest.mark.django_db


def changed(**claims):
    return lambda made: made | claims


def without(name: str):
    return lambda made: {key: value for key, value in made.items() if key != name}


def unsigned(made: dict) -> str:
    return ".".join([_part({"alg": "none"}), _part(made), ""])


def _part(value: dict) -> str:
    import base64
    import json

    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def shared(made: dict) -> str:
    """Signed by the secret that both sides know: who reads it from us could write any."""
    return jwt.encode({"alg": "HS256"}, made, OctKey.import_key(openid.SECRET), ["HS256"])


NOT_BELIEVED = {
    "of another issuer": changed(iss="https://pirate.example"),
    "for somebody else": changed(aud="another"),
    "for us among others, not ours": changed(aud=["another", openid.CLIENT]),
    "of another sign-in": changed(nonce="x" * 64),
    "of no sign-in": without("nonce"),
    "too old": lambda made: made | {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 3660},
    "without an end": without("exp"),
    "of nobody": without("sub"),
    "unsigned": unsigned,
    "signed by a shared secret": shared,
    "not even a token": lambda made: "nothing",
}
SIGNED_BY_ANOTHER = "signed by another key of the same name"


def refused(client, answer, status: int, words: str) -> None:
    assert answer.status_code == status
    assert words in answer.text
    assert f'href="{DOOR}"' in answer.text
    assert not is_in(client)
    assert not ProConnectIdentity.objects.exists()


@pytest.mark.parametrize("how", [*NOT_BELIEVED, SIGNED_BY_ANOTHER])
def test_an_id_token_that_is_not_ours_opens_nothing(provider, how):
    provider.spoil["id_token"] = NOT_BELIEVED.get(how) or _by_another(provider)
    refused(*come_in(), 502, "n’a pas pu vous identifier")


@pytest.mark.parametrize(
    "how",
    ["of another issuer", "for somebody else", "too old", "of nobody", "unsigned", "signed by a shared secret",
     "not even a token", SIGNED_BY_ANOTHER, "of another person"],
)  # fmt: skip
def test_a_userinfo_that_is_not_ours_opens_nothing(provider, how):
    spoilt = NOT_BELIEVED | {"of another person": changed(sub="gael"), SIGNED_BY_ANOTHER: _by_another(provider)}
    provider.spoil["userinfo"] = spoilt[how]
    refused(*come_in(), 502, "n’a pas pu vous identifier")


def test_a_userinfo_that_nobody_signed_opens_nothing(provider):
    provider.spoil["userinfo_type"] = lambda: "application/json"
    refused(*come_in(), 502, "n’a pas pu vous identifier")


@pytest.mark.parametrize(
    ("answer", "status"),
    [("nonsense", 502), ([1, 2], 502), ({}, 502), ({"access_token": "x", "token_type": "Bearer"}, 502),
     ({"access_token": "x", "token_type": "Bearer", "id_token": 5}, 502), (("", 500), 503)],
    ids=str,
)  # fmt: skip
def test_an_answer_that_makes_no_sense_opens_nothing(provider, answer, status):
    provider.spoil["token"] = lambda: answer
    client, page = come_in()
    assert page.status_code == status
    assert not is_in(client)


def test_a_person_without_end_is_nobody(provider):
    provider.person["sub"] = "x" * 300
    refused(*come_in(), 502, "n’a pas pu vous identifier")


def _by_another(provider):
    return lambda made: jwt.encode({"alg": "RS256", "kid": provider.kid}, made, provider.forged)


@pytest.mark.parametrize(
    "said",
    [{"issuer": "https://pirate.example"}, {"token_endpoint": "http://pirate.example/token"}, {"jwks_uri": ""}],
    ids=["another issuer", "an address without TLS", "an address that is missing"],
)
def test_what_proconnect_says_of_itself_is_checked(provider, said):
    provider.spoil["discovery"] = lambda metadata: metadata | said
    proconnect._client.cache_clear()
    client = GuardedClient(PDC_HOST)
    refused(client, client.get(START), 502, "n’a pas pu vous identifier")
    provider.spoil.clear()
    proconnect._client.cache_clear()


@pytest.mark.parametrize("alg", ["RS256", "ES256"])
def test_keys_that_were_changed_are_asked_for_again(provider, alg):
    come_in()
    named = {"kid": f"new-{alg}", "use": "sig"}
    former, provider.key = provider.key, generate_key("RSA" if alg == "RS256" else "EC", None, named)
    provider.spoil["id_token"] = lambda made: jwt.encode({"alg": alg, "kid": named["kid"]}, made, provider.key)
    provider.spoil["userinfo"] = provider.spoil["id_token"]
    try:
        assert is_in(come_in()[0])
    finally:
        provider.key = former
        proconnect._client.cache_clear()


def test_a_refusal_there_is_said(provider):
    provider.person = None
    refused(*come_in(), 403, "Vous n’êtes pas connecté")


@pytest.mark.parametrize("query", ["", "?code=x&state=" + "y" * 64, "?error=server_error", "?error=%0Afaux&state=%00"])
def test_a_return_that_nobody_asked_for_opens_nothing(provider, query):
    client = GuardedClient(PDC_HOST)
    answer = client.get(BACK + query)
    assert answer.status_code in {400, 502}
    assert not is_in(client)


def test_a_return_serves_once(provider):
    client = GuardedClient(PDC_HOST)
    back = leave(client)
    client.get(back)
    client.post("/compte/deconnexion/")
    ProConnectIdentity.objects.all().delete()
    refused(client, client.get(back), 400, "n’est plus valable")


def test_a_code_that_served_elsewhere_opens_nothing(provider):
    client = GuardedClient(PDC_HOST)
    back = leave(client)
    provider.codes.clear()
    refused(client, client.get(back), 502, "n’a pas pu vous identifier")


def test_the_return_of_another_browser_opens_nothing(provider):
    back = leave(GuardedClient(PDC_HOST))
    other = GuardedClient(PDC_HOST)
    refused(other, other.get(back), 400, "n’est plus valable")


def test_where_nobody_answers_the_other_ways_stay(settings):
    settings.PROCONNECT = {
        "issuer": f"http://127.0.0.1:{free_port()}", "client_id": "x", "client_secret": "y", "sends_pkce": False,
    }  # fmt: skip
    switch_on("pas-de-calais")
    client = GuardedClient(PDC_HOST)
    refused(client, client.get(START), 503, "ProConnect ne répond pas")
    sign_in("diane", client=client)
    assert is_in(client)


def test_whoever_leaves_while_nobody_answers_there_leaves_here(provider, monkeypatch):
    client, _ = come_in()
    proconnect._client.cache_clear()

    def silence():
        raise requests.ConnectionError

    with monkeypatch.context() as broken:
        broken.setitem(provider.spoil, "discovery", lambda said: ("", 503))
        assert client.post("/compte/deconnexion/")["Location"] == "/"
    assert not is_in(client)
    proconnect._client.cache_clear()


def test_whoever_is_kept_waiting_there_is_told(settings, monkeypatch):
    """Somebody takes the question and never answers: it is given up."""
    assert proconnect.TIMEOUT == 5
    monkeypatch.setattr(proconnect, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        settings.PROCONNECT = {
            "issuer": f"http://127.0.0.1:{mute.getsockname()[1]}", "client_id": "x", "client_secret": "y",
            "sends_pkce": False,
        }  # fmt: skip
        switch_on("pas-de-calais")
        client = GuardedClient(PDC_HOST)
        refused(client, client.get(START), 503, "ProConnect ne répond pas")


def test_one_visitor_does_not_leave_without_end(provider, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "3/m/ip"}
    client = GuardedClient(PDC_HOST)
    assert [client.get(START).status_code for _ in range(4)] == [302, 302, 302, 429]


def test_windows_that_never_come_back_do_not_fill_a_session(provider):
    client = GuardedClient(PDC_HOST)
    first = leave(client)
    for _ in range(6):
        last = leave(client)
    assert len([key for key, _ in client.session.items() if key.startswith("_state_")]) == 4
    assert client.get(first).status_code == 400
    assert client.get(last).status_code == 302


def test_the_log_says_what_went_wrong_and_of_nobody(provider, caplog):
    provider.spoil["userinfo"] = changed(sub="gael-chez-un-autre")
    come_in()
    client = GuardedClient(PDC_HOST)
    client.get(f"{BACK}?error=diane%40demo.example")
    said = caplog.text
    assert "ProConnect: InvalidClaimError sub" in said
    assert "gael" not in said and "diane" not in said and openid.SECRET not in said
