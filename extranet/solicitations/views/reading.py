"""The page of a solicitation, and the list of those that one’s platforms received."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from extranet.solicitations import journal, listing, perms, services
from extranet.solicitations.models import JournalEntry
from extranet.solicitations.sheet import sheet_of
from extranet.solicitations.sheet_forms import MessageForm, take
from extranet.solicitations.views.sheets import ask_then_do, done, drawn, posted, solicitation_for

PER_PAGE = 50


@ask_then_do
def solicitation(request, reference: str):
    """Each reading is written, and what was posted is said in the thread. One’s own draft is read by nobody else."""
    shown, me = solicitation_for(request, reference), request.membership
    form = MessageForm(posted(request))
    if form.is_bound:
        if not perms.may_write(me, shown):
            raise PermissionDenied
        if form.is_valid() and (said := _said(request, shown, form)):
            return said
    if not shown.is_draft:
        journal.write(shown, JournalEntry.Act.READ, by=me)
    return drawn(request, "solicitation", sheet_of(shown, me) | {"form": form}, form)


def _said(request, shown, form: MessageForm):
    try:
        services.say(shown, form.cleaned_data["text"], by=request.membership)
    except ValidationError as error:
        return take(form, error)
    return done(request, "Votre message est écrit.", shown.reference, anchor="fil")


@require_safe
def solicitations_kept(request):
    """For who coordinates a platform today, or deputises; to anybody else there is no such list."""
    platforms = listing.platforms_kept_by(request.membership)
    if not platforms:
        raise Http404
    filters = listing.FilterForm(request.GET)
    narrowing = filters.narrowing()
    page = Paginator(listing.kept_rows(request.membership, narrowing), PER_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "filters": filters, "is_narrowed": any(narrowing.values()), "platforms": platforms}
    context["several"] = len(platforms) > 1
    return render(request, "solicitations/kept.html", context)
