import datetime

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from extranet.dashboard.services import note_visit
from portal.notifications import elsewhere
from portal.notifications.attention import attention_of
from portal.pages.members_menu import entries_for

FIRST_VISIT = datetime.timedelta(days=7)
"""How far back the first visit looks for what is new."""


@require_safe
def dashboard(request):
    """What waits for this member first, then what is coming, then what is new; and whether another tenant waits."""
    membership = request.membership
    previous = note_visit(membership)
    found = attention_of(membership, previous or timezone.now() - FIRST_VISIT)
    entries = entries_for(request)

    context = {
        "waiting": found.waiting,
        "coming": found.coming,
        "news": found.news,
        "previous": previous,
        "members_menu": entries,
        "ways": [entry for entry in entries if entry.url_name != "dashboard"],
        "elsewhere": elsewhere.seen_from(membership, is_waiting=bool(found.waiting)),
    }
    return render(request, "dashboard/dashboard.html", context)
