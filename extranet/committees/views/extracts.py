"""What everybody may read of published minutes: the passages chosen for it, the date, how many were there, and the
papers that are for everybody.
"""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from extranet.committees.attendance import tally_of
from extranet.committees.minutes_reading import passages_of
from extranet.committees.models import Minutes, Passage
from portal.documents.models import Document
from portal.documents.serving import serve

AT_ONCE = 30


def public_extracts():
    """Return the published minutes that have a public passage."""
    passages = Passage.objects.filter(minutes=OuterRef("pk"), is_public=True).exclude(text="")
    rows = Minutes.objects.filter(Exists(passages), state=Minutes.State.PUBLISHED)
    return rows.select_related("meeting__committee").order_by("-meeting__starts_at", "pk")


@require_safe
def extracts(request):
    return render(
        request,
        "committees/extracts.html",
        {"page": Paginator(public_extracts(), AT_ONCE).get_page(request.GET.get("p"))},
    )


@require_safe
def extract(request, pk: int):
    minutes = get_object_or_404(public_extracts(), pk=pk)
    context = {
        "meeting": minutes.meeting, "published_at": minutes.published_at, "tally": tally_of(minutes.meeting),
        "minutes": minutes, "papers": _papers(minutes),
        "passages": [passage for passage in passages_of(minutes) if passage.is_public],
    }  # fmt: skip
    return render(request, "committees/extract.html", context)


def _papers(minutes: Minutes):
    """Return the papers of a meeting that are for everybody: they come out with the extract, and not before."""
    public = Document.objects.visible_to(None)
    return minutes.meeting.papers.filter(document__in=public.values("pk")).select_related("document")


@require_safe
def paper(request, pk: int, paper: int):
    minutes = get_object_or_404(public_extracts(), pk=pk)
    document = get_object_or_404(_papers(minutes), pk=paper).document
    return serve(request, get_object_or_404(document.versions, is_current=True))
