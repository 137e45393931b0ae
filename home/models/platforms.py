from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks import HOME_BLOCKS
from home.models.services import Service
from portal.pages.models import BasePage
from portal.territories.maps import map_of
from portal.territories.models import CoverageRule, Platform
from portal.territories.models.coverage import covered_by


class PlatformsPage(BasePage):
    """The list of the platforms, below which each has its page."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.PlatformPage"]
    template = "home/platforms_page.html"

    class Meta:
        verbose_name = "page des plateformes"

    def get_context(self, request, *args, **kwargs):
        platforms = Platform.objects.order_by("name")
        context = {"platforms": platforms, "map": map_of(request.tenant), "active": []}
        return super().get_context(request, *args, **kwargs) | context


class PlatformPage(BasePage):
    """The editorial text of one platform. Its contacts and communes come from the rows, never from here."""

    platform = models.OneToOneField(Platform, models.SET_NULL, null=True, related_name="page", editable=False)
    body = StreamField(HOME_BLOCKS, verbose_name="contenu", blank=True)

    parent_page_types = ["home.PlatformsPage"]
    subpage_types = []
    template = "home/platform_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "page de plateforme"

    @classmethod
    def can_create_at(cls, parent):
        """Say no to editors: the page is made with its platform."""
        return False

    def get_context(self, request, *args, **kwargs):
        context = {
            "platform": self.platform,
            "communes": covered_by(self.platform),
            "services": Service.objects.around([self.platform]),
            "is_indicative": CoverageRule.objects.filter(
                platform=self.platform, state=CoverageRule.State.ASSUMED
            ).exists(),
            "map": map_of(request.tenant),
            "active": [self.platform.slug],
        }
        return super().get_context(request, *args, **kwargs) | context
