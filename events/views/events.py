"""The page of one date of an event."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from events import found, perms
from events.answers import panel
from events.entries import dated_in
from events.linked_data import event_data
from events.papers import papers_of
from portal.tenancy.kept_pages import changes_at, same_for_every_visitor

MOST_OTHERS = 12


@require_safe
@same_for_every_visitor
def event(request, pk: int):
    """Show a date to whoever may see its event; anybody else is told that there is nothing there."""
    readable = perms.readable(request.membership)
    occurrence = get_object_or_404(readable.select_related("event__organiser", "commune"), pk=pk)
    others = readable.filter(event=occurrence.event).exclude(pk=pk).upcoming().order_by("starts_at", "pk")[:MOST_OTHERS]
    changes_at([occurrence.takes_until, *(each.ends_at for each in others)])
    context = {
        "occurrence": occurrence,
        "dated": dated_in(readable.filter(pk=pk), request.membership)[0],
        "others": others,
        "papers": papers_of([occurrence.uid], request.membership).get(occurrence.uid, ()),
        "keeps": perms.may_keep(request.membership),
        "panel": panel(occurrence, request.membership),
        "shared": found.shared(occurrence),
        "linked": event_data(occurrence, request.tenant),
    }  # fmt: skip
    return render(request, "events/event.html", context)
