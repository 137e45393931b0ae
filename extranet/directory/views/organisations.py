"""The organisations: a list with its map, and one sheet each."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from extranet.directory import perms
from extranet.directory.forms import OrganisationFilterForm
from extranet.directory.organisations import find, overview
from portal.organisations.models import Organisation
from portal.organisations.people import card_of, listed_in
from portal.territories.models import Platform

PER_PAGE = 50


@require_safe
def directory(request):
    """Who works where: by name, nature, commune and platform, with a map."""
    filters = OrganisationFilterForm(request.GET, platforms=list(Platform.objects.order_by("name")))
    narrowing = filters.narrowing()
    found = find(request.tenant, **narrowing)
    shown = overview(request.tenant, found, narrowing)
    page = Paginator(found.organisations, PER_PAGE).get_page(request.GET.get("p"))
    context = {"filters": filters.shown(), "narrowing": narrowing, "found": found, "page": page, "overview": shown}
    return render(request, "directory/organisations.html", context)


@require_safe
def organisation(request, pk: int):
    """What it does, where, how to reach it, and who works there among those who chose to be listed."""
    rows = Organisation.objects.select_related("seat").prefetch_related("platforms").filter(ended_on=None)
    if not (keeps := perms.may_keep_organisations(request.membership)):
        rows = rows.filter(is_proposed=False)
    shown = get_object_or_404(rows, pk=pk)
    people = listed_in(request.tenant).filter(affiliations__organisation=shown, affiliations__ended_on=None)
    cards = [(card_of(each), _affiliation(each, shown)) for each in people]
    context = {
        "organisation": shown, "keeps": keeps, "people": cards,
        "referents": [card for card, affiliation in cards if affiliation.is_referent],
    }  # fmt: skip
    return render(request, "directory/organisation.html", context)


def _affiliation(membership, organisation):
    return next(each for each in membership.works_for if each.organisation_id == organisation.pk)
