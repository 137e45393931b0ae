"""« ProConnect » in one's account: which identity opens it, and how to have it forgotten."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.accounts import identities


@login_required
@require_safe
def show(request):
    """A tie is shown wherever it is, for it can be undone; where there is none, it has to be of use."""
    tie = request.user.proconnect_identities.first()
    if not tie and not (settings.PROCONNECT and request.tenant and request.tenant.offers_proconnect):
        raise Http404
    return render(request, "account/identity.html", {"tie": tie})


@login_required
@require_POST
@reauthentication_required(app="allauth.mfa")
def forget(request):
    identities.untie(request.user, request)
    messages.success(request, "Votre identité ProConnect n’est plus reliée à ce compte.")
    return redirect("account_home")
