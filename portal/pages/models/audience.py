from django.db import models
from wagtail.models import PageViewRestriction

from portal.organisations.models import HasAudience, HasAudienceQuerySet
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
