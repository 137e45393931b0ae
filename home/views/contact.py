from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from home.forms import ContactForm
from home.models import ContactMessage
from home.services import send_contact_message
from portal.tenancy.throttle import too_often
from portal.territories.models import Platform

ERROR_TOO_OFTEN = "Vous avez envoyé plusieurs messages en peu de temps. Réessayez dans une heure, ou téléphonez."


@require_http_methods(["GET", "HEAD", "POST"])
def general(request):
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def platform(request, slug: str):
    return _form(request, get_object_or_404(Platform, slug=slug))


@require_safe
def sent(request):
    return render(request, "home/contact_sent.html")


def _form(request, to: Platform | None):
    form = ContactForm(request.POST or None, instance=ContactMessage(tenant=request.tenant, platform=to))
    status = 200
    if request.method == "POST":
        if form.is_from_a_machine:
            return redirect("contact_sent")  # it is told nothing
        if form.is_valid():
            if not too_often(request, "contact"):
                send_contact_message(form.save(commit=False))
                return redirect("contact_sent")
            form.add_error(None, ERROR_TOO_OFTEN)
            status = 429
    return render(request, "home/contact.html", {"form": form, "platform": to}, status=status)
