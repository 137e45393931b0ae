from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from home.contact.forms import ContactForm
from home.contact.places import Reason
from home.contact.services import send_contact_message
from home.contact.subjects import ContactSubject
from home.models import ContactMessage, ContactPolicy, ContactRoute, ContentPage
from home.starter.audiences import SLUGS
from portal.tenancy.throttle import too_often
from portal.territories.models import Platform

ERROR_TOO_OFTEN = "Vous avez envoyé plusieurs messages en peu de temps. Réessayez dans une heure, ou téléphonez."


@require_http_methods(["GET", "HEAD", "POST"])
def general(request):
    """Ask for a subject, a commune and a message; ``?sujet=`` chooses the subject beforehand."""
    if request.GET.get("sujet") == ContactSubject.ACCESS and request.method != "POST":
        return redirect("access_ask")
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def platform(request, slug: str):
    return _form(request, get_object_or_404(Platform, slug=slug))


@require_safe
def sent(request):
    """Say who reads the message: the address holds it, and nothing of the message."""
    asked = request.GET
    context = {
        "platform": Platform.objects.filter(slug=asked.get("plateforme", "").replace("\0", "")).first(),
        "reason": asked.get("commune") if asked.get("commune") in set(Reason) else "",
        "subject": _subject(asked.get("sujet")),
        "kept_days": ContactPolicy.current().kept_days,
    }
    return render(request, "home/contact_sent.html", context)


def _form(request, to: Platform | None):
    message = ContactMessage(tenant=request.tenant, platform=to)
    initial = {"subject": _subject(request.GET.get("sujet")) or ContactSubject.INFORMATION}
    form = ContactForm(request.POST or None, instance=message, initial=initial)
    status = 200
    if request.method == "POST":
        if form.is_from_a_machine:
            return redirect("contact_sent")  # it is told nothing
        if form.is_valid():
            if not too_often(request, "contact"):
                send_contact_message(form.save(commit=False))
                return redirect(_address_of_what_follows(form))
            form.add_error(None, ERROR_TOO_OFTEN)
            status = 429
    context = {
        "form": form, "platform": to, "kept_days": ContactPolicy.current().kept_days,
        "guides": ContentPage.objects.filter(slug__in=SLUGS).visible_to(request.membership).order_by("-slug"),
    }  # fmt: skip
    return render(request, "home/contact.html", context, status=status)


def _address_of_what_follows(form: ContactForm) -> str:
    message, reason = form.instance, form.whereabouts.reason
    says = {}
    if ContactRoute.objects.filter(subject=message.subject).exists():
        says["sujet"] = message.subject
    elif message.platform:
        says["plateforme"] = message.platform.slug
    elif reason:
        says["commune"] = reason.value
    return reverse("contact_sent") + (f"?{urlencode(says)}" if says else "")


def _subject(code: str | None) -> ContactSubject | None:
    return next((subject for subject in ContactSubject.written_about() if subject.value == code), None)
