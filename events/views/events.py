"""The page of one date of an event."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from events import found, perms
from events.answers import panel
from events.entries import dated_in
from events.linked_data import event_data
from events.papers import papers_of

MOST_OTHERS = 12


@require_safe
def event(request, pk: int):
    """Show a date to whoever may see its event; anybody else is told that there is nothing there."""
    readable = perms.readable(request.membership)
    occurrence = get_object_or_404(readable.select_related("event__organiser", "commune"), pk=pk)
    others = readable.filter(event=occurrence.event).exclude(pk=pk).upcoming().order_by("starts_at", "pk")
    context = {
        "occurrence": occurrence,
        "dated": dated_in(readable.filter(pk=pk), request.membership)[0],
        "others": others[:MOST_OTHERS],
        "papers": papers_of([occurrence.uid], request.membership).get(occurrence.uid, ()),
        "keeps": perms.may_keep(request.membership),
        "panel": panel(occurrence, request.membership),
        "shared": found.shared(occurrence),
        "linked": event_data(occurrence, request.tenant),
    }  # fmt: skip
    return render(request, "events/event.html", context)
