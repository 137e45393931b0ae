"""The catalogue, and the page of a training."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from events.agenda import wish_of
from portal.documents.models import Document
from portal.tenancy.kept_pages import same_for_every_visitor
from trainings import perms, words
from trainings.catalogue import asked
from trainings.coming import coming_of, with_mine
from trainings.courses import course
from trainings.forms import CatalogueForm
from trainings.found import shared

PER_PAGE = 20


@require_safe
@same_for_every_visitor
def catalogue(request):
    """The trainings that this person may read about, and their next sessions."""
    form = CatalogueForm(request.GET)
    narrowing = form.narrowing()
    wish = wish_of(request.tenant, {"commune": narrowing["commune"]} if "commune" in narrowing else {})
    lines = asked(request.membership, narrowing, wish)
    context = {
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("p")), "filters": form.shown(), "wish": wish,
        "narrowing": narrowing, "keeps": perms.may_keep(request.membership),
    }  # fmt: skip
    return render(request, "trainings/catalogue.html", context)


@require_safe
@same_for_every_visitor
def training(request, slug: str):
    """All that is said of a training; a draft is there for who keeps the catalogue alone."""
    rows = perms.readable(request.membership).select_related("audience", "institute")
    found = get_object_or_404(rows, slug=slug)
    member = request.membership
    sessions = with_mine(coming_of([found], has_trainers=bool(member))[found.pk], member)
    documents = found.documents.filter(pk__in=Document.objects.visible_to(request.membership).values("pk"))
    is_for_all = found.is_published and found.is_public
    context = {
        "training": found, "sessions": sessions, "keeps": perms.may_keep(request.membership),
        "is_for_me": bool(member) and found.audience.includes(member),
        "may_sign_up_others": perms.may_sign_up_others(member), "who_may": words.who_may(found.audience),
        "documents": documents.order_by("title", "pk") if request.membership else [],
        "linked": course(found, sessions, request.tenant) if is_for_all else None,
        "shared": shared(found),
    }  # fmt: skip
    return render(request, "trainings/training.html", context)
