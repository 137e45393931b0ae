from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks import HOME_BLOCKS
from portal.pages.audiences import visible_to
from portal.pages.models import BasePage

PER_PAGE = 12


class NewsIndexPage(BasePage):
    """The news, the latest first; each reader finds what is for them."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    max_count_per_parent = 1
    template = "home/news_index_page.html"

    class Meta:
        verbose_name = "liste des actualités"

    def get_context(self, request, *args, **kwargs):
        news = visible_to(NewsPage.objects.child_of(self).live(), request.membership).order_by("-date", "-pk")
        news = Paginator(news, PER_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"news": news}


class NewsPage(BasePage):
    """Something new, dated."""

    date = models.DateField("date", default=timezone.localdate)
    body = StreamField(HOME_BLOCKS, verbose_name="contenu", blank=True)

    parent_page_types = ["home.NewsIndexPage"]
    subpage_types = []
    template = "home/news_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("date"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("date")]

    class Meta:
        verbose_name = "actualité"
