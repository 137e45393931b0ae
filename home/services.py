"""What happens to a message written through the contact form."""

from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import timezone

from home.models import ContactMessage
from portal.tenancy.models import Role, Tenant


@transaction.atomic
def send_contact_message(message: ContactMessage) -> None:
    """Keep the message, and hand it to the worker: both or neither."""
    message.save()
    deliver.enqueue(message.pk)


@task
def deliver(message_id: int) -> None:
    """Mail a stored message to whom it is for. Safe to run twice: a message goes out once."""
    with transaction.atomic():
        messages = ContactMessage.objects.select_for_update(of=("self",)).select_related("tenant", "platform")
        message = messages.filter(pk=message_id, sent_at=None).first()
        recipients = message and recipients_of(message, message.tenant)
        if not recipients:
            return
        EmailMessage(
            subject=f"Message de {message.name}".replace("\n", " "),
            body=render_to_string("home/emails/contact.txt", {"message": message, "tenant": message.tenant}),
            to=recipients,
            reply_to=[message.email],
        ).send()
        message.sent_at = timezone.now()
        message.save(update_fields=["sent_at"])


def recipients_of(message: ContactMessage, tenant: Tenant) -> list[str]:
    """Return the platform's address, else the tenant's general contact, else its administrators'."""
    if address := (message.platform.email if message.platform else "") or tenant.contact_email:
        return [address]
    administrators = tenant.memberships.active().filter(roles__contains=[Role.ADMINISTRATION])
    return list(administrators.order_by("user__email").values_list("user__email", flat=True))


def deliver_waiting_messages() -> None:
    """Hand the worker again the messages that were not sent: nobody could receive them, or a worker stopped."""
    for pk in ContactMessage.objects.filter(sent_at=None).order_by("created_at").values_list("pk", flat=True):
        deliver.enqueue(pk)


def purge_expired_messages() -> None:
    """Delete the messages whose time is over (KEPT_FOR)."""
    ContactMessage.objects.expired().delete()
