from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from portal.pages.guide.chapters import BY_SLUG, CHAPTERS

GUIDE_URL, CHAPTER_URL = "staff_guide", "staff_guide_chapter"


@require_safe
def guide(request):
    """The guide for staff: its chapters, then the text for reference."""
    return render(request, "pages/admin/guide.html", {"chapters": CHAPTERS})


@require_safe
def chapter(request, slug: str):
    """One chapter: what to do, step by step, and what the screen looks like."""
    if slug not in BY_SLUG:
        raise Http404
    place = list(BY_SLUG).index(slug)
    around = {
        "previous": CHAPTERS[place - 1] if place else None,
        "next": CHAPTERS[place + 1] if place + 1 < len(CHAPTERS) else None,
    }
    return render(request, "pages/admin/guide_chapter.html", {"chapter": BY_SLUG[slug], **around})


urlpatterns = [
    path("guide/", guide, name=GUIDE_URL),
    path("guide/<slug:slug>/", chapter, name=CHAPTER_URL),
]


def menu_item() -> MenuItem:
    return MenuItem("Guide de l’équipe", reverse(GUIDE_URL), icon_name="help", order=1)
