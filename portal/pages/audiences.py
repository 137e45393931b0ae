"""Pages for members: who may see a page, in every list, menu, search, sitemap and feed, and when it is asked for.

A restriction counts for the page and all those below it; it applies at once, to the published page and its past
versions alike.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from wagtail.models import Page, PageViewRestriction

from portal.organisations.models import Audience
from portal.pages.models import PageAudience
from portal.pages.models.audience import open_to
from portal.tenancy.models import Membership


def visible_to(pages: QuerySet[Page], membership: Membership | None) -> QuerySet[Page]:
    """Keep, of pages of any type, those that this member (None: a visitor) may see. Makes no query of its own.

    Pages of one type have the word themselves: ``ContentPage.objects.visible_to(membership)``.
    """
    return open_to(pages, membership).live()


def may_see(page: Page, membership: Membership | None) -> bool:
    """Say whether nothing keeps this member (None: a visitor) from this page, which may be a draft that is read."""
    return open_to(Page.objects.filter(pk=page.pk), membership).exists()


def audience_of(page: Page) -> Audience | None:
    """Return the audience that was said on this very page, or None."""
    said = PageAudience.objects.filter(restriction__page=page).select_related("audience").first()
    return said.audience if said else None


@transaction.atomic
def show_to(page: Page, audience: Audience, *, by=None) -> None:
    """Keep ``page`` and those below it for this audience, which is a row of its own."""
    restriction = PageViewRestriction.objects.filter(page=page).first() or PageViewRestriction(page=page)
    restriction.restriction_type = PageViewRestriction.LOGIN
    restriction.save(user=by)
    PageAudience.objects.update_or_create(restriction=restriction, defaults={"audience": audience})


@transaction.atomic
def show_to_everyone(page: Page, *, by=None) -> None:
    """Say nothing on ``page``: it is seen by those who see the pages above."""
    audience = audience_of(page)
    for restriction in PageViewRestriction.objects.filter(page=page):
        restriction.delete(user=by)
    if audience:
        audience.delete()


@transaction.atomic
def copy_audience(page: Page, copy: Page, *, by=None) -> None:
    """Keep a copy for those who may see what it was copied from."""
    if audience := audience_of(page):
        show_to(copy, audience.copy(), by=by)


def keep_to_the_audience(serve):
    """Answer 404 to somebody who is signed in and whom the page is not for; Wagtail sends a visitor to the login."""

    def answer(page, request, serve_args, serve_kwargs):
        if request.user.is_authenticated and not may_see(page, request.membership):
            raise Http404
        return serve(page, request, serve_args, serve_kwargs)

    return answer
