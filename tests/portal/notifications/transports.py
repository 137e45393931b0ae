"""Mail servers for the tests."""

import contextlib
import socketserver
import threading
from dataclasses import dataclass

from django.core.mail.backends.base import BaseEmailBackend


class Slow(BaseEmailBackend):
    """Takes a mail, and says so only when the test lets it."""

    took, may_answer, sent = threading.Event(), threading.Event(), []

    def send_messages(self, messages):
        self.sent.extend(message.to for message in messages)
        self.took.set()
        assert self.may_answer.wait(20)
        return len(messages)


class MailServer(socketserver.ThreadingTCPServer):
    """A real one, on a port of this machine: it announces SMTPUTF8 or not, and keeps what it was given."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, speaks_utf8: bool):
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.speaks_utf8 = speaks_utf8
        self.received: list[Received] = []

    @contextlib.contextmanager
    def running(self):
        thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()
            thread.join()

    @property
    def transport(self) -> dict:
        """What stands in settings.MAILERS["transport"] to leave through it."""
        host, port = self.server_address
        return {"BACKEND": "portal.notifications.smtp.EmailBackend", "OPTIONS": {"host": host, "port": port}}


@dataclass
class Received:
    sender: str
    recipients: list[str]
    options: str
    content: bytes = b""


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 essai")
        mail = None
        while line := self.rfile.readline():
            command = line.decode().strip()
            match command.split(" ")[0].upper():
                case "EHLO":
                    words = ["essai", "8BITMIME"] + (["SMTPUTF8"] if self.server.speaks_utf8 else [])
                    for word in words[:-1]:
                        self._say(f"250-{word}")
                    self._say(f"250 {words[-1]}")
                case "MAIL":
                    address, _, options = command[len("MAIL FROM:<") :].partition(">")
                    mail = Received(address, [], options.strip())
                    self._say("250 ok")
                case "RCPT":
                    self._take(mail, command[len("RCPT TO:<") : -1])
                case "DATA":
                    self._say("354 go on")
                    mail.content = b"".join(iter(self.rfile.readline, b".\r\n"))
                    self.server.received.append(mail)
                    self._say("250 kept")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _take(self, mail: Received, address: str) -> None:
        if address.startswith("inconnue@"):
            return self._say("550 no such mailbox")
        mail.recipients.append(address)
        return self._say("250 ok")

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")
