"""Key figures in the back-office."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from home.figures.forms import SeriesPanel
from home.figures.models import Figure
from portal.territories.viewsets import panels

VALUE = [
    FieldRowPanel([FieldPanel("value"), FieldPanel("comparison")]),
    FieldRowPanel([FieldPanel("as_of"), FieldPanel("period")]),
]


class FigureViewSet(ModelViewSet):
    model = Figure
    icon = "order"
    menu_label = "Chiffres clés"
    menu_order = 10
    panels = [
        *panels("title", "slug", "unit"),
        SeriesPanel("series", heading="Valeurs", label="valeur", panels=VALUE, min_num=1),
        MultiFieldPanel(panels("source", "source_url", "note"), "D’où il vient"),
        MultiFieldPanel(panels("comparison_label", "theme", "position", "review_on"), "Comment il est présenté"),
    ]
    list_display = ["title", Column("unit", label="Unité"), "theme", Column("source"), DateColumn("review_on")]
    list_filter = ["theme"]
    search_fields = ["title", "theme", "source"]
    copy_view_enabled = False


viewset = FigureViewSet()
