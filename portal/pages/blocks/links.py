from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock

GROUP = "Liens"


class LinkValue(blocks.StructValue):
    @property
    def href(self) -> str:
        """Return the address, or an empty string when the page it led to is gone."""
        page = self.get("page")
        return page.url if page else self.get("url") or ""


class LinkBlock(blocks.StructBlock):
    """A link to a page of this site, or to an address elsewhere; exactly one of the two."""

    label = blocks.CharBlock(label="Intitulé", max_length=80)
    page = blocks.PageChooserBlock(label="Page", required=False)
    url = blocks.URLBlock(label="ou adresse", required=False)

    class Meta:
        icon = "link"
        label = "Lien"
        value_class = LinkValue

    def clean(self, value):
        value = super().clean(value)
        page, url = value.get("page"), value.get("url")
        if (page and url) or not (page or url or self.is_deferred_validation):  # a draft may lack both for now
            error = ValidationError("Choisissez une page ou donnez une adresse, l’un des deux.")
            raise StructBlockValidationError(block_errors={"page": error})
        return value


class LinkCardBlock(blocks.StructBlock):
    link = LinkBlock(label="Lien")
    text = blocks.TextBlock(label="Texte", rows=2, required=False)

    class Meta:
        icon = "link"
        label = "Carte"


class LinkCardsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre")
    cards = blocks.ListBlock(LinkCardBlock(), label="Cartes", min_num=1, max_num=6)

    class Meta:
        icon = "grip"
        label = "Cartes de liens"
        group = GROUP
        template = "blocks/link_cards.html"
        description = "Jusqu’à six renvois vers d’autres pages."
        preview_value = {
            "title": "Pour aller plus loin",
            "cards": [
                {
                    "link": {"label": "Le principe", "page": None, "url": "https://exemple.fr/"},
                    "text": "En trois minutes.",
                }
            ],
        }


class CallToActionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre")
    text = blocks.TextBlock(label="Texte", rows=2, required=False)
    link = LinkBlock(label="Bouton")

    class Meta:
        icon = "pick"
        label = "Invitation"
        group = GROUP
        template = "blocks/call_to_action.html"
        description = "Un panneau et un bouton : une seule par page."
        is_alone = True
        preview_value = {
            "title": "Vous accompagnez une famille ?",
            "text": "Trouvez le coordinateur de son territoire.",
            "link": {"label": "Trouver", "page": None, "url": "https://exemple.fr/"},
        }


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label="Document")
    text = blocks.CharBlock(label="Ce qu’on y trouve", required=False)

    class Meta:
        icon = "doc-full"
        label = "Document à télécharger"
        group = GROUP
        template = "blocks/document.html"
        description = "Un fichier, son format et son poids."

    def get_preview_value(self):
        """Show the tenant's newest document, if it has one."""
        document = get_document_model().objects.order_by("-created_at").first()
        return self.normalize({"document": document, "text": "Ce que l’on trouve dans ce document."})


class DocumentsBlock(blocks.StructBlock):
    """Several files under one title."""

    title = blocks.CharBlock(label="Titre")
    documents = blocks.ListBlock(DocumentBlock(), label="Documents", min_num=1, max_num=20)

    class Meta:
        icon = "folder-open-inverse"
        label = "Liste de documents"
        group = GROUP
        template = "blocks/documents.html"
        description = "Plusieurs fichiers sous un titre, chacun avec son format et son poids."

    def get_preview_value(self):
        """Show the tenant's newest documents, if it has some."""
        newest = get_document_model().objects.order_by("-created_at", "-pk")[:2]
        documents = [{"document": each, "text": "Ce que l’on y trouve."} for each in newest]
        return self.normalize({"title": "À télécharger", "documents": documents})
