"""« Abonnements à l’agenda »: the private addresses that a member gave to their programs."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from events import tokens
from events.models import FeedToken
from events.models.feeds import MOST_TOKENS
from events.subscription_form import SubscriptionForm
from portal.design.typography import french
from portal.tenancy.services import RefusedError


@require_http_methods(["GET", "HEAD", "POST"])
def subscriptions(request):
    """List them; after a POST, show the new address: it is not kept, so this is the one time it can be told."""
    form = SubscriptionForm(request.POST or None, membership=request.membership)
    address = name = ""
    if request.method == "POST" and form.is_valid():
        try:
            name = form.cleaned_data["name"]
            _, secret = tokens.make(request.membership, **form.cleaned_data)
            address = tokens.address_of(secret, request.tenant)
        except RefusedError as refused:
            form.add_error(None, french(str(refused)))
    rows = FeedToken.objects.filter(membership=request.membership)
    context = {"form": form, "rows": rows, "most": MOST_TOKENS, "address": address, "name": name}
    if address:
        context["form"] = SubscriptionForm(membership=request.membership)
        context["program_address"] = "webcal:" + address.partition(":")[2]
    return render(request, "events/subscriptions.html", context, status=422 if context["form"].errors else 200)


@require_POST
def revoke(request, pk: int):
    row = get_object_or_404(FeedToken, pk=pk, membership=request.membership)
    row.delete()
    messages.success(request, french(f"L’abonnement « {row.name} » est supprimé : son adresse n’ouvre plus rien."))
    return redirect("calendar_subscriptions")
