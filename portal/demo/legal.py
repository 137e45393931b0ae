"""Completes the legal pack of a demonstration tenant; what its staff have written since is kept."""

import datetime

from django.utils import timezone

from home.legal.models import AccessibilityAction, AccessibilityComplaint, AccessibilityScheme, LegalIdentity
from portal.demo.content.legal import COMMITMENTS, COMPLAINTS, EXAMPLES, IDENTITIES, PLANS
from portal.design.typography import french
from portal.tenancy.models import Tenant

AS_IS = {"siret", "dpo_contact"}
HOUR = datetime.time(10)


def load_legal(tenant: Tenant, today: datetime.date) -> None:
    """Write identity, scheme and complaints of ``tenant``; inside its context."""
    identity, _ = LegalIdentity.objects.get_or_create(tenant=tenant)
    if identity.missing:
        for name, value in IDENTITIES[tenant.slug].items():
            setattr(identity, name, value if name in AS_IS else french(value))
        identity.examples = EXAMPLES
        identity.full_clean()
        identity.save()
    if not AccessibilityScheme.objects.current(today).exists():
        _write_a_scheme(today.year)
    for complaint in COMPLAINTS.get(tenant.slug, []):
        _write_a_complaint(today, complaint)


def _write_a_scheme(year: int) -> None:
    scheme = AccessibilityScheme.objects.create(
        starts_on=datetime.date(year, 1, 1), ends_on=datetime.date(year + 2, 12, 31), commitments=french(COMMITMENTS)
    )
    for later, action, state in PLANS:
        AccessibilityAction.objects.create(scheme=scheme, year=year + later, action=action, state=state)


def _write_a_complaint(today: datetime.date, complaint: tuple) -> None:
    ago, page, difficulty, email, answered_after, answer = complaint
    received_at = timezone.make_aware(datetime.datetime.combine(today - datetime.timedelta(days=ago), HOUR))
    answered_at = None if answered_after is None else received_at + datetime.timedelta(days=answered_after)
    AccessibilityComplaint.objects.get_or_create(
        email=email, page=page,
        defaults={
            "difficulty": difficulty, "received_at": received_at, "answer": answer, "answered_at": answered_at,
        },
    )  # fmt: skip
