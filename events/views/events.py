"""The page of one date of an event."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from events.answers import panel
from events.entries import dated_of, shown_to
from events.models import Occurrence


@require_safe
def event(request, pk: int):
    """Show a date to whoever may see its event; anybody else is told that there is nothing there."""
    rows = shown_to(Occurrence.objects.visible_to(request.membership), request.membership)
    occurrence = get_object_or_404(rows, pk=pk)
    context = {
        "occurrence": occurrence, "dated": dated_of(occurrence), "panel": panel(occurrence, request.membership),
    }  # fmt: skip
    return render(request, "events/event.html", context)
