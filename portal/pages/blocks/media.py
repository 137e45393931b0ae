from django.db.models import prefetch_related_objects
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from portal.pages.blocks.text import TEXT_FEATURES

GROUP = "Images"


def newest_images(most: int) -> list:
    """Return the tenant's newest images, for previews, each with its own description as the alternative."""
    images = list(get_image_model().objects.order_by("-created_at", "-pk")[:most])
    for image in images:
        image.contextual_alt_text, image.decorative = image.description, False
    return images


class PictureBlock(blocks.StructBlock):
    """An image with its alternative text (or marked decorative), and a caption. Its credit is the image's own."""

    image = ImageBlock(label="Image")
    caption = blocks.CharBlock(label="Légende", required=False)

    class Meta:
        icon = "image"
        label = "Image"
        group = GROUP
        template = "blocks/picture.html"
        description = "Une image, son texte de remplacement et sa légende ; le crédit vient de la médiathèque."

    def get_preview_value(self):
        """Show the tenant's newest image, if it has one."""
        image = next(iter(newest_images(1)), None)
        return self.normalize({"image": image, "caption": "Une légende dit ce que l’image montre."})


class GalleryBlock(blocks.StructBlock):
    """Several images, each with its alternative and its caption, side by side: nothing slides nor hides."""

    title = blocks.CharBlock(label="Titre")
    pictures = blocks.ListBlock(PictureBlock(), label="Images", min_num=2, max_num=12)

    class Meta:
        icon = "media"
        label = "Galerie"
        group = GROUP
        template = "blocks/gallery.html"
        description = "Deux à douze images côte à côte, chacune avec son texte de remplacement."

    def get_context(self, value, parent_context=None):
        """Read the cuts of all the images at once."""
        images = [picture["image"] for picture in value["pictures"] if picture["image"]]
        prefetch_related_objects(images, "renditions")
        return super().get_context(value, parent_context)

    def get_preview_value(self):
        """Show the tenant's newest images, if it has some."""
        pictures = [{"image": image, "caption": ""} for image in newest_images(3)]
        return self.normalize({"title": "Le lieu en images", "pictures": pictures})


class VideoBlock(blocks.StructBlock):
    """A video that stays at its host: a picture, a link that says where it leads, and what is said in it.

    Nothing is asked of the host before the reader chooses to go there, so no consent has to be asked either
    (loi Informatique et Libertés, art. 82). The transcript is what RGAA 4.1 asks for (criterion 4.1).
    """

    title = blocks.CharBlock(label="Titre")
    image = ImageBlock(label="Image d’illustration", required=False)
    url = blocks.URLBlock(label="Adresse de la vidéo", help_text="Chez son hébergeur, sous-titrée de préférence.")
    host = blocks.CharBlock(label="Site qui l’héberge", max_length=60, help_text="Comme le public le connaît.")
    duration = blocks.CharBlock(label="Durée", max_length=20, required=False, help_text="« 3 min 20 »")
    transcript = blocks.RichTextBlock(
        label="Transcription", features=TEXT_FEATURES, help_text="Tout ce qui est dit et montré d’utile."
    )

    class Meta:
        icon = "view"
        label = "Vidéo"
        group = GROUP
        template = "blocks/video.html"
        description = "Un lien vers une vidéo et sa transcription ; rien n’est chargé d’ailleurs sans clic."

    def get_preview_value(self):
        """Show the tenant's newest image, if it has one."""
        image = next(iter(newest_images(1)), None)
        words = {"title": "La plateforme en trois minutes", "host": "exemple.fr", "duration": "3 min"}
        transcript = "<p>« Bonjour. Ici, une situation est toujours étudiée. »</p>"
        return self.normalize(words | {"image": image, "url": "https://exemple.fr/video", "transcript": transcript})
