"""« Signaler une difficulté »: somebody could not use a page."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from home.legal.forms import ComplaintForm
from home.legal.models import ANSWERED_WITHIN, KEPT_FOR, AccessibilityComplaint
from home.legal.pack import identity_of
from home.legal.services import receive
from portal.tenancy.processing import in_words
from portal.tenancy.throttle import too_often

ERROR_TOO_OFTEN = "Vous avez envoyé plusieurs signalements en peu de temps. Réessayez dans une heure, ou téléphonez."


@require_http_methods(["GET", "HEAD", "POST"])
def complain(request):
    form = ComplaintForm(request.POST or None, instance=AccessibilityComplaint(tenant=request.tenant))
    status = 200
    if request.method == "POST":
        if form.is_from_a_machine:
            return redirect("accessibility_complaint_received")  # it is told nothing
        if form.is_valid():
            if not too_often(request, "accessibility"):
                receive(form.save(commit=False))
                return redirect("accessibility_complaint_received")
            form.add_error(None, ERROR_TOO_OFTEN)
            status = 429
    context = {"form": form, "identity": identity_of(request.tenant), "kept": in_words(KEPT_FOR)}
    return render(request, "legal/complaint.html", context, status=status)


@never_cache
@require_safe
def received(request):
    return render(request, "legal/complaint_received.html", {"due_on": timezone.localdate() + ANSWERED_WITHIN})
