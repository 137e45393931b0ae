"""Images and documents of a tenant. Their files lie below the tenant's own folder."""

from pathlib import PurePath

from django.db import models
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet
from wagtail.search import index

from portal.tenancy.scoping import TenantManager, TenantModel


def document_path(document, filename: str) -> str:
    return f"t/{document.tenant_id}/documents/{PurePath(filename).name}"


class Weighed:
    """A file's weight is noted when it is uploaded. Where it was not, reading it does not write it, as Wagtail would:
    a visit would change the row, drop the tenant's cache and index the file again."""

    def get_file_size(self) -> int | None:
        """Return the weight in bytes, or None when the file is lost."""
        if self.file_size is not None:
            return self.file_size
        try:
            return self.file.size
        except OSError:
            return None


class PortalImage(Weighed, AbstractImage, TenantModel):
    """``description`` is the alternative text; a page cannot be published with an image that lacks it."""

    credit = models.CharField("crédit", max_length=160, blank=True)

    objects = TenantManager.from_queryset(ImageQuerySet)()

    admin_form_fields = ("title", "file", "description", "credit", "collection",
                         "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")  # fmt: skip
    search_fields = [*AbstractImage.search_fields, index.FilterField("tenant")]

    class Meta(AbstractImage.Meta):
        verbose_name = "image"

    def get_upload_to(self, filename):
        self.adopt_tenant()
        return f"t/{self.tenant_id}/{super().get_upload_to(filename)}"


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter")
        ]

    def get_upload_to(self, filename):
        return f"t/{self.image.tenant_id}/{super().get_upload_to(filename)}"


class PortalDocument(Weighed, AbstractDocument, TenantModel):
    """A document of the public pages. Private files are portal.documents' matter."""

    file = models.FileField("fichier", upload_to=document_path)

    objects = TenantManager.from_queryset(DocumentQuerySet)()

    admin_form_fields = ("title", "file", "collection")
    search_fields = [*AbstractDocument.search_fields, index.FilterField("tenant")]

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"

    def clean(self):
        self.adopt_tenant()
        super().clean()

    def save(self, *args, **kwargs):
        self.adopt_tenant()  # before the file is written: its path names the tenant
        super().save(*args, **kwargs)
