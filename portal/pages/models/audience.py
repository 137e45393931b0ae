from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Left, Length
from wagtail.models import Page, PageViewRestriction

from portal.organisations.models import HasAudience, HasAudienceQuerySet
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel


class PageAudience(HasAudience, TenantModel):
    """Who may see a page and those below it.

    It refines Wagtail's own restriction to people who are signed in, so that whatever asks Wagtail for public pages
    (its sitemap, ``public()``) leaves the page out.
    """

    restriction = models.OneToOneField(PageViewRestriction, models.CASCADE, related_name="page_audience")

    objects = TenantManager.from_queryset(HasAudienceQuerySet)()

    class Meta:
        verbose_name = "audience d’une page"

    def __str__(self):
        return f"{self.restriction.page} : {self.audience}"


def open_to(pages: QuerySet[Page], membership: Membership | None) -> QuerySet[Page]:
    """Keep the pages, published or not, that no restriction keeps from this member (None: a visitor)."""
    above = _closed_to(membership).filter(page__path=Left(OuterRef("path"), Length("page__path")))
    return pages.filter(~Exists(above))


def _closed_to(membership: Membership | None) -> QuerySet[PageViewRestriction]:
    """Return the restrictions that keep this member out: every one that says nothing of an audience, too."""
    allowed = PageAudience.objects.visible_to(membership).values("restriction") if membership else []
    return PageViewRestriction.objects.exclude(pk__in=allowed)
