from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from portal.pages.blocks.text import SHORT_FEATURES

GROUP = "Chiffres"


class TableBlock(blocks.StructBlock):
    """Rows and columns with what makes them readable aloud: a caption, a heading each column and, mostly, each row."""

    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label="Texte", required=False)),
            ("rich", blocks.RichTextBlock(label="Texte avec liens", features=SHORT_FEATURES, required=False)),
        ],
        label="Tableau",
    )
    has_row_headings = blocks.BooleanBlock(label="La première colonne nomme la ligne", required=False, default=True)
    source = blocks.CharBlock(label="Source", required=False)

    class Meta:
        icon = "table"
        label = "Tableau"
        group = GROUP
        template = "blocks/table.html"
        description = "Un tableau avec son titre et ses en-têtes ; sur un téléphone, chaque ligne devient une fiche."
        preview_value = {
            "table": {
                "caption": "Qui fait quoi",
                "columns": [{"type": "text", "heading": "Étape"}, {"type": "text", "heading": "Qui"}],
                "rows": [
                    {"values": ["Solliciter", "Un partenaire"]},
                    {"values": ["Répondre", "Le coordinateur"]},
                ],
            },
            "has_row_headings": True,
            "source": "",
        }

    def get_context(self, value, parent_context=None):
        """Give the rows with the heading of each cell, as a telephone shows it."""
        table = value["table"]
        headings = [column["heading"] for column in table.columns]
        rows = [list(zip(headings, row, strict=True)) for row in table.rows]
        return super().get_context(value, parent_context) | {"headings": headings, "rows": rows}
