from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from wagtail.documents import get_document_model_string

from portal.pages.document_privacy import is_closed_to
from portal.pages.rows import Heading, Placed, Shown, ShownQuerySet
from portal.tenancy.models import Membership
from portal.tenancy.reviewed import Reviewed
from portal.tenancy.scoping import TenantManager, TenantModel

ERROR_BOTH = "Choisissez un document ou donnez une adresse, l’un des deux."


class ResourceTheme(Heading):
    class Meta(Heading.Meta):
        verbose_name = "thème"


class ResourceQuerySet(ShownQuerySet):
    def visible_to(self, membership: Membership | None):
        """Keep what is shown, without the documents that this member (None: a visitor) may not open."""
        return self.shown().filter(~is_closed_to(membership, "document__collection__path"))

    def by_theme(self):
        """Put them in the order of the page; what has no theme comes last."""
        return self.order_by(F("theme__position").asc(nulls_last=True), "theme__name", "position", "pk")


class Resource(Shown, Placed, Reviewed, TenantModel):
    """A document of ours, or a page elsewhere: exactly one of the two."""

    class Nature(models.TextChoices):
        DOCUMENT = "document", "document"
        LINK = "lien", "lien"

    title = models.CharField("titre", max_length=160)
    nature = models.CharField("nature", max_length=8, choices=Nature, default=Nature.LINK, editable=False)
    document = models.ForeignKey(
        get_document_model_string(), models.CASCADE, verbose_name="document", null=True, blank=True, related_name="+",
        help_text="Un fichier de ce site. S’il est supprimé, cette ligne l’est aussi.",
    )  # fmt: skip
    url = models.URLField(
        "ou adresse", max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])],
        help_text="Une page d’un autre site : https://…",
    )  # fmt: skip
    text = models.TextField("ce qu’on y trouve", max_length=400, blank=True)
    publisher = models.CharField("qui l’a publié", max_length=120, blank=True)
    published_on = models.DateField("publié le", null=True, blank=True)
    theme = models.ForeignKey(
        ResourceTheme, models.SET_NULL, verbose_name="thème", null=True, blank=True, related_name="resources"
    )

    objects = TenantManager.from_queryset(ResourceQuerySet)()

    class Meta:
        verbose_name = "ressource"
        ordering = ["position", "pk"]
        permissions = [("publish_resource", "Rendre une ressource visible")]
        constraints = [
            models.CheckConstraint(
                condition=Q(nature="document", document__isnull=False, url="")
                | Q(nature="lien", document__isnull=True) & ~Q(url=""),
                name="resource_is_a_document_or_a_link",
                violation_error_message=ERROR_BOTH,
            )
        ]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        self._tell_the_nature()
        if bool(self.document_id) == bool(self.url):
            raise ValidationError({"url": ERROR_BOTH})

    def save(self, *args, **kwargs):
        self._tell_the_nature()
        super().save(*args, **kwargs)

    def _tell_the_nature(self) -> None:
        self.nature = self.Nature.DOCUMENT if self.document_id else self.Nature.LINK

    @property
    def site_name(self) -> str:
        """Where a link leads: « www.exemple.fr »."""
        return self.url.partition("://")[2].partition("/")[0].lower()
