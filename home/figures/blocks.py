from wagtail import blocks

from home.figures.choosers import chooser
from home.figures.models import Figure
from home.figures.shown import shown
from portal.pages.blocks.figures import GROUP

FigureChooserBlock = chooser.get_block_class(name="FigureChooserBlock", module_path="home.figures.blocks")


class PortalFiguresBlock(blocks.StructBlock):
    """Figures of the portal's own list: corrected there once, right on every page that shows them."""

    title = blocks.CharBlock(label="Titre")
    figures = blocks.ListBlock(FigureChooserBlock(label="Chiffre"), label="Chiffres", min_num=1, max_num=6)

    class Meta:
        icon = "order"
        label = "Chiffres du portail"
        group = GROUP
        template = "blocks/portal_figures.html"
        description = (
            "Des chiffres choisis dans la liste du portail : ils se corrigent une fois, pour toutes les pages."
        )

    def get_context(self, value, parent_context=None):
        chosen = [figure for figure in value["figures"] if figure]  # one that was deleted is left out
        return super().get_context(value, parent_context) | {"figures": shown(chosen)}

    def get_preview_value(self):
        """Show the tenant's first figures, if it has some."""
        return self.normalize({"title": "Pourquoi ici", "figures": list(Figure.objects.all()[:3])})
