"""What happens to a message written through the contact form."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import timezone

from home.models import ContactMessage
from portal.database import context
from portal.tenancy.models import Role, Tenant


@transaction.atomic
def send_contact_message(message: ContactMessage) -> None:
    """Keep the message, and hand it to the worker once it is safely stored."""
    message.save()
    transaction.on_commit(lambda: deliver.enqueue(message.tenant_id, message.pk))


@task
def deliver(tenant_id: int, message_id: int) -> None:
    """Mail a stored message to whom it is for, and purge those whose time is over.

    Safe to run twice: a message goes out once.
    """
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(pk=tenant_id)
    with context.use(tenant.context), transaction.atomic():
        ContactMessage.objects.expired().delete()
        message = ContactMessage.objects.select_for_update(of=("self",)).filter(pk=message_id, sent_at=None).first()
        recipients = message and recipients_of(message, tenant)
        if not recipients:
            return
        EmailMessage(
            subject=f"[Logement d’abord] Message de {message.name}".replace("\n", " "),
            body=render_to_string("home/emails/contact.txt", {"message": message, "tenant": tenant}),
            from_email=settings.DEFAULT_FROM_EMAIL,
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
