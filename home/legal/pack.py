"""Whether the legal pack of a tenant is whole: what it may not open without, said once, in words."""

import contextlib
import datetime
from collections.abc import Iterator
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from home.legal.conformity import Audited, state_of
from home.legal.models import AccessibilityScheme, LegalIdentity
from home.legal.models.accessibility import AUDITS
from home.legal.models.identity import PUBLISHER, PUBLISHER_FIELDS
from portal.design.templatetags.design import spoken_list
from portal.design.typography import french
from portal.tenancy.facts import facts_of
from portal.tenancy.models import Tenant

NO_SCHEME = "un schéma pluriannuel d’accessibilité pour aujourd’hui"
SCREEN = "Mentions et accessibilité"
MEANWHILE = "Les mentions de ce portail changeaient au même moment : enregistrez de nouveau."
TRIGGER = "legal_opens_with_its_pack"
"""What holds it in the database, whoever asks."""


class NotWholeError(ValidationError):
    """The pack is not whole; the message says what is missing, in French."""


def identity_of(tenant: Tenant) -> LegalIdentity:
    """Return what ``tenant`` says of itself: nothing, for one that no migration met yet."""
    return LegalIdentity.objects.filter(tenant=tenant).first() or LegalIdentity(tenant=tenant)


def what_is_missing(tenant: Tenant) -> list[str]:
    """Return, in words, each thing that ``tenant`` may not open without. Asked as the platform, or as the tenant."""
    missing = [words for _, words in identity_of(tenant).missing]
    has_scheme = AccessibilityScheme.objects.filter(tenant=tenant).current().exists()
    return missing if has_scheme else [*missing, NO_SCHEME]


def refuse_unless_whole(tenant: Tenant) -> None:
    """Raise NotWholeError, with what is missing, unless ``tenant`` may open."""
    if missing := what_is_missing(tenant):
        raise NotWholeError(
            french(
                f"Ce portail ne peut pas encore ouvrir. Il manque : {spoken_list(missing)}. "
                f"Son administration les complète par « {SCREEN} »."
            )
        )


@contextlib.contextmanager
def refused_in_words(tenant: Tenant) -> Iterator[None]:
    """Save ``tenant`` inside the block. Raises NotWholeError where the database refuses to open it: somebody has taken
    something back since its pack was checked.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if TRIGGER not in (error.__cause__.diag.context or ""):
            raise
        tenant.refresh_from_db()
        refuse_unless_whole(tenant)
        raise NotWholeError(MEANWHILE) from error


def accessibility_of(tenant: Tenant) -> str:
    """Return « non conforme », « partiellement conforme » or « totalement conforme », for today.

    The audits are remembered until something changes; what they say is asked each time, for a day ends them too.
    """
    return state_of(audits_of(tenant), timezone.localdate())


def audits_of(tenant: Tenant) -> list[Audited]:
    return [
        Audited(
            key=row["pk"],
            date=datetime.date.fromisoformat(row["date"]),
            rate=Decimal(str(row["rate"])),
            withdrawn_on=row["withdrawn_on"] and datetime.date.fromisoformat(row["withdrawn_on"]),
        )
        for row in facts_of(tenant, AUDITS)
    ]


def known_for_true(tenant: Tenant) -> dict[str, str]:
    """Return what the notice says of who publishes this portal, but for what it gives as an example."""
    for row in facts_of(tenant, PUBLISHER):
        return {name: row[name] for name in PUBLISHER_FIELDS if name not in row["examples"]}
    return {}
