"""« Courriels », in the back-office: which ones left, for whom and when, and what to try again. Never what they say."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.notifications import services
from portal.notifications.forms import MailFilterForm
from portal.notifications.models import Mail
from portal.notifications.permissions import WATCH_MAILS
from portal.tenancy.decorators import only_with

PER_PAGE = 50
watchers_only = only_with(WATCH_MAILS)


@watchers_only
@require_safe
def index(request):
    filters = MailFilterForm(request.GET)
    page = Paginator(_mails(**filters.narrowing()), PER_PAGE).get_page(request.GET.get("p"))
    trail = [{"url": reverse("wagtailadmin_home"), "label": "Accueil"}, {"url": "", "label": "Courriels"}]
    context = {
        "header_title": "Courriels", "page_title": "Courriels", "header_icon": "mail", "breadcrumbs_items": trail,
        "filters": filters, "mails": page, "abandoned": Mail.objects.abandoned().count(),
    }  # fmt: skip
    return render(request, "notifications/admin/mails.html", context)


def _mails(q: str, state: str):
    mails = Mail.objects.in_state(Mail.State(state)) if state else Mail.objects.all()
    if q:
        mails = mails.filter(Q(to__icontains=q) | Q(subject__icontains=q))
    return mails.defer("text", "html", "headers").order_by("-created_at", "-pk")


@watchers_only
@require_POST
def revive(request, pk: int):
    """Try one mail again that was given up."""
    mail = get_object_or_404(Mail.objects.defer("text", "html"), pk=pk)
    if services.revive(mail):
        messages.success(request, "Ce courriel est de nouveau confié au serveur de courriel.")
    else:
        messages.info(request, "Ce courriel n’a pas besoin d’être renvoyé.")
    return redirect("mails:index")


@watchers_only
@require_POST
def revive_all(request):
    """Try again everything that was given up."""
    count = services.revive_abandoned()
    words = "Un courriel est de nouveau confié" if count == 1 else f"{count} courriels sont de nouveau confiés"
    messages.success(request, f"{words} au serveur de courriel.")
    return redirect("mails:index")
