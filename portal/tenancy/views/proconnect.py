"""Going to ProConnect, and coming back. What goes wrong opens nothing, is said in words, and leaves the other ways."""

from contextlib import suppress
from functools import wraps

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url
from allauth.core import ratelimit
from authlib.integrations.django_client import OAuthError
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from requests import RequestException

from portal.accounts import identities
from portal.accounts.proconnect import UNDERSTOOD, Identity, client, note
from portal.tenancy.proconnect import OtherIdentityError, StrangerError, addresses, whose

STATUSES = {"stranger": 403, "other": 403, "denied": 403, "late": 400, "silent": 503, "unclear": 502}


def where_offered(view):
    @never_cache
    @require_GET
    @wraps(view)
    def answer(request):
        if not request.tenant.offers_proconnect:
            raise Http404
        if request.user.is_authenticated:
            return redirect(get_login_redirect_url(request))
        return view(request)

    return answer


@where_offered
def leave(request):
    """By a link, not a form: browsers hold a form to our own host, wherever it is sent on to (« form-action »)."""
    if refused := ratelimit.consume_or_429(request, action="login", limit_get=True):
        return refused
    try:
        return client().leave_for(
            request, addresses(request.tenant)["proconnect_in"], next=get_next_redirect_url(request)
        )
    except UNDERSTOOD as error:
        return _refuse(request, _reason(error), error)


@where_offered
def come_in(request):
    wanted = client().kept_for(request).get("next")
    try:
        identity = client().identify(request)
    except UNDERSTOOD as error:
        return _refuse(request, _reason(error), error)
    try:
        user = whose(identity, request.tenant)
    except StrangerError:
        return _refuse(request, "stranger", identity=identity)
    except OtherIdentityError:
        return _refuse(request, "other", identity=identity)
    record_authentication(request, user, method="proconnect")
    return perform_login(request, Login(user, redirect_url=wanted, signal_kwargs=identities.of_login(identity)))


@never_cache
@require_GET
def come_out(request):
    """Where ProConnect sends back whoever was signed out there; here they were already."""
    if not settings.PROCONNECT:
        raise Http404
    if client().is_back(request) and not request.account.is_authenticated:
        request.session.flush()
    return redirect("/")


def _reason(error: Exception) -> str:
    if isinstance(error, RequestException):
        return "silent"
    if isinstance(error, OAuthError):
        return {"access_denied": "denied", "mismatching_state": "late"}.get(error.error, "unclear")
    return "unclear"


def _refuse(request, reason: str, error: Exception | None = None, *, identity: Identity | None = None):
    if error:
        note(error)
    context = {"reason": reason, "email": identity.email if identity else ""}
    if identity:
        with suppress(*UNDERSTOOD):  # without it the page says the rest
            back = addresses(request.tenant)["proconnect_out"]
            context["way_out"] = client().way_out(request, identity.id_token, back)
    return render(request, "account/proconnect_refused.html", context, status=STATUSES[reason])
