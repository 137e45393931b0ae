from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.search import index

from home.blocks import HOME_BLOCKS
from portal.pages.models import BasePage, PortalImage
from portal.pages.publication import PortalPageForm
from portal.pages.rows import Heading
from portal.tenancy.models import Membership

PER_PAGE = 12


class Rubric(Heading):
    """What a piece of news is about: readers narrow the list and the feeds by it."""

    class Meta(Heading.Meta):
        verbose_name = "rubrique"


class NewsIndexPage(BasePage):
    """The news, the latest first; each reader finds what is for them."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    max_count_per_parent = 1
    template = "home/news_index_page.html"

    class Meta:
        verbose_name = "liste des actualités"

    def news_for(self, membership: Membership | None):
        """Return the news that this member (None: a visitor) may read, the latest first."""
        news = NewsPage.objects.child_of(self).visible_to(membership).select_related("rubric").defer_streamfields()
        return news.order_by("-date", "-pk")

    def get_context(self, request, *args, **kwargs):
        news = self.news_for(request.membership)
        some = Exists(news.order_by().filter(rubric=OuterRef("pk")))
        rubrics = list(Rubric.objects.annotate(has_news=some))
        rubric = chosen(rubrics, request.GET.get("rubrique", ""))
        shown = Paginator(news.filter(rubric=rubric) if rubric else news, PER_PAGE).get_page(request.GET.get("page"))
        rubrics = [each for each in rubrics if each.has_news or each == rubric]
        return super().get_context(request, *args, **kwargs) | {"news": shown, "rubrics": rubrics, "rubric": rubric}


def chosen(rubrics: list[Rubric], slug: str) -> Rubric | None:
    """Return the one of this slug; None when none is asked. Raises Http404 when there is none of that slug."""
    if not slug:
        return None
    for rubric in rubrics:
        if rubric.slug == slug:
            return rubric
    raise Http404


class NewsPageForm(PortalPageForm):
    def clean(self):
        cleaned = super().clean()
        picture = cleaned.get("picture")
        if picture and not cleaned.get("picture_alt") and not picture.description:
            self.add_error("picture_alt", ValidationError("Dites ce que l’image montre à qui ne la voit pas."))
        return cleaned


class NewsPage(BasePage):
    """Something new, dated."""

    search_source = "actualites"
    date = models.DateField("date", default=timezone.localdate)
    rubric = models.ForeignKey(
        Rubric, models.SET_NULL, verbose_name="rubrique", null=True, blank=True, related_name="news"
    )
    picture = models.ForeignKey(
        get_image_model_string(), models.SET_NULL, verbose_name="image", null=True, blank=True, related_name="+"
    )
    picture_alt = models.CharField(
        "texte de remplacement", max_length=200, blank=True,
        help_text="Ce que l’image montre, pour qui ne la voit pas. Vide : la description de l’image.",
    )  # fmt: skip
    body = StreamField(HOME_BLOCKS, verbose_name="contenu", blank=True)

    base_form_class = NewsPageForm
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types = []
    template = "home/news_page.html"
    shared_as = "article"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("date"),
        FieldPanel("rubric"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], "Image"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("date")]

    class Meta:
        verbose_name = "actualité"

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | self.around(request.membership)

    def around(self, membership: Membership | None) -> dict[str, "NewsPage | None"]:
        """Return the news just before and after this one, of those that this member may read."""
        others = NewsPage.objects.sibling_of(self, inclusive=False).visible_to(membership).defer_streamfields()
        key = self.pk or 0  # a preview of what was never saved has none
        before = others.filter(Q(date__lt=self.date) | Q(date=self.date, pk__lt=key)).order_by("-date", "-pk")
        after = others.filter(Q(date__gt=self.date) | Q(date=self.date, pk__gt=key)).order_by("date", "pk")
        return {"older": before.first(), "newer": after.first()}

    @property
    def pictured(self) -> PortalImage | None:
        """Its image, which says what it shows here."""
        if self.picture:
            self.picture.contextual_alt_text, self.picture.decorative = self.picture_alt, False
        return self.picture
