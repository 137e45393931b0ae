from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from portal.tenancy.references import OwnReferencesPageForm


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

    base_form_class = OwnReferencesPageForm
    private_page_options = ["login"]  # refined by an audience (portal.pages.audiences); no password, no group

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")], "Référencement"
        ),
        MultiFieldPanel([FieldPanel("show_in_menus"), FieldPanel("show_in_footer")], "Menu et pied de page"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.AutocompleteField("lead")]

    class Meta:
        abstract = True

    @property
    def description(self) -> str:
        """What a list or a search engine shows under the title."""
        return self.search_description or self.lead
