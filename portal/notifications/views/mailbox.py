"""The demonstration's mailbox: what a tenant's mails say, since none leaves the machine. Not in production."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.notifications.models import Mail

SHOWN = 100


@require_safe
@never_cache
def mailbox(request):
    mails = Mail.objects.defer("text", "html")[:SHOWN]
    return render(request, "notifications/mailbox.html", {"mails": mails})


@require_safe
@never_cache
def mail(request, pk: int):
    mails = Mail.objects.select_related("tenant").prefetch_related("attachments")
    return render(request, "notifications/mail.html", {"mail": get_object_or_404(mails, pk=pk)})
