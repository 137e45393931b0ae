from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from portal.tenancy.reviewed import Reviewed
from portal.tenancy.scoping import TenantModel

# A telephone number in France, as people write it; RFC 6531 lets an address have accents before the @.
phone_number = RegexValidator(
    r"^(\+33\s?[1-9]|0[1-9])([\s.]?\d{2}){4}$", "Un numéro à dix chiffres : « 06 48 71 29 98 »."
)
mail_address = RegexValidator(
    r"^[^\s@<>()\[\],;:\\\"]+@[^\s@<>]+\.[^\s@<>.]{2,}$", "Une adresse comme nom@organisme.fr."
)


class Telephone(models.Model):
    """A number that may be missing, as it is dialled and as it is read."""

    phone = models.CharField("téléphone", max_length=20, blank=True, validators=[phone_number])

    class Meta:
        abstract = True

    @property
    def phone_digits(self) -> str:
        """Return the number as ``0648712998``, or an empty string."""
        digits = "".join(c for c in self.phone if c.isdigit())
        return f"0{digits[2:]}" if digits.startswith("33") else digits

    @property
    def phone_uri(self) -> str:
        """Return ``tel:+33648712998`` (RFC 3966), or an empty string."""
        return f"tel:+33{self.phone_digits[1:]}" if self.phone else ""

    @property
    def phone_display(self) -> str:
        """Return the number by pairs, kept on one line: « 06 48 71 29 98 »."""
        digits = self.phone_digits
        return "\N{NO-BREAK SPACE}".join(digits[i : i + 2] for i in range(0, len(digits), 2))


class Contact(Telephone):
    """How to reach a body: each way may be missing, and a missing one is said."""

    email = models.CharField("courriel", max_length=254, blank=True, validators=[mail_address])

    class Meta:
        abstract = True

    @property
    def email_needs_checking(self) -> bool:
        """An address outside ASCII is lawful (RFC 6531) but many mail systems refuse it: ask its owner."""
        return bool(self.email) and not self.email.isascii()


class Platform(Contact, Reviewed, TenantModel):
    """A Logement d'abord platform: one coordinator for a territory. Its contacts are read again each half-year."""

    review_months = 6

    name = models.CharField("nom", max_length=80, help_text="Sans « plateforme » : « Lens-Hénin ».")
    slug = models.SlugField("identifiant", max_length=80, help_text="Dans l’adresse de sa page ; ne change plus.")
    title = models.CharField(
        "nom complet", max_length=120, help_text="« plateforme de Lens-Hénin », « plateforme du Calaisis »."
    )
    carrier = models.CharField("organisme porteur", max_length=120, blank=True)
    # SVG path of the territory in the frame of the tenant's map; redrawn when coverage changes.
    outline = models.TextField(editable=False, blank=True)
    label_x = models.FloatField(editable=False, default=0)
    label_y = models.FloatField(editable=False, default=0)

    class Meta:
        verbose_name = "plateforme"
        ordering = ["name"]
        permissions = [("keep_every_platform", "tenir toutes les plateformes")]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "slug"], name="one_platform_per_slug",
                violation_error_message="Une plateforme a déjà cet identifiant.",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def is_complete(self) -> bool:
        return bool(self.phone and self.email)


class OtherBody(Contact, Reviewed, TenantModel):
    """A body that is none of the tenant's platforms and answers for a part of its territory."""

    name = models.CharField("nom", max_length=120)
    slug = models.SlugField("identifiant", max_length=80)
    explanation = models.TextField("explication pour le public", blank=True)
    outline = models.TextField(editable=False, blank=True)
    label_x = models.FloatField(editable=False, default=0)
    label_y = models.FloatField(editable=False, default=0)

    class Meta:
        verbose_name = "autre organisme"
        verbose_name_plural = "autres organismes"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "slug"], name="one_other_body_per_slug"),
        ]

    def __str__(self):
        return self.name

    @property
    def has_contact(self) -> bool:
        return bool(self.phone or self.email)


class Target(models.Model):
    """Who answers: a platform, or another body; never both. It stays while a commune depends on it."""

    platform = models.ForeignKey(Platform, models.PROTECT, verbose_name="plateforme", null=True, blank=True)
    other_body = models.ForeignKey(OtherBody, models.PROTECT, verbose_name="autre organisme", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def target(self) -> Platform | OtherBody | None:
        return self.platform or self.other_body

    def clean(self):
        super().clean()
        if self.platform_id and self.other_body_id:
            raise ValidationError({"other_body": "Choisissez une plateforme ou un autre organisme, pas les deux."})


AT_MOST_ONE = Q(platform=None) | Q(other_body=None)
EXACTLY_ONE = (Q(platform=None) & ~Q(other_body=None)) | (~Q(platform=None) & Q(other_body=None))
