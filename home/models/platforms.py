from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks import HOME_BLOCKS
from home.linked_data import service
from home.models.services import Service
from portal.pages.models import BasePage
from portal.pages.said_of_platforms import said_for
from portal.territories.maps import map_of
from portal.territories.models import Platform
from portal.territories.models.coverage import covered_by, is_indicative


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

    search_source = "plateformes"
    shown_with = ("platform",)
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

    @property
    def summary(self) -> str:
        """What a search engine is told: the row says what the page is for, where the editors do not."""
        if self.description or not self.platform:
            return self.description
        return f"Joindre la coordination : {self.platform.title}. Téléphone, formulaire, carte et liste des communes."

    def get_context(self, request, *args, **kwargs):
        platform = self.platform
        communes = covered_by(platform)
        context = {
            "platform": platform,
            "communes": communes,
            "linked": service(platform, communes, request.tenant),
            "services": Service.objects.around([platform]),
            "is_indicative": is_indicative(platform, request.tenant),
            "map": map_of(request.tenant),
            "active": [platform.slug],
            "said": said_for(request.tenant),
        }
        return super().get_context(request, *args, **kwargs) | context
