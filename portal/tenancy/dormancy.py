"""What a long absence does: a warning, the end of the access, then the account itself is forgotten.

Storage no longer than needed (GDPR, article 5.1.e); the periods are the tenant's, twelve and twenty-four months at
most. Nobody loses an access or an account without a warning WARNED_BEFORE, which any visit makes void. Each step is
taken by a periodic job, and is safe to take twice.
"""

import datetime
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Greatest, TruncDate
from django.template.loader import render_to_string
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.services import anonymise
from portal.database import context
from portal.tenancy.models import EndReason, Membership
from portal.tenancy.services import RefusedError, end_membership

logger = logging.getLogger(__name__)
WARNED_BEFORE = datetime.timedelta(days=30)
MONTH = datetime.timedelta(days=365.25 / 12)
LAST_VISIT = Coalesce("last_seen_on", TruncDate("joined_at"))
BATCH = 200
"""How many people one run of a job deals with: the next run takes the others."""


# The access ------------------------------------------------------------------------------------------------


def warn_the_absent(today: datetime.date) -> int:
    """Write to the asking tenant's members whose access ends in 30 days unless they come; return how many."""
    absent = _absent_members(today + WARNED_BEFORE).filter(warned_on=None)
    return _each(absent, lambda membership: _warn_of_the_end(membership, today))


def end_the_absent(today: datetime.date) -> int:
    """End the access of the members who were warned 30 days ago and did not come; return how many.

    The last administrator stays: somebody has to hold the keys.
    """
    return _each(_absent_members(today).filter(warned_on__lte=today - WARNED_BEFORE), _end)


def _absent_members(on: datetime.date) -> QuerySet[Membership]:
    """Return the active members of the asking tenant whose last visit is older than its period on that day."""
    members = Membership.objects.of(context.current_tenant_id()).active()
    kept_until = _after(LAST_VISIT, F("tenant__dormant_after"))
    return members.annotate(kept_until=kept_until).filter(kept_until__date__lte=on).select_related("user", "tenant")


def _warn_of_the_end(membership: Membership, today: datetime.date) -> None:
    membership.warned_on = today
    membership.save(update_fields=["warned_on"])
    _write(membership, "absence", "Votre accès prend fin bientôt", ends_on=today + WARNED_BEFORE)


def _end(membership: Membership) -> None:
    try:
        end_membership(membership, by=None, reason=EndReason.DORMANT)
    except RefusedError as refusal:
        logger.warning("Membership %s stays: %s", membership.pk, refusal.message)


# The account -----------------------------------------------------------------------------------------------


def warn_of_forgetting(today: datetime.date) -> int:
    """Write to the people without any access whose account is forgotten in 30 days; return how many.

    As the platform: an account is of all tenants. The mail comes from the tenant where they were last.
    """
    due = _forgotten_accounts(today + WARNED_BEFORE).filter(warned_on=None)
    return _each(due, lambda user: _warn_of_forgetting(user, today))


def forget(today: datetime.date) -> int:
    """Forget the people who were warned 30 days ago and did not sign in; return how many."""
    return _each(_forgotten_accounts(today).filter(warned_on__lte=today - WARNED_BEFORE), anonymise)


def _forgotten_accounts(on: datetime.date) -> QuerySet[User]:
    """Return the accounts without access anywhere, unused for longer than each tenant that they knew keeps them."""
    known = Membership.objects.filter(user=OuterRef("pk"))
    last_use = Greatest(LAST_VISIT, TruncDate(Coalesce("user__last_login", "user__date_joined")))
    kept = known.annotate(kept_until=_after(last_use, F("tenant__anonymised_after")))
    kept = kept.filter(Q(ended_at=None) | Q(kept_until__date__gt=on))
    return User.objects.filter(Exists(known), ~Exists(kept), anonymised_at=None, is_superuser=False)


def _warn_of_forgetting(user: User, today: datetime.date) -> None:
    last = user.memberships.select_related("tenant", "user").order_by("-last_seen_on", "-pk").first()
    user.warned_on = today
    user.save(update_fields=["warned_on"])
    with context.use(last.tenant.context):
        _write(last, "forgetting", "Votre compte va être effacé", ends_on=today + WARNED_BEFORE)


# Both ------------------------------------------------------------------------------------------------------


def _each(rows: QuerySet, act) -> int:
    """Do ``act`` to each of these rows, each in its transaction; one that another process holds waits for tomorrow."""
    done = 0
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            row = rows.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
            if row is not None:
                act(row)
                done += 1
    return done


def _write(membership: Membership, template: str, subject: str, *, ends_on: datetime.date) -> None:
    tenant = membership.tenant
    link = tenant.base_url + reverse("account_login", settings.ROOT_URLCONF)
    words = {"user": membership.user, "tenant": tenant, "link": link, "ends_on": ends_on}
    body = render_to_string(f"tenancy/emails/{template}.txt", words)
    EmailMessage(subject=subject, body=body, to=[membership.user.email]).send()


def _after(day, months) -> ExpressionWrapper:
    """Return the moment so many months after a day, both expressions of a query."""
    return ExpressionWrapper(Cast(day, DateTimeField()) + months * Value(MONTH), output_field=DateTimeField())
