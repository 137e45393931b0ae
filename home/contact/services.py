"""What happens to a message written through the contact form."""

from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from home.contact import letters
from home.models import ContactMessage, ContactPolicy, ContactRoute
from home.models.contact import MONTH
from portal.notifications.models import Mail
from portal.notifications.smtp import UnreachableAddressError
from portal.tenancy.models import Role, Tenant
from portal.tenancy.throttle import used_up

ACKNOWLEDGED = 3
DAY = 24 * 60 * 60  # seconds
"""How many acknowledgements an address is sent in a day, whoever writes it in the form: it may not be theirs."""

NOBODY = "Personne ne peut le recevoir : ni plateforme, ni contact général, ni administration n’a de courriel."


@transaction.atomic
def send_contact_message(message: ContactMessage) -> None:
    """Keep the message, hand it to the worker and tell its writer: all, or nothing."""
    message.save()
    deliver.enqueue(message.pk)
    if not used_up(message.email.casefold(), "contact-acknowledged", limit=ACKNOWLEDGED, window=DAY):
        letters.acknowledgement(message, ContactPolicy.current()).send()


@task
def deliver(message_id: int) -> None:
    """Mail a stored message to whom it is for. Safe to run twice: a message goes out once."""
    with transaction.atomic():
        messages = ContactMessage.objects.select_for_update(of=("self",)).select_related("tenant", "platform")
        message = messages.waiting().filter(pk=message_id).first()
        if message is None:
            return
        recipients = recipients_of(message, message.tenant)
        if not recipients:
            ContactMessage.objects.filter(pk=message.pk).update(failure=NOBODY)
            return
        message.failure = message.failure if message.refused else ""
        letter = letters.forwarded(message, ContactPolicy.current(), to=recipients)
        message.sent_to, message.mail_key = recipients, key_of(letter)
        message.save(update_fields=["sent_to", "mail_key", "failure"])
        letter.send()


def key_of(letter: EmailMessage) -> str:
    """Return the letter's Message-ID, by which what becomes of it is known."""
    return letter.extra_headers["Message-ID"]


def recipients_of(message: ContactMessage, tenant: Tenant) -> list[str]:
    """Return who answers this subject, else the platform, else the tenant's general contact, else its administrators.

    An address that the mail server cannot write to is passed over.
    """
    route = ContactRoute.objects.filter(subject=message.subject).first()
    wanted = [route.email if route else "", message.platform.email if message.platform else "", tenant.contact_email]
    for address in wanted:
        if address and address not in message.refused:
            return [address]
    administrators = tenant.memberships.active().filter(roles__contains=[Role.ADMINISTRATION])
    emails = administrators.order_by("user__email").values_list("user__email", flat=True)
    return [email for email in emails if email not in message.refused]


def note_that_it_left(mail: Mail) -> None:
    """The mail server took the mail that carries a message."""
    carried(mail).update(state=ContactMessage.State.SENT, sent_at=timezone.now())


def note_that_it_failed(mail: Mail, error: Exception) -> None:
    """A mail was given up. A server without SMTPUTF8 will never take it: the message goes to the next who may."""
    message = carried(mail).select_for_update(of=("self",)).first()
    if message is None:
        if letters.is_acknowledgement(mail.headers):
            mail.delete()  # a visitor's address that does not exist: nobody here can mend it
        return
    message.state, message.settled_at = ContactMessage.State.FAILED, None
    message.failure = str(error)
    if isinstance(error, UnreachableAddressError):
        message.refused = [*message.refused, *mail.to]
        if recipients_of(message, message.tenant):
            mail.delete()  # tried again from the list of mails, it would say the same thing twice
            message.state, message.mail_key = ContactMessage.State.WAITING, ""
    message.save()
    if message.state == ContactMessage.State.WAITING:
        deliver.enqueue(message.pk)


def carried(mail: Mail):
    """Return the message that this mail carries, if it carries one."""
    key = mail.headers.get("Message-ID", "")
    return ContactMessage.objects.filter(mail_key=key) if key else ContactMessage.objects.none()


@transaction.atomic
def send_again(message: ContactMessage) -> None:
    """Send a message again, from the first address that may take it: what was wrong is thought to be mended."""
    Mail.objects.abandoned().filter(headers__contains={"Message-ID": message.mail_key}).delete()
    message.state, message.mail_key, message.refused = ContactMessage.State.WAITING, "", []
    message.failure, message.sent_at, message.settled_at = "", None, None
    message.save()
    deliver.enqueue(message.pk)


def settle(message: ContactMessage) -> None:
    """Somebody has seen what went wrong, and did what there was to do."""
    message.settled_at = timezone.now()
    message.save(update_fields=["settled_at"])


def deliver_waiting_messages() -> None:
    """Hand the worker again the messages that were not sent: nobody could receive them, or a worker stopped."""
    for pk in ContactMessage.objects.waiting().order_by("created_at").values_list("pk", flat=True):
        deliver.enqueue(pk)


def purge_expired_messages() -> None:
    """Delete the messages whose time is over, as the tenant's policy says."""
    ContactMessage.objects.expired(ContactPolicy.current().kept_months * MONTH).delete()
