"""What an address names of minutes, for who asks: 404 when they may not know of it, 403 when they may not do it."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from extranet.committees.minutes_perms import readable
from extranet.committees.models import Minutes
from extranet.committees.perms import may_keep

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def minutes_for(request, pk: int) -> Minutes:
    """Return the minutes of a meeting. Raises Http404 when this member may not know of them."""
    rows = readable(request.membership).select_related(
        "meeting__committee", "approved_in", "published_by__user", "tenant"
    )
    return get_object_or_404(rows, meeting=pk)


def keeper_only(view):
    """Open a view to who keeps the committee, with the minutes in the place of the meeting's key."""

    @wraps(view)
    def guarded(request, pk: int, **arguments):
        minutes = minutes_for(request, pk)
        if not may_keep(request.membership, minutes.meeting.committee):
            raise PermissionDenied
        return view(request, minutes, **arguments)

    return guarded
