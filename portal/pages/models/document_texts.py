from django.db import models

from portal.pages.models.media import PortalDocument
from portal.tenancy.scoping import TenantModel


class DocumentText(TenantModel):
    """The words of a public document's file, for the search: apart, for no list needs them."""

    document = models.OneToOneField(PortalDocument, models.CASCADE, related_name="words")
    of_file = models.CharField("fichier lu", max_length=120, editable=False)
    text = models.TextField("texte", blank=True)

    class Meta:
        verbose_name = "texte d’un document public"
        default_permissions = ()

    def __str__(self):
        return str(self.document)
