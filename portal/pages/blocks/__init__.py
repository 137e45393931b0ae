"""StreamField blocks, one module a family. No raw HTML, no embedded foreign page."""

from portal.pages.blocks.figures import KeyFiguresBlock
from portal.pages.blocks.guidance import (
    AccordionBlock,
    CalloutBlock,
    PrinciplesBlock,
    PublicsBlock,
    QuestionsBlock,
    StepsBlock,
)
from portal.pages.blocks.links import CallToActionBlock, DocumentBlock, DocumentsBlock, LinkCardsBlock
from portal.pages.blocks.media import GalleryBlock, PictureBlock, VideoBlock
from portal.pages.blocks.tables import TableBlock
from portal.pages.blocks.text import HeadingBlock, QuoteBlock, TextBlock

__all__ = ["BODY_BLOCKS"]

BODY_BLOCKS = [
    ("heading", HeadingBlock()),
    ("text", TextBlock()),
    ("quote", QuoteBlock()),
    ("callout", CalloutBlock()),
    ("figures", KeyFiguresBlock()),
    ("steps", StepsBlock()),
    ("principles", PrinciplesBlock()),
    ("publics", PublicsBlock()),
    ("questions", QuestionsBlock()),
    ("accordion", AccordionBlock()),
    ("table", TableBlock()),
    ("picture", PictureBlock()),
    ("gallery", GalleryBlock()),
    ("video", VideoBlock()),
    ("document", DocumentBlock()),
    ("documents", DocumentsBlock()),
    ("cards", LinkCardsBlock()),
    ("action", CallToActionBlock()),
]
