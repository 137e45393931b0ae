"""What an address of the secretary's names: 404 for who may not know of it, 403 for who does not keep it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from extranet.committees import perms
from extranet.committees.models import Committee, Meeting
from portal.design.typography import french
from portal.tenancy.services import RefusedError

ask_then_do = require_http_methods(["GET", "HEAD", "POST"])
OF_MEETINGS = ("committee__secretary__user", "committee__chair__user", "committee__folder", "committee__circle")
LARGEST = 2**63 - 1


def kept_committee(request, slug: str) -> Committee:
    rows = perms.known_to(request.membership).select_related("secretary__user", "chair__user", "circle", "folder")
    committee = get_object_or_404(rows, slug=slug)
    if not perms.may_keep(request.membership, committee):
        raise PermissionDenied
    return committee


def kept_meeting(request, pk: int) -> Meeting:
    rows = perms.readable(request.membership).select_related(*OF_MEETINGS)
    meeting = get_object_or_404(rows, pk=min(pk, LARGEST))
    if not perms.may_keep(request.membership, meeting.committee):
        raise PermissionDenied
    return meeting


def keeps(find: Callable):
    """Open a view to who keeps what its address names, and give it that in the place of ``slug`` or ``pk``."""

    def decorate(view):
        @wraps(view)
        def guarded(request, **arguments):
            name = "slug" if find is kept_committee else "pk"
            return view(request, find(request, arguments.pop(name)), **arguments)

        return guarded

    return decorate


def posted(request):
    """Return what was sent, for a form that is bound only then."""
    return request.POST if request.method == "POST" else None


def drawn(request, template: str, context: dict, *forms):
    """Draw a page with its forms: 422 when one of them was refused."""
    status = 422 if any(form.is_bound and form.errors for form in forms) else 200
    return render(request, f"committees/{template}.html", context, status=status)


def done(request, words: str, to: str, *args, anchor: str = ""):
    messages.success(request, french(words))
    response = redirect(to, *args)
    if anchor:
        response["Location"] += f"#{anchor}"
    return response


def refused(request, refusal: RefusedError, to: str, *args):
    messages.error(request, french(refusal.message))
    return redirect(to, *args)


def tried(request, verb: Callable, words: str, to: str, *args, anchor: str = ""):
    """Run a verb, say what it did or why it refused, and go on to a page."""
    try:
        verb()
    except RefusedError as refusal:
        return refused(request, refusal, to, *args)
    return done(request, words, to, *args, anchor=anchor)
