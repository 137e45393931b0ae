"""« Mes notifications »: how soon a member wants mail about each subject."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.notifications.bounces import unreachable
from portal.notifications.forms import PacesForm
from portal.notifications.preferences import choose, paces_of, subjects_for


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    subjects = subjects_for(request.membership)
    paces = paces_of(request.membership)
    form = PacesForm(request.POST if request.method == "POST" else None, subjects=subjects, paces=paces)
    if request.method == "POST" and form.is_valid():
        choose(request.membership, form.paces)
        messages.success(request, "Vos choix sont enregistrés.")
        return redirect("notification_preferences")
    status = 422 if form.errors else 200
    shown = {"form": form, "subjects": subjects, "is_unreachable": bool(unreachable([request.account.email]))}
    return render(request, "notifications/preferences.html", shown, status=status)
