"""The demonstration's mailbox: what a tenant's mails say, since none leaves the machine. Not in production."""

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from portal.notifications.models import Mail

SHOWN = 100
WITH_A_LETTER = settings.SECURE_CSP | {"style-src": [CSP.SELF, CSP.UNSAFE_INLINE], "frame-src": [CSP.SELF]}
"""A formatted mail carries its own style, in a sandboxed frame that takes the page's policy."""


@require_safe
@never_cache
def mailbox(request):
    mails = Mail.objects.defer("text", "html")[:SHOWN]
    return render(request, "notifications/mailbox.html", {"mails": mails})


@require_safe
@never_cache
@csp_override(WITH_A_LETTER)
def mail(request, pk: int):
    mails = Mail.objects.select_related("tenant").prefetch_related("attachments")
    return render(request, "notifications/mail.html", {"mail": get_object_or_404(mails, pk=pk)})
