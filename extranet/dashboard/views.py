from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.notifications.attention import coming_for, waiting_for


@require_safe
def dashboard(request):
    """What waits for this member first, then what is coming."""
    context = {"waiting": waiting_for(request.membership), "coming": coming_for(request.membership)}
    return render(request, "dashboard/dashboard.html", context)
