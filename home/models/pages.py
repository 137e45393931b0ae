from itertools import accumulate

from django.db import models
from django.http import Http404
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import get_page_models
from wagtail.search import index

from home.blocks import HOME_BLOCKS
from home.linked_data import organisation
from portal.pages.models import BasePage
from portal.territories.maps import map_of
from portal.territories.models import Platform


class HomePage(BasePage):
    """A tenant's front page: the finder first, then what its editors put below."""

    eyebrow = models.CharField("surtitre", max_length=80, blank=True)
    headline = models.CharField("accroche", max_length=90, help_text="Le titre affiché, en une phrase.")
    finder_examples = models.CharField(
        "exemples sous la recherche", max_length=80, blank=True, help_text="« Lens, 62000 ou Hesdin »"
    )
    body = StreamField(HOME_BLOCKS, verbose_name="contenu", blank=True)

    parent_page_types = []  # one a tenant, made with it
    private_page_options = []  # the tenant's door is open to everyone
    template = "home/home_page.html"

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("eyebrow"), FieldPanel("headline"), FieldPanel("finder_examples")], "En tête de page"
        ),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("headline"), index.SearchField("body")]

    class Meta:
        verbose_name = "page d’accueil"

    def route(self, request, path_components):
        """Find the page by its whole path, and those above it: one query, where walking down takes two a level."""
        if not path_components:
            return super().route(request, path_components)
        paths = list(accumulate((f"{part}/" for part in path_components), initial=self.url_path))[1:]
        below = self.get_descendants().live().filter(url_path__in=paths).select_related(*kinds_below())
        found = {page.url_path: page for page in below}
        if paths[-1] not in found:
            raise Http404
        page = found.pop(paths[-1])
        page = getattr(page, page.cached_content_type.model)
        page.above = [found[path] for path in paths if path in found]
        return page.route(request, [])

    def get_context(self, request, *args, **kwargs):
        context = {
            "map": map_of(request.tenant),
            "active": [],
            "platforms": Platform.objects.order_by("name"),
            "linked": organisation(request.tenant),
        }
        return super().get_context(request, *args, **kwargs) | context


def kinds_below() -> list[str]:
    """Return what a page below the home page may be, as relations from any page to its own row and what it shows."""
    kinds = [model for model in get_page_models() if issubclass(model, BasePage) and model != HomePage]
    names = [model._meta.model_name for model in kinds]
    return names + [f"{model._meta.model_name}__{row}" for model in kinds for row in model.shown_with]


class ContentPage(BasePage):
    """A page of text, figures and links; may have pages below it."""

    body = StreamField(HOME_BLOCKS, verbose_name="contenu", blank=True)

    parent_page_types = ["home.HomePage", "home.ContentPage", "home.ActionPage"]
    subpage_types = ["home.ContentPage"]
    template = "home/content_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "page de contenu"

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"children": pages_below(self, request)}


def pages_below(page: BasePage, request):
    """Return the pages of text below this one that the reader may see, in the order of the tree."""
    return ContentPage.objects.child_of(page).visible_to(request.membership).order_by("path")


class ActionPlanPage(BasePage):
    """The plan, and its actions below it."""

    body = StreamField(HOME_BLOCKS, verbose_name="contenu", blank=True)

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ActionPage"]
    template = "home/action_plan_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "plan d’action"

    def get_context(self, request, *args, **kwargs):
        actions = ActionPage.objects.child_of(self).visible_to(request.membership).order_by("path")
        return super().get_context(request, *args, **kwargs) | {"actions": actions}


class ActionPage(BasePage):
    """One action of the plan: its aim, its partners, where it stands, and as of when that was said."""

    class State(models.TextChoices):
        PLANNED = "prevue", "prévue"
        UNDER_WAY = "en_cours", "en cours"
        DONE = "realisee", "réalisée"
        LASTING = "perenne", "installée dans la durée"

    aim = models.TextField("but", max_length=400)
    partners = models.TextField("partenaires", max_length=400, blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.UNDER_WAY)
    as_of = models.CharField("situation en", max_length=60, blank=True, help_text="« 2020 », « automne 2020 »")
    body = StreamField(HOME_BLOCKS, verbose_name="contenu", blank=True)

    parent_page_types = ["home.ActionPlanPage"]
    subpage_types = ["home.ContentPage"]  # what it means for those it is for
    template = "home/action_page.html"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("aim"),
        FieldPanel("partners"),
        FieldRowPanel([FieldPanel("state"), FieldPanel("as_of")]),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("aim"),
        index.SearchField("partners"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = "action"

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"children": pages_below(self, request)}
