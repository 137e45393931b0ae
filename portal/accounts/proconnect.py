"""What we say to ProConnect, and what we believe of its answers: an OpenID provider, spoken to by Authlib.

Of the person, only what says which account is theirs: the issuer, its name for them (``sub``), their address. Tokens
are not kept, but for the ID token, in the session alone: signing out at ProConnect asks for it.

Rules of ProConnect that shape this: state and nonce of 32 characters or more; userinfo as a signed JWT; « sub » is one
for each identity provider that a person uses; a parameter that its documentation does not list is refused (Y000400),
so PKCE is sent only where the operator says that it is taken.
(partenaires.proconnect.gouv.fr/docs/fournisseur-service/implementation_technique)
"""

import functools
import logging
import time
from dataclasses import dataclass

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App, OAuthError
from authlib.oauth2.claims import JWTClaims
from django.conf import settings
from django.http import HttpResponseRedirect
from joserfc.errors import JoseError
from requests import RequestException

from portal.settings.proconnect import is_guarded

logger = logging.getLogger(__name__)

NAME = "proconnect"
SCOPE = "openid given_name usual_name email uid siret"
ALGORITHMS = ["RS256", "ES256"]  # of what we are declared with; never « none », never a shared secret
TIMEOUT = 5  # seconds, for each question
LEEWAY = 30  # seconds by which two clocks may differ
METADATA_FOR = 60 * 60  # seconds
STATE_LENGTH = 64  # characters; ProConnect asks for 32 or more
MOST_WAITING = 4  # windows of one browser that left and are not back: a session does not grow without end
ENDPOINTS = (
    "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint",
)  # fmt: skip
LONGEST_SUBJECT = 255  # characters (OpenID Connect Core, 2)
SESSION_KEY = "proconnect_id_token"
UNDERSTOOD = (AuthlibBaseError, JoseError, RequestException, ValueError, LookupError, TypeError, AttributeError)
"""What talking to ProConnect raises: silence, a refusal, an answer that is not believed or makes no sense."""


@dataclass(frozen=True)
class Identity:
    """Whom ProConnect vouches for."""

    issuer: str
    subject: str
    email: str
    id_token: str


class NotBelievedError(OAuthError):
    """ProConnect, or whoever speaks in its name, says something that does not hold together."""

    error = "not_believed"


class ProConnect(DjangoOAuth2App):
    """Authlib's client, held to one issuer, to signatures, and to a signed userinfo."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, *, sends_pkce: bool):
        how = {"scope": SCOPE, "default_timeout": TIMEOUT, "token_endpoint_auth_method": "client_secret_post"}
        if sends_pkce:
            how["code_challenge_method"] = "S256"
        super().__init__(
            DjangoIntegration(NAME), NAME, client_id=client_id, client_secret=client_secret, client_kwargs=how,
            server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        )  # fmt: skip
        self.issuer = issuer

    def load_server_metadata(self) -> dict:
        """Return what ProConnect says of itself, asked again each hour. Raises NotBelievedError for what is unsafe."""
        if time.time() - self.server_metadata.get("_loaded_at", 0) > METADATA_FOR:
            for old in ("_loaded_at", "jwks"):
                self.server_metadata.pop(old, None)
        said = super().load_server_metadata()
        if why := self._why_not(said):
            said.pop("_loaded_at")  # asked again the next time
            raise NotBelievedError(description=why)
        said["id_token_signing_alg_values_supported"] = ALGORITHMS
        return said

    def _why_not(self, said: dict) -> str:
        if said.get("issuer") != self.issuer:
            return "It announces another issuer than PROCONNECT_ISSUER."
        if not all(is_guarded(str(said.get(name))) for name in ENDPOINTS):
            return "An address that it announces is missing, or not guarded by TLS."
        return ""

    def leave_for(self, request, callback: str, **kept) -> HttpResponseRedirect:
        """Send the browser to ProConnect; ``kept`` is found again at its return."""
        waiting = [key for key, _ in request.session.items() if key.startswith(f"_state_{NAME}_")]
        for key in waiting[: -MOST_WAITING + 1]:
            del request.session[key]
        drawn = {"state": generate_token(STATE_LENGTH), "nonce": generate_token(STATE_LENGTH)}
        asked = self.create_authorization_url(callback, **drawn)
        self.save_authorize_data(request, redirect_uri=callback, **kept, **asked)
        return HttpResponseRedirect(asked["url"])

    def kept_for(self, request) -> dict:
        """Return what this browser left with, or nothing: it did not leave, or came back already."""
        return self.framework.get_state_data(request.session, request.GET.get("state")) or {}

    def identify(self, request) -> Identity:
        """Return who came back. Raises one of UNDERSTOOD."""
        token = self.authorize_access_token(request, claims_options=self._claims(), leeway=LEEWAY)
        if "userinfo" not in token:
            raise NotBelievedError(description="It gave no ID token.")
        subject = token["userinfo"]["sub"]
        if not isinstance(subject, str) or len(subject) > LONGEST_SUBJECT:
            raise NotBelievedError(description="Its name for this person is none.")
        told = self._userinfo(token, subject)
        email = "" if told.get("email_verified") is False else str(told.get("email") or "").strip()
        return Identity(self.issuer, subject, email, token["id_token"])

    def _userinfo(self, token: dict, subject: str) -> dict:
        answer = self.get(self.load_server_metadata()["userinfo_endpoint"], token=token)
        answer.raise_for_status()
        if answer.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/jwt":
            raise NotBelievedError(description="Its userinfo is not signed.")
        asked = self._claims() | {"sub": {"essential": True, "value": subject}}
        signed = {"id_token": answer.text.strip()}
        return self.parse_id_token(signed, nonce=None, claims_options=asked, claims_cls=JWTClaims, leeway=LEEWAY)

    def _claims(self) -> dict:
        return {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
            "sub": {"essential": True},
        }

    def way_out(self, request, id_token: str, back: str) -> str:
        """Return where a browser goes to be signed out at ProConnect too, and then to ``back``."""
        out = self.create_logout_url(back, id_token, state=generate_token(STATE_LENGTH))
        self.framework.set_state_data(request.session, out["state"], {})
        return out["url"]

    def is_back(self, request) -> bool:
        """Say whether this browser went out by ``way_out``; true once."""
        state = request.GET.get("state")
        was_out = self.framework.get_state_data(request.session, state) is not None
        self.framework.clear_state_data(request.session, state)
        return was_out


@functools.cache
def _client(**declared) -> ProConnect:
    return ProConnect(**declared)


def client() -> ProConnect:
    """Return the one client of this process; settings.PROCONNECT is given."""
    return _client(**settings.PROCONNECT)


def note(error: Exception) -> None:
    """Write down what went wrong, without what was said: the answers of ProConnect name people."""
    said = str(getattr(error, "claim", "") or getattr(error, "error", ""))
    if isinstance(error, NotBelievedError):
        said = error.description
    elif not said.isidentifier():  # it came by the address, from anybody
        said = ""
    logger.warning("ProConnect: %s %s", type(error).__name__, said[:80])
