"""How a mail leaves: kept as a row, handed to the transport by a task, tried again, given up, forgotten."""

import datetime
import logging

from django.conf import settings
from django.core.mail import EmailMessage, mailers, make_msgid
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from portal.database import context
from portal.jobs.backends import MissingTenantError
from portal.notifications.bounces import return_address
from portal.notifications.models import Mail, MailAttachment
from portal.notifications.signals import mail_given_up, mail_left
from portal.notifications.smtp import UnreachableAddressError
from portal.tenancy.models import Tenant

logger = logging.getLogger(__name__)
TRANSPORT = "transport"

DELAYS = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440)]
"""How long to wait after each failed attempt; after one more, some two days in all, the mail is given up."""
HANDED_FOR = datetime.timedelta(minutes=15)
"""A mail handed to the worker is handed again when nothing was heard of it since: the worker died."""


class UnsupportedMailError(ValueError):
    """This mail holds something that a row cannot keep."""


@transaction.atomic
def post(message: EmailMessage) -> Mail:
    """Keep the mail in the name of the tenant that asks, and hand it to the worker: both or neither.

    Raises MissingTenantError when no tenant asks, ValueError when a header is not valid, and
    UnsupportedMailError for a body in HTML alone or an alternative that is not HTML.
    """
    tenant = _tenant_that_asks()
    message.subject = _with_prefix(str(message.subject), tenant)
    message.extra_headers.setdefault("Message-ID", make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]))
    message.message()  # a header that is not valid is refused here, to whoever wrote it
    mail = Mail.objects.create(
        tenant=tenant, to=message.to, cc=message.cc, bcc=message.bcc, reply_to=message.reply_to,
        subject=message.subject, text=message.body, html=_html_of(message), headers=message.extra_headers,
        next_attempt_at=timezone.now() + HANDED_FOR,
    )  # fmt: skip
    _attach(mail, message)
    deliver.enqueue(mail.pk)
    return mail


@task
def deliver(mail_id: int) -> None:
    """Hand a mail to the transport. The row stays locked meanwhile: a second worker leaves it alone.

    A failure is kept in the row and tried again later. A machine that stops between the transport's answer and
    the end of the transaction sends twice, with the same Message-ID.
    """
    with transaction.atomic():
        waiting = Mail.objects.waiting().select_related("tenant")
        mail = waiting.select_for_update(of=("self",), skip_locked=True).filter(pk=mail_id).first()
        if mail is None:
            return
        error = _try(mail)
        mail.save()
        if mail.sent_at and not settings.DEMO:
            mail.erase()
        if mail.sent_at:
            _tell(mail_left, mail)
        elif mail.is_abandoned:
            _tell(mail_given_up, mail, error=error)


def _try(mail: Mail) -> Exception | None:
    """Hand the mail to the transport, and note in the row what came of it; return what went wrong."""
    mail.attempts += 1
    try:
        mailers[TRANSPORT].send_messages([mail.as_message(return_address(mail))])
    except Exception as error:
        # Not what the server said: it repeats addresses, and logs hold none. The row has it, for the administration.
        logger.error("Mail %s did not leave, attempt %s: %s.", mail.pk, mail.attempts, type(error).__name__)
        mail.last_error = f"{type(error).__name__}: {error}"
        is_hopeless = isinstance(error, UnreachableAddressError)
        mail.next_attempt_at = None if is_hopeless else _next_attempt(mail.attempts)
        return error
    mail.sent_at, mail.next_attempt_at, mail.last_error = timezone.now(), None, ""
    return None


def _tell(signal, mail: Mail, **more) -> None:
    """Tell those who listen. What they fail to do must not undo that the mail has left: it would leave again."""
    try:
        with transaction.atomic():
            signal.send(Mail, mail=mail, **more)
    except Exception:
        logger.exception("What followed mail %s failed.", mail.pk)


def retry() -> None:
    """Hand again the mails of the tenant that asks whose next attempt has come."""
    _hand_again(Mail.objects.due(timezone.now()))


def revive_abandoned() -> int:
    """Begin again with the mails of the tenant that asks that were given up: the mail server is mended."""
    return _hand_again(Mail.objects.abandoned(), attempts=0)


def revive(mail: Mail) -> bool:
    """Begin again with one mail of the tenant that asks; say whether there was anything to try again."""
    return bool(_hand_again(Mail.objects.abandoned().filter(pk=mail.pk), attempts=0))


@transaction.atomic
def _hand_again(mails, **changes) -> int:
    chosen = list(mails.select_for_update(skip_locked=True).order_by("created_at").values_list("pk", flat=True))
    Mail.objects.filter(pk__in=chosen).update(next_attempt_at=timezone.now() + HANDED_FOR, **changes)
    for pk in chosen:
        deliver.enqueue(pk)
    return len(chosen)


def purge() -> None:
    """Delete the mails of the tenant that asks whose time is over (KEPT_FOR)."""
    Mail.objects.expired(timezone.now()).delete()


def _tenant_that_asks() -> Tenant:
    asking = context.current_tenant_id()
    if asking is None:
        raise MissingTenantError("A mail leaves in a tenant's name, and no tenant asks.")
    with context.use(context.PLATFORM):
        return Tenant.objects.get(pk=asking)


def _with_prefix(subject: str, tenant: Tenant) -> str:
    prefix = f"[{tenant.short_name}] "
    return subject if subject.startswith(prefix) else prefix + subject


def _html_of(message: EmailMessage) -> str:
    alternatives = getattr(message, "alternatives", [])
    if message.content_subtype != "plain" or any(kind != "text/html" for _, kind in alternatives):
        raise UnsupportedMailError("A mail has a text, and at most one alternative, in HTML.")
    return alternatives[0][0] if alternatives else ""


def _attach(mail: Mail, message: EmailMessage) -> None:
    for attachment in message.attachments:
        if not isinstance(attachment, tuple):
            raise UnsupportedMailError("Attach a file by its name, content and type.")
        name, content, kind = attachment
        content = content.encode() if isinstance(content, str) else content
        MailAttachment.objects.create(
            tenant=mail.tenant, mail=mail, name=name or "", content=content, content_type=kind or ""
        )


def _next_attempt(attempts: int) -> datetime.datetime | None:
    return timezone.now() + DELAYS[attempts - 1] if attempts <= len(DELAYS) else None
