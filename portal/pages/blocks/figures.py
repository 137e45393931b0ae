from wagtail import blocks

GROUP = "Chiffres"


class KeyFigureBlock(blocks.StructBlock):
    """A figure that can be checked: unit, comparison, source and date; a missing source is said."""

    value = blocks.CharBlock(label="Valeur", max_length=12, help_text="« 19,3 »")
    unit = blocks.CharBlock(label="Unité", max_length=20, required=False, help_text="« % », « et plus »")
    text = blocks.TextBlock(label="Ce que cela mesure", rows=2)
    comparison_label = blocks.CharBlock(
        label="Comparé à", required=False, max_length=60, help_text="« France métropolitaine »"
    )
    comparison_value = blocks.CharBlock(label="Valeur comparée", required=False, max_length=12)
    source = blocks.CharBlock(label="Source", required=False, help_text="Vide : le public lit « source à compléter ».")
    date = blocks.CharBlock(label="Date ou période", required=False, max_length=40)

    class Meta:
        icon = "order"
        label = "Chiffre"


class KeyFiguresBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre")
    figures = blocks.ListBlock(KeyFigureBlock(), label="Chiffres", min_num=1, max_num=6)

    class Meta:
        icon = "order"
        label = "Chiffres clés"
        group = GROUP
        template = "blocks/key_figures.html"
        description = "Un à six chiffres, chacun avec sa comparaison, sa source et sa date."
        preview_value = {
            "title": "Pourquoi ici",
            "figures": [
                {
                    "value": "19,3", "unit": "%", "text": "de taux de pauvreté dans les territoires engagés",
                    "comparison_label": "France métropolitaine", "comparison_value": "14,1", "source": "", "date": "",
                }
            ],
        }  # fmt: skip
