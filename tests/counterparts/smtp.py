"""A real mail server (aiosmtpd): TLS with a certificate of the test's authority, a login, refusals by address.

``python -m tests.counterparts.smtp`` is the server itself, a process apart; it tells what it took in files.
"""

import base64
import json
import ssl
import sys
import threading
import uuid
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.counterparts import Running, answers, free_port
from tests.counterparts.certificates import Authority

ROOT = Path(__file__).parents[2]
USER, PASSWORD = "portail", "un mot de passe"


@dataclass
class Received:
    sender: str
    recipients: list[str]
    message: EmailMessage
    is_encrypted: bool
    user: str


@dataclass
class MailServer:
    """``from_the_first_byte``: TLS at once, else STARTTLS."""

    folder: Path
    from_the_first_byte: bool = False
    port: int = field(default_factory=free_port)

    def __post_init__(self):
        self.authority = Authority(self.folder)
        self.authority.sign("localhost", into=self.folder)
        self.refuse({})
        way = "tls" if self.from_the_first_byte else "starttls"
        command = [sys.executable, "-W", "ignore", "-m", "tests.counterparts.smtp", self.folder, self.port, way]
        self.running = Running(command, self.folder / "smtp.log", cwd=ROOT)

    def start(self) -> "MailServer":
        self.running.start(lambda: answers(self.port))
        return self

    def stop(self) -> None:
        self.running.stop()

    def refuse(self, refusals: dict[str, str]) -> None:
        """Say this to these recipients from now on, instead of taking their mail."""
        (self.folder / "refusals.json").write_text(json.dumps(refusals))

    @property
    def received(self) -> list[Received]:
        told = [json.loads(path.read_text()) for path in self.folder.glob("*.mail")]
        return [
            Received(message=message_from_bytes(base64.b64decode(one.pop("content")), policy=default), **one)
            for one in told
        ]

    def forget(self) -> None:
        for path in self.folder.glob("*.mail"):
            path.unlink()
        self.refuse({})

    def transport(self, **other) -> dict:
        """What production writes in settings.MAILERS["transport"] of EMAIL_HOST and its like."""
        options = {
            "host": "localhost", "port": self.port, "username": USER, "password": PASSWORD,
            "use_tls": not self.from_the_first_byte, "use_ssl": self.from_the_first_byte,
            "ca_file": str(self.authority.path), "timeout": 20,
        }  # fmt: skip
        return {"BACKEND": "portal.notifications.smtp.EmailBackend", "OPTIONS": options | other}


class Handler:
    def __init__(self, folder: Path):
        self.folder = folder

    async def handle_RCPT(self, server, session, envelope, address, options):
        if said := json.loads((self.folder / "refusals.json").read_text()).get(address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        told = {
            "sender": envelope.mail_from, "recipients": envelope.rcpt_tos,
            "content": base64.b64encode(envelope.content).decode(),
            "is_encrypted": session.ssl is not None or server.transport.get_extra_info("ssl_object") is not None,
            "user": session.auth_data.login.decode() if session.auth_data else "",
        }  # fmt: skip
        path = self.folder / f"{uuid.uuid4()}.part"
        path.write_text(json.dumps(told))
        path.rename(path.with_suffix(".mail"))
        return "250 kept"


def knows(server, session, envelope, mechanism, data) -> AuthResult:
    is_known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_known, handled=False, auth_data=data)


def serve(folder: Path, port: int, way: str) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "fullchain.pem", folder / "privkey.pem")
    later = {"tls_context": context, "require_starttls": True, "auth_require_tls": True}
    at_once = {"ssl_context": context, "auth_require_tls": False}
    controller = Controller(
        Handler(folder), hostname="127.0.0.1", port=port, authenticator=knows, auth_required=True,
        **(at_once if way == "tls" else later),
    )  # fmt: skip
    controller.start()
    threading.Event().wait()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
