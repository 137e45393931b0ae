from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.models.pages import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from portal.pages.models.audience import open_to
from portal.pages.publication import PortalPageForm
from portal.pages.words import first_words
from portal.tenancy.kept_pages import same_for_every_visitor
from portal.tenancy.models import Membership


class BasePageQuerySet(PageQuerySet):
    def visible_to(self, membership: Membership | None):
        """Keep what is published and meant for this member (None: a visitor): the word of every list and feed."""
        return open_to(self.live(), membership)


class BasePage(Page):
    """What every page of every tenant has: a lead, and what lists and search engines say of it."""

    lead = models.TextField(
        "chapeau",
        blank=True,
        max_length=400,
        help_text="Une ou deux phrases sous le titre ; reprises dans les listes.",
    )

    show_in_footer = models.BooleanField(
        "afficher dans le pied de page",
        default=False,
        help_text="Pour une page sous l’accueil, ou sous une page qui y est déjà ; dans l’ordre de l’arborescence.",
    )

    objects = PageManager.from_queryset(BasePageQuerySet)()

    base_form_class = PortalPageForm
    shown_with = ()  # rows that it is shown with, found with it
    search_source = "pages"  # which kind of result it is (portal.pages.searching)
    private_page_options = ["login"]  # refined by an audience (portal.pages.audiences); no password, no group

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")], "Référencement"
        ),
        MultiFieldPanel([FieldPanel("show_in_menus"), FieldPanel("show_in_footer")], "Menu et pied de page"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.AutocompleteField("lead")]

    shared_as = "website"
    """Its type where it is shared (OpenGraph): « article » for what is dated."""

    class Meta:
        abstract = True

    def serve(self, request, *args, **kwargs):
        return same_for_every_visitor(super().serve)(request, *args, **kwargs)

    def get_view_restrictions(self):
        """Return those of this page, of the pages above and of what an alias among them stands for: one query."""
        step = self.steplen
        paths = [self.path[:end] for end in range(step, len(self.path) + 1, step)]
        named = models.Q(page__path__in=paths) | models.Q(page__aliases__path__in=paths)
        return PageViewRestriction.objects.filter(named).distinct()

    @property
    def description(self) -> str:
        """What a list or a search engine shows under the title."""
        return self.search_description or self.lead

    @property
    def summary(self) -> str:
        """What a search engine is told where nobody wrote a description: the first words of the text."""
        body = getattr(self, "body", None)
        return self.description or (first_words(body) if body else "")
