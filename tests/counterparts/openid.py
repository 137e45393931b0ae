"""A provider of identities that speaks OpenID Connect as ProConnect does: Authlib's server, on a port of this machine.

As strict as ProConnect is documented to be: exact addresses of return, a state and a nonce of 32 characters, no other
parameter than those listed, codes that serve once, userinfo as a signed JWT, an address to be signed out at which asks
for the ID token. The person is whoever ``person`` says; ``spoil`` makes one answer wrong, as an attacker would.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from authlib.common.security import generate_token
from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc6749.errors import AccessDeniedError, OAuth2Error
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin, UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, redirect, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "portail", "un-secret-partage-avec-le-portail"
LISTED = {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "claims", "prompt", "idp_hint"}
PKCE = {"code_challenge", "code_challenge_method"}
DIANE = {"sub": "diane-chez-son-employeur", "email": "Diane@demo.example", "given_name": "Diane", "usual_name": "D.",
         "uid": "d1", "siret": "21620193200010"}  # fmt: skip


class _Client(ClientMixin):
    def __init__(self, provider: "Provider"):
        self.provider = provider

    def get_client_id(self):
        return CLIENT

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri in self.provider.returns

    def check_client_secret(self, client_secret):
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "client_secret_post"

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


class _Code(AuthorizationCodeMixin):
    def __init__(self, code, asked, person):
        payload = asked.payload
        self.code, self.person, self.redirect_uri, self.scope = code, person, payload.redirect_uri, payload.scope
        self.nonce = payload.data.get("nonce")
        self.code_challenge = payload.data.get("code_challenge")
        self.code_challenge_method = payload.data.get("code_challenge_method")

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return int(time.time())

    def get_acr(self):
        return "eidas1"

    def get_amr(self):
        return ["pwd"]


class _Token(dict):
    def is_expired(self):
        return False

    def is_revoked(self):
        return False

    def get_scope(self):
        return self["scope"]


class Provider:
    """``returns``, ``exits``: declared for the portal. ``asked``: the questions it got; ``ended``: who signed out."""

    def __init__(self, port: int, *, takes_pkce: bool = False):
        self.port, self.issuer = port, f"http://127.0.0.1:{port}/api/v2"
        self.declared = {"issuer": self.issuer, "client_id": CLIENT, "client_secret": SECRET, "sends_pkce": takes_pkce}
        self.returns: list[str] = []
        self.exits: list[str] = []
        self.begin_again()
        self.listed = LISTED | (PKCE if takes_pkce else set())
        self.kid = generate_token(8)
        self.key = RSAKey.generate_key(2048, {"kid": self.kid, "use": "sig"}, auto_kid=False)
        self.forged = RSAKey.generate_key(2048, {"kid": self.kid}, auto_kid=False)
        self.codes, self.tokens = {}, {}
        self.app = _app(self)

    def begin_again(self) -> None:
        self.person: dict | None = dict(DIANE)
        self.spoil: dict[str, Callable] = {}
        self.asked: list[dict] = []
        self.ended: list[str] = []

    def keep(self, token: dict, asked) -> None:
        self.tokens[token["access_token"]] = (_Token(token), asked.user)

    def sign(self, what: str, claims: dict) -> str:
        """Return a JWT, unless ``spoil[what]`` makes something else of its claims."""
        made = self.spoil.get(what, lambda claims: claims)(claims)
        if isinstance(made, str):
            return made
        return jwt.encode({"alg": "RS256", "kid": self.kid}, made, self.key)


def _app(provider: Provider) -> Flask:
    app = Flask("openid")
    server = AuthorizationServer(app, lambda client_id: _Client(provider) if client_id == CLIENT else None)
    server.save_token = provider.keep

    class CodeGrant(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post"]

        def save_authorization_code(self, code, asked):
            provider.codes[code] = _Code(code, asked, asked.user)

        def query_authorization_code(self, code, client):
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code):
            provider.codes.pop(authorization_code.code)

        def authenticate_user(self, authorization_code):
            return authorization_code.person

    class Signed(OpenIDCode):
        def exists_nonce(self, nonce, asked):
            return False

        def encode_id_token(self, token, asked):
            now = int(time.time())
            claims = {"iss": provider.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "sub": asked.user["sub"]}
            return provider.sign("id_token", claims | self.get_authorization_code_claims(asked.authorization_code))

    class Validator(BearerTokenValidator):
        def authenticate_token(self, token_string):
            return provider.tokens.get(token_string, (None,))[0]

    server.register_grant(CodeGrant, [Signed(require_nonce=True), CodeChallenge(required=False)])
    guard = ResourceProtector()
    guard.register_token_validator(Validator())
    _addresses(app, provider, server, guard)
    return app


def _addresses(app: Flask, provider: Provider, server: AuthorizationServer, guard: ResourceProtector) -> None:
    @app.get("/api/v2/.well-known/openid-configuration")
    def discovery():
        said = {
            "issuer": provider.issuer, "jwks_uri": f"{provider.issuer}/jwks",
            "authorization_endpoint": f"{provider.issuer}/authorize", "token_endpoint": f"{provider.issuer}/token",
            "userinfo_endpoint": f"{provider.issuer}/userinfo",
            "end_session_endpoint": f"{provider.issuer}/session/end",
            "id_token_signing_alg_values_supported": ["HS256", "RS256", "none"],
            "code_challenge_methods_supported": ["S256"],
        }  # fmt: skip
        return provider.spoil.get("discovery", lambda said: said)(said)

    @app.get("/api/v2/jwks")
    def jwks():
        return KeySet([provider.key]).as_dict(private=False)

    @app.get("/api/v2/authorize")
    def authorize():
        asked = request.args.to_dict()
        provider.asked.append(asked)
        if asked.keys() - provider.listed or min(len(asked.get(name, "")) for name in ("state", "nonce")) < 32:
            return Response("Y000400", status=400)
        try:
            grant = server.get_consent_grant(end_user=provider.person)
        except OAuth2Error as error:
            return Response(error.error, status=400)
        if provider.person is None:
            raise_back = AccessDeniedError(state=asked["state"], redirect_uri=grant.request.payload.redirect_uri)
            return server.handle_error_response(grant.request, raise_back)
        return server.create_authorization_response(grant=grant, grant_user=provider.person)

    @app.post("/api/v2/token")
    def token():
        return provider.spoil.get("token", server.create_token_response)()

    @app.get("/api/v2/userinfo")
    def userinfo():
        with guard.acquire() as found:
            _, person = provider.tokens[found["access_token"]]
        now = int(time.time())
        claims = UserInfo(person) | {"iss": provider.issuer, "aud": CLIENT, "iat": now, "exp": now + 60}
        kind = provider.spoil.get("userinfo_type", lambda: "application/jwt")()
        return Response(provider.sign("userinfo", claims), content_type=kind)

    @app.get("/api/v2/session/end")
    def end():
        asked = request.args
        jwt.decode(asked["id_token_hint"], provider.key)
        if asked["post_logout_redirect_uri"] not in provider.exits or len(asked["state"]) < 32:
            return Response("Y000400", status=400)
        # As there: by the identity provider of the person, which is another origin.
        return redirect(f"http://localhost:{provider.port}/employeur/sortie?{urlencode(asked)}", 303)

    @app.get("/employeur/sortie")
    def employer():
        provider.ended.append(request.args["state"])
        return redirect(
            f"{request.args['post_logout_redirect_uri']}?{urlencode({'state': request.args['state']})}", 303
        )


@contextmanager
def running(port: int = 0, **how) -> Iterator[Provider]:
    """Run one until the end of the block, on ``port`` or a free one."""
    provider = None

    def app(environ, start_response):
        return provider.app(environ, start_response)

    server = make_server("127.0.0.1", port, app, threaded=True)
    provider = Provider(server.server_port, **how)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
