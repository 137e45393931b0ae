"""Reads the mailbox of bounces (IMAP over TLS): reports of ours are noted and erased, the rest is marked as read."""

import contextlib
import imaplib
import logging
import ssl
from collections.abc import Iterator

from django.conf import settings

from portal.notifications import bounces

logger = logging.getLogger(__name__)
AT_ONCE = 200
"""Messages a run: what is left waits for the next."""
TIMEOUT = 20  # seconds
NOTED, READ = r"(\Seen \Deleted)", r"(\Seen)"


class MailboxError(RuntimeError):
    """The mailbox of bounces is not read: nobody answers, or not in a way that is known."""


def read() -> int:
    """Note the bounces that the mailbox holds; return how many. Raises MailboxError. Without a mailbox, 0."""
    if settings.BOUNCE_MAILBOX is None:
        return 0
    try:
        with _opened(settings.BOUNCE_MAILBOX) as box:
            return _read(box)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxError(f"The mailbox of bounces is not read: {type(error).__name__}.") from None


@contextlib.contextmanager
def _opened(place: dict) -> Iterator[imaplib.IMAP4_SSL]:
    checked = ssl.create_default_context(cafile=place["ca_file"])
    box = imaplib.IMAP4_SSL(place["host"], place["port"], ssl_context=checked, timeout=TIMEOUT)
    try:
        box.login(place["user"], place["password"])
        _done(box.select(f'"{place["folder"]}"'))
        yield box
    finally:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            box.logout()


def _read(box: imaplib.IMAP4_SSL) -> int:
    (found,) = _done(box.uid("SEARCH", "UNSEEN", "UNDELETED"))
    noted = 0
    for uid in (found or b"").split()[:AT_ONCE]:
        answer = _done(box.uid("FETCH", uid, f"(BODY.PEEK[]<0.{bounces.LARGEST}>)"))
        raw = next((piece[1] for piece in answer if isinstance(piece, tuple)), b"")
        is_ours = bounces.note(raw)
        _done(box.uid("STORE", uid, "+FLAGS", NOTED if is_ours else READ))
        noted += is_ours
    if noted:
        _done(box.expunge())
    return noted


def _done(answer: tuple) -> list:
    said, data = answer
    if said != "OK":
        raise imaplib.IMAP4.error("refused")
    return data
