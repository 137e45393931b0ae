"""« Appareils connectés »: where one is signed in, and how to put an end to it."""

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.accounts import devices


@login_required
@require_safe
def index(request):
    opened = devices.sessions_of(request.user)
    context = {"sessions": opened, "current": request.session.session_key}
    return render(request, "account/devices.html", context)


@login_required
@require_POST
def end(request, pk: int):
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    end_sessions(request, [session])
    messages.success(request, "Cet appareil est déconnecté.")
    return redirect("account_devices")


@login_required
@require_POST
def end_others(request):
    devices.end_sessions(request.user, but=request.session.session_key)
    messages.success(request, "Tous les autres appareils sont déconnectés.")
    return redirect("account_devices")
