from wagtail import blocks
from wagtail.images.blocks import ImageBlock

GROUP = "Images"


class PictureBlock(blocks.StructBlock):
    """An image with its alternative text (or marked decorative), and a caption."""

    image = ImageBlock(label="Image")
    caption = blocks.CharBlock(label="Légende", required=False)

    class Meta:
        icon = "image"
        label = "Image"
        group = GROUP
        template = "blocks/picture.html"
        description = "Une image, son texte de remplacement et sa légende."
