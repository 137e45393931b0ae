from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from portal.pages.publication import PortalPageForm


class BasePage(Page):
    """What every page of every tenant has: a lead, and what lists and search engines say of it."""

    lead = models.TextField(
        "chapeau",
        blank=True,
        max_length=400,
        help_text="Une ou deux phrases sous le titre ; reprises dans les listes.",
    )

    base_form_class = PortalPageForm
    private_page_options = ["login"]  # refined by an audience (portal.pages.audiences); no password, no group

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")], "Référencement"
        ),
        FieldPanel("show_in_menus"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.AutocompleteField("lead")]

    class Meta:
        abstract = True

    @property
    def description(self) -> str:
        """What a list or a search engine shows under the title."""
        return self.search_description or self.lead
