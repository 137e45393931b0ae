"""Mails that come back: each leaves from an address of its own, signed, and what returns there tells which one it was.

Nobody makes such an address without the installation's key: a bounce that was invented changes nothing. What is read
are delivery reports (RFC 3464) that say « failed » of one of the mail's recipients; an answer of somebody who is away,
a delay, a letter, are none. Nothing of the report is kept but its code (RFC 3463).
"""

import email
import itertools
import logging
import re
from email.message import Message
from email.policy import compat32

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from portal.database import context
from portal.notifications.models import Mail

logger = logging.getLogger(__name__)
SALT = "notifications.bounces"
SIGNED = 24  # signs: 96 bits
LARGEST = 1024 * 1024  # bytes that are read of a message: the report stands before the mail that it returns
MOST_PARTS = 50
ENOUGH = 3
"""Mails that came back for good since as long as mails are kept: then nothing more is announced to that address."""
RECEIVED_FOR = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


def return_address(mail: Mail) -> str:
    """Return the address that the reports of one mail go to, or "" where the installation has none."""
    if not settings.BOUNCE_ADDRESS:
        return ""
    local, _, domain = settings.BOUNCE_ADDRESS.partition("@")
    return f"{local}+{int_to_base36(mail.pk)}-{_signature(mail.pk, settings.SECRET_KEY)}@{domain}"


def note(raw: bytes, recipient: str = "") -> bool:
    """Read a message that came to the address of bounces; say whether it was the report of a mail of ours.

    ``recipient``: the address that it came to, where the mail server tells it apart. Never raises for what it reads.
    """
    try:
        message = email.message_from_bytes(raw[:LARGEST], policy=compat32)
        pk = _mail_of(" ".join([recipient, *_headers(message)]))
        failed = _failed(message) if pk else []
    except Exception:  # what strangers send breaks a parser in its own ways
        logger.exception("A message to the address of bounces was not understood.")
        return False
    return bool(failed) and _keep(pk, failed)


def unreachable(addresses: list[str] | None = None) -> set[str]:
    """Return the addresses (among these) to which the asking tenant's mails came back for good ENOUGH times."""
    returned = Mail.objects.in_state(Mail.State.RETURNED).filter(bounce_code__startswith="5", to__len=1)
    if addresses is not None:
        returned = returned.filter(to__in=[[address] for address in addresses])
    counted = returned.values("to").annotate(times=Count("pk")).filter(times__gte=ENOUGH)
    return {to[0].casefold() for to in counted.values_list("to", flat=True)}


def _signature(pk: int, key: str) -> str:
    return salted_hmac(SALT, str(pk), secret=key, algorithm="sha256").hexdigest()[:SIGNED]


def _mail_of(addresses: str) -> int | None:
    """Return the mail that one of these addresses is of, if its signature is ours."""
    local, _, domain = settings.BOUNCE_ADDRESS.partition("@")
    if not local:
        return None
    tagged = rf"{re.escape(local)}\+([0-9a-z]{{1,12}})-([0-9a-f]{{{SIGNED}}})@{re.escape(domain)}"
    for found in itertools.islice(re.finditer(tagged, addresses, re.IGNORECASE), 10):
        pk, signature = base36_to_int(found[1].lower()), found[2].lower()
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        if any(constant_time_compare(signature, _signature(pk, key)) for key in keys):
            return pk
    return None


def _headers(message: Message) -> list[str]:
    return [str(value)[:1000] for name in RECEIVED_FOR for value in message.get_all(name, [])[:10]]


def _failed(message: Message) -> list[tuple[str, str]]:
    """Return each address that a report calls failed, with the code."""
    if message.get_content_type() != "multipart/report":
        return []
    found = []
    for part in itertools.islice(message.walk(), MOST_PARTS):
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            for told in part.get_payload()[:MOST_PARTS]:
                if str(told.get("Action", "")).strip().lower() == "failed":
                    code = STATUS.search(str(told.get("Status", "")))
                    for name in ("Original-Recipient", "Final-Recipient"):
                        address = str(told.get(name, "")).partition(";")[2].strip().casefold()
                        found.append((address, code[1] if code else "5.0.0"))
    return found


def _keep(pk: int, failed: list[tuple[str, str]]) -> bool:
    """Note that a mail came back, in its tenant; a report that comes twice changes nothing more."""
    with context.use(context.PLATFORM):
        mail = Mail.objects.select_related("tenant").filter(pk=pk).first()
    if mail is None:
        return False
    recipients = {address.casefold() for address in [*mail.to, *mail.cc, *mail.bcc]}
    # Alone, they may have had it sent on: the report then names an address that we never wrote to.
    codes = [code for address, code in failed if address in recipients or len(recipients) == 1]
    if not codes:
        return False
    with context.use(mail.tenant.context), transaction.atomic():
        Mail.objects.filter(pk=pk, bounced_at=None).update(bounced_at=timezone.now(), bounce_code=codes[0])
    return True
