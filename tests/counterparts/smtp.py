"""A real mail server (aiosmtpd): TLS with a certificate of the test's authority, a login, refusals by address."""

import ssl
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.counterparts import free_port
from tests.counterparts.certificates import Authority

USER, PASSWORD = "portail", "un mot de passe"


@dataclass
class Received:
    sender: str
    recipients: list[str]
    message: EmailMessage
    is_encrypted: bool
    user: bytes


class _Handler:
    def __init__(self, server: "MailServer"):
        self.server = server

    async def handle_RCPT(self, server, session, envelope, address, options):
        if said := self.server.refusals.get(address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=default)
        user = session.auth_data.login if session.auth_data else b""
        self.server.received.append(
            Received(envelope.mail_from, envelope.rcpt_tos, message, session.ssl is not None, user)
        )
        return "250 kept"


@dataclass
class MailServer:
    """``refusals``: what it says to a recipient instead of taking them; ``received``: what it took."""

    folder: Path
    name: str = "localhost"
    from_the_first_byte: bool = False
    refusals: dict[str, str] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)

    def __post_init__(self):
        self.authority, self.port = Authority(self.folder), free_port()
        chain, key = self.authority.sign(self.name, into=self.folder / "tls")
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(chain, key)
        tls = (
            {"ssl_context": context} if self.from_the_first_byte else {"tls_context": context, "require_starttls": True}
        )
        self.controller = Controller(
            _Handler(self), hostname="127.0.0.1", port=self.port, authenticator=self._knows, auth_required=True,
            auth_require_tls=not self.from_the_first_byte, **tls,
        )  # fmt: skip

    def _knows(self, server, session, envelope, mechanism, data) -> AuthResult:
        known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known, handled=False, auth_data=data)

    def start(self) -> "MailServer":
        self.controller.start()
        return self

    def stop(self) -> None:
        self.controller.stop()

    def transport(self, **other) -> dict:
        """What production writes in settings.MAILERS["transport"] of EMAIL_HOST and its like."""
        options = {
            "host": "localhost", "port": self.port, "username": USER, "password": PASSWORD,
            "use_tls": not self.from_the_first_byte, "use_ssl": self.from_the_first_byte,
            "ca_file": str(self.authority.path), "timeout": 20,
        }  # fmt: skip
        return {"BACKEND": "portal.notifications.smtp.EmailBackend", "OPTIONS": options | other}
