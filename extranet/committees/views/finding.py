"""What each page of the members begins with: a committee or a meeting that this person may read, or 404."""

from django.shortcuts import get_object_or_404

from extranet.committees import perms
from extranet.committees.models import Committee, Meeting


def committee_for(request, slug: str) -> Committee:
    rows = perms.known_to(request.membership).select_related("secretary__user", "chair__user", "parent", "folder")
    return get_object_or_404(rows, slug=slug)


def meeting_for(request, pk: int) -> Meeting:
    return get_object_or_404(perms.readable(request.membership).select_related("committee"), pk=pk)
