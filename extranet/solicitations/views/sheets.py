"""What an address names: 404 for who may not know of it, 403 for who reads it and does not answer for it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from extranet.solicitations import perms
from extranet.solicitations.models import Solicitation
from portal.design.typography import french

ask_then_do = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = ("platform", "commune", "organisation", "asked_by__user", "answered_by__user")
LARGEST = 2**63 - 1


def solicitation_for(request, reference: str) -> Solicitation:
    """Return what this member may read."""
    rows = perms.visible(request.membership).select_related(*SHOWN)
    return get_object_or_404(rows, reference=reference)


def keeps(view: Callable):
    """Open a view to who answers for the platform today, and give it the solicitation."""

    @wraps(view)
    def guarded(request, reference: str, **arguments):
        solicitation = solicitation_for(request, reference)
        if not perms.may_answer(request.membership, solicitation):
            raise PermissionDenied
        return view(request, solicitation, **arguments)

    return guarded


def posted(request):
    """Return what was sent, for a form that is bound only then."""
    return request.POST if request.method == "POST" else None


def drawn(request, template: str, context: dict, form=None):
    """Draw a page with its form: 422 when it was refused."""
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, f"solicitations/{template}.html", context, status=status)


def done(request, words: str, reference: str, *, anchor: str = ""):
    """Say what was done, and go back to the page of the solicitation."""
    messages.success(request, french(words))
    response = redirect("solicitation", reference)
    if anchor:
        response["Location"] += f"#{anchor}"
    return response


def refused(request, words: str, reference: str):
    messages.error(request, french(words))
    return redirect("solicitation", reference)
