from wagtail import blocks

GROUP = "Texte"
TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
SHORT_FEATURES = ["bold", "italic", "link"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = "Intertitre"
        group = GROUP
        form_classname = "title"
        template = "blocks/heading.html"
        description = "Un titre de section, de niveau 2."
        preview_value = "Pour qui ?"


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(**({"features": TEXT_FEATURES} | kwargs))

    class Meta:
        icon = "pilcrow"
        label = "Texte"
        group = GROUP
        template = "blocks/text.html"
        description = "Des paragraphes, des listes, des liens."
        preview_value = "<p>Un logement durable d’abord, et un accompagnement qui s’ajuste.</p>"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label="Paroles", rows=3)
    author = blocks.CharBlock(label="Qui parle", required=False)

    class Meta:
        icon = "openquote"
        label = "Citation"
        group = GROUP
        template = "blocks/quote.html"
        description = "Les mots de quelqu’un, et son nom ou sa fonction."
        preview_value = {
            "text": "Le logement est la première étape, pas la récompense.",
            "author": "Une coordinatrice",
        }
