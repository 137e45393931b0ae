"""The support that an address names: 404 for who may not know of the solicitation, 403 for who only reads it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from extranet.solicitations import perms
from extranet.solicitations.models import Solicitation, Support
from portal.design.typography import french
from portal.tenancy.services import RefusedError

ask_then_do = require_http_methods(["GET", "HEAD", "POST"])


def found(request, reference: str) -> Solicitation:
    rows = perms.visible(request.membership).select_related("platform")
    return get_object_or_404(rows, reference=reference)


def kept_by(may: Callable):
    """Open a view to those whom ``may(membership, solicitation)`` allows; it is given the support.

    404 while there is none. One that has ended changes no more: its page says so.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, reference: str, **arguments):
            solicitation = found(request, reference)
            support = Support.objects.select_related("organisation").filter(solicitation=solicitation).first()
            if support is None:
                raise Http404
            if not may(request.membership, solicitation):
                raise PermissionDenied
            support.solicitation = solicitation
            if not support.is_running:
                messages.info(request, "Cet accompagnement est terminé : il ne change plus.")
                return back(solicitation)
            return view(request, support, **arguments)

        return guarded

    return decorate


def posted(request):
    """Return what was sent, for a form that is bound only then."""
    return request.POST if request.method == "POST" else None


def done(request, form, verb: Callable, words: str, to: Callable):
    """Run a verb on a valid form and go on; None, with the error in the form, when it is refused."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        verb(form.cleaned_data)
    except RefusedError as refusal:
        form.add_error(None, french(refusal.message))
        return None
    messages.success(request, french(words))
    return to()


def drawn(request, template: str, solicitation: Solicitation, form, **context):
    context |= {"solicitation": solicitation, "form": form}
    status = 422 if form and form.is_bound and form.errors else 200
    return render(request, f"solicitations/{template}.html", context, status=status)


def back(solicitation: Solicitation):
    """Return to the page of the solicitation, at its support."""
    response = redirect("solicitation", solicitation.reference)
    response["Location"] += "#accompagnement"
    return response
