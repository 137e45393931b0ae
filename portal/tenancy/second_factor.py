"""Whoever may open a back-office has a second factor, at the latest some days after getting the role.

The installation says how many days (SECOND_FACTOR_GRACE_DAYS); a tenant may ask for it sooner, never later.
Operators have the installation's days from the opening of their account.
"""

import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from portal.accounts.devices import end_sessions
from portal.accounts.second_factor import Authenticator, has_second_factor, host_of
from portal.database import context
from portal.design.typography import french
from portal.tenancy.models import Membership, Role, SecondFactorPolicy
from portal.tenancy.services import RefusedError

ANSWERS_WITHOUT = ("/compte/", "/habillage/", "/media/", "/sante/")
"""What is served to whoever has to choose a second factor first: the way to do so, and what draws the page."""

ONE_S_OWN = "Votre propre double authentification se réinitialise par une autre personne de l’administration."
AN_OPERATOR_S_OWN = "Votre propre double authentification se réinitialise par une autre personne de l’exploitation."
NOT_HERE = french("Pour ce compte, la double authentification se réinitialise par l’exploitation de la plateforme.")


def platform_grace() -> datetime.timedelta:
    return datetime.timedelta(days=settings.SECOND_FACTOR_GRACE_DAYS)


def due_at(user, membership: Membership | None) -> datetime.datetime | None:
    """Return the moment from which this person needs a second factor here; None when nothing asks for it."""
    dates = [user.date_joined + platform_grace()] if user.is_superuser else []
    if membership and membership.opens_back_office:
        since = membership.staff_since or membership.joined_at
        dates.append(since + platform_grace())
        if policy := SecondFactorPolicy.objects.filter(tenant=membership.tenant_id).first():
            dates.append(policy.due_at(since))
    return min(dates, default=None)


class SecondFactorMiddleware:
    """Until then, ``request.second_factor_due`` says when, for the banner; after, nothing else is served.

    It is None for whoever has a second factor that works on this host, or needs none.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Without a session nobody is signed in: asking it would keep public answers out of shared caches.
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        request.second_factor_due = _missing_until(request) if has_session else None
        request.second_factor_is_late = bool(request.second_factor_due and request.second_factor_due <= timezone.now())
        if request.second_factor_is_late and not request.path.startswith(ANSWERS_WITHOUT):
            return redirect("mfa_index")
        return self.get_response(request)


def _missing_until(request) -> datetime.datetime | None:
    account = request.account
    due = due_at(account, request.membership) if account.is_authenticated else None
    return due if due and not has_second_factor(account, host_of(request)) else None


# A second factor that was lost -------------------------------------------------------------------------------


def why_not_reset(membership: Membership, *, by) -> str:
    """Return why ``by`` may not take away the second factor of this member; nothing when they may.

    Nobody does it to themselves. Who administers one tenant must not weaken what guards another: an account that
    opens the back-office of another tenant, or the console, is the operator's to reset.
    """
    if membership.user_id == by.pk:
        return ONE_S_OWN
    return NOT_HERE if membership.user.is_superuser or _is_staff_elsewhere(membership) else ""


def _is_staff_elsewhere(membership: Membership) -> bool:
    with context.use(context.PLATFORM):
        others = Membership.objects.filter(user=membership.user_id, ended_at=None).exclude(pk=membership.pk)
        return others.with_role(*Role.staff()).exists()


@transaction.atomic
def reset_for_member(membership: Membership, *, by) -> None:
    """Take away the lost second factor of a member, sign them out everywhere, and tell them.

    Raises RefusedError as why_not_reset() says, and for an access that has ended.
    """
    membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("user", "tenant").get(pk=membership.pk)
    )
    if refusal := why_not_reset(membership, by=by):
        raise RefusedError(refusal)
    if membership.ended_at:
        raise RefusedError(french("Cet accès a pris fin : rouvrez-le d’abord."))
    if _take_away(membership.user):
        log(membership, "tenancy.second_factor_reset", user=by, title=str(membership.user))
        _tell(membership, by)


@transaction.atomic
def reset_by_operator(user, *, by) -> bool:
    """Take away the lost second factor of any account but one's own, in the operator's context.

    The person is told in the name of a tenant they belong to. Returns whether a mail could be sent. Raises
    RefusedError for oneself.
    """
    if user.pk == by.pk:
        raise RefusedError(
            "Votre propre double authentification se réinitialise par une autre personne de l’exploitation."
        )
    if not _take_away(user):
        return True
    membership = Membership.objects.active().filter(user=user).select_related("user", "tenant").order_by("pk").first()
    if membership is None:
        return False
    with context.use(membership.tenant.context):
        log(membership, "tenancy.second_factor_reset", user=by, title=str(user))
        _tell(membership, by=None)
    return True


def _take_away(user) -> bool:
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if removed:
        end_sessions(user)
    return bool(removed)


def _tell(membership: Membership, by) -> None:
    tenant = membership.tenant
    security = tenant.base_url + reverse("mfa_index", settings.ROOT_URLCONF)
    words = {"tenant": tenant, "by": by, "security": security, "when": timezone.now()}
    body = render_to_string("tenancy/emails/second_factor_reset.txt", words)
    EmailMessage("Votre double authentification a été réinitialisée", body, to=[membership.user.email]).send()
