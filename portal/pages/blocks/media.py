from wagtail import blocks
from wagtail.images import get_image_model
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

    def get_preview_value(self):
        """Show the tenant's newest image, if it has one."""
        image = get_image_model().objects.order_by("-created_at").first()
        if image:
            image.contextual_alt_text, image.decorative = image.description, False
        return self.normalize({"image": image, "caption": "Une légende dit ce que l’image montre, et qui l’a faite."})
