"""« Qui fait quoi », a person's sheet, and what I let colleagues see of me."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from extranet.directory.forms import PeopleFilterForm, ProfileForm
from extranet.directory.organisations import on_platforms
from extranet.directory.views.organisations import PER_PAGE
from portal.organisations.models import Affiliation, Circle, Organisation, Profile
from portal.organisations.people import card_of, listed_in, members_of
from portal.organisations.searching import search
from portal.organisations.services import save_profile
from portal.tenancy.models import Membership, Tenant
from portal.territories.models import Coordination, Platform


@require_safe
def people(request):
    """Who does what, where: by name, function or organisation, nature and platform."""
    filters = PeopleFilterForm(request.GET, platforms=list(Platform.objects.order_by("name")))
    narrowing = filters.narrowing()
    page = Paginator(_find(request.tenant, **narrowing), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "filters": filters.shown(),
        "narrowing": narrowing,
        "page": page,
        "cards": [card_of(each) for each in page],
    }
    return render(request, "directory/people.html", context)


def _find(
    tenant: Tenant, *, q: str = "", kind: str = "", platform: str = ""
) -> QuerySet[Membership] | list[Membership]:
    """Return the listed members that answer to all that was asked, the nearest to ``q`` first."""
    rows = listed_in(tenant)
    works = Affiliation.objects.current().filter(organisation__ended_on=None)
    if kind:
        rows = rows.filter(pk__in=works.filter(organisation__kind=kind).values("membership"))
    if platform:
        platforms = Platform.objects.filter(slug=platform)
        there = works.filter(organisation__in=Organisation.objects.current().filter(on_platforms(platforms)))
        coordinates = Coordination.objects.filter(platform__in=platforms, ended_on=None)
        rows = rows.filter(Q(pk__in=there.values("membership")) | Q(user__in=coordinates.values("user")))
    if not q:
        return rows
    known = {row.pk: row for row in rows}
    return [known[pk] for pk in search(q, ((pk, card_of(row).searched) for pk, row in known.items()))]


@require_safe
def person(request, pk: int):
    """One colleague. Who chose not to be listed has a sheet for nobody but themselves."""
    if request.membership.pk == pk:
        return redirect("own_profile")
    membership = get_object_or_404(listed_in(request.tenant), pk=pk)
    # Who is in a circle is for its members: those that both are in, and no other.
    circles = Circle.objects.filter(members=membership).filter(members=request.membership).order_by("name")
    return render(request, "directory/person.html", {"card": card_of(membership), "circles": circles})


@require_http_methods(["GET", "HEAD", "POST"])
def own_profile(request):
    """What colleagues see of me, and what I change of it."""
    posted = request.POST if request.method == "POST" else None
    profile = Profile.objects.filter(membership=request.membership).first() or Profile()
    form = ProfileForm(posted, instance=profile, membership=request.membership)
    if posted is not None and form.is_valid():
        save_profile(request.membership, form.profile_fields(), form.functions())
        messages.success(request, "Votre profil est enregistré.")
        return redirect("own_profile")
    me = members_of(request.tenant).get(pk=request.membership.pk)
    status = 422 if form.errors else 200
    return render(request, "directory/own_profile.html", {"form": form, "card": card_of(me)}, status=status)
