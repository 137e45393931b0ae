"""Opening a portal once its legal pack is whole; and the life of an accessibility complaint."""

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from home.legal.models import AccessibilityComplaint
from home.legal.pack import identity_of, refuse_unless_whole, refused_in_words
from home.legal.subjects import COMPLAINTS, KEEPERS
from portal.design.typography import french
from portal.notifications.notices import notify
from portal.tenancy.cache import refresh
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.services import RefusedError


@transaction.atomic
def open_to_the_public(tenant: Tenant) -> None:
    """Open ``tenant``. Raises NotWholeError, with what is missing, while its legal pack is not whole."""
    if tenant.state == Tenant.State.OPEN:
        return
    refuse_unless_whole(tenant)
    tenant.state = Tenant.State.OPEN
    with refused_in_words(tenant):
        tenant.save(update_fields=["state"])
    refresh(tenant.pk)


@transaction.atomic
def receive(complaint: AccessibilityComplaint) -> None:
    """Keep a complaint, acknowledge it to its sender, and tell those who answer."""
    complaint.save()
    _write("acknowledgement", "Votre signalement est bien reçu", complaint)
    members = Membership.objects.of(complaint.tenant_id).active().with_role(*KEEPERS)
    notify(
        members.select_related("user", "tenant").order_by("user__email"), COMPLAINTS,
        title=f"Signalement d’accessibilité : répondre avant le {complaint.due_on:%d/%m/%Y}",
        url=reverse("accessibilitycomplaint:edit", args=[complaint.pk]),
    )  # fmt: skip


@transaction.atomic
def answer(complaint: AccessibilityComplaint, text: str, *, by) -> AccessibilityComplaint:
    """Keep the answer and mail it to the sender, once. Raises RefusedError when somebody answered already."""
    complaint = AccessibilityComplaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if complaint.answered_at:
        raise RefusedError(french("Quelqu’un a déjà répondu à ce signalement."))
    complaint.answer, complaint.answered_at, complaint.answered_by = text, timezone.now(), by
    complaint.save(update_fields=["answer", "answered_at", "answered_by"])
    _write("answer", "Réponse à votre signalement", complaint)
    return complaint


def purge_expired_complaints() -> None:
    """Delete the complaints of the tenant that asks whose time is over."""
    AccessibilityComplaint.objects.expired().delete()


def _write(letter: str, subject: str, complaint: AccessibilityComplaint) -> None:
    words = {"complaint": complaint, "tenant": complaint.tenant, "identity": identity_of(complaint.tenant)}
    body = render_to_string(f"legal/emails/{letter}.txt", words)
    EmailMessage(subject=subject, body=body, to=[complaint.email]).send()
