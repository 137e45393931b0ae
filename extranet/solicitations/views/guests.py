"""Inviting a partner by name, and withdrawing the invitation."""

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from extranet.solicitations import guests
from extranet.solicitations.models import Guest, Solicitation
from extranet.solicitations.sheet_forms import GuestForm
from extranet.solicitations.views.sheets import LARGEST, ask_then_do, done, drawn, keeps, posted
from portal.organisations.people import suggestions
from portal.organisations.searching import LONGEST


@ask_then_do
@keeps
def invite(request, solicitation: Solicitation):
    form = GuestForm(
        posted(request), people=guests.invitable(solicitation),
        suggest_url=reverse("solicitation_people", args=[solicitation.reference]),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            guests.invite(solicitation, person, by=request.membership)
        except ValidationError as error:
            form.add_error("person", error.messages)
        else:
            words = f"{person.user} est prévenu ou prévenue, et lit maintenant cette sollicitation."
            return done(request, words, solicitation.reference, anchor="invites")
    return drawn(request, "invite", {"solicitation": solicitation, "form": form}, form)


@require_safe
@keeps
def people(request, solicitation: Solicitation):
    """Members, for the list under the field."""
    return JsonResponse(suggestions(request.GET.get("q", "")[:LONGEST], guests.invitable(solicitation)))


@ask_then_do
@keeps
def withdraw(request, solicitation: Solicitation, guest: int):
    rows = Guest.objects.active().filter(solicitation=solicitation).select_related("membership__user", "solicitation")
    guest = get_object_or_404(rows, pk=min(guest, LARGEST))
    if request.method == "POST":
        guests.withdraw(guest, by=request.membership)
        words = f"{guest.membership.user} ne lit plus cette sollicitation."
        return done(request, words, solicitation.reference, anchor="invites")
    return drawn(request, "uninvite", {"solicitation": solicitation, "guest": guest})
