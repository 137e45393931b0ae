"""The nation's geography, the same for every tenant; replaced once a year by ``import_communes``."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.text import slugify


class Departement(models.Model):
    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=60)
    region_name = models.CharField("région", max_length=60, blank=True)

    class Meta:
        verbose_name = "département"
        ordering = ["code"]

    def __str__(self):
        return f"{self.name} ({self.code})"


class Intercommunality(models.Model):
    """An EPCI à fiscalité propre, by its SIREN."""

    class Kind(models.TextChoices):
        CC = "CC", "communauté de communes"
        CA = "CA", "communauté d’agglomération"
        CU = "CU", "communauté urbaine"
        METRO = "METRO", "métropole"
        MET69 = "MET69", "métropole de Lyon"

    siren = models.CharField("SIREN", max_length=9, primary_key=True)
    name = models.CharField("nom", max_length=120)
    kind = models.CharField("nature", max_length=5, choices=Kind)

    class Meta:
        verbose_name = "intercommunalité"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Commune(models.Model):
    """A commune of today, by its INSEE code. Several communes share a postal code, and some have several."""

    code = models.CharField("code INSEE", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=100)
    departement = models.ForeignKey(Departement, models.PROTECT, verbose_name="département")
    intercommunality = models.ForeignKey(
        Intercommunality, models.PROTECT, verbose_name="intercommunalité", null=True, blank=True
    )
    population = models.PositiveIntegerField("population municipale", null=True, blank=True)
    postal_codes = ArrayField(models.CharField(max_length=5), verbose_name="codes postaux", default=list)
    # [[[x, y], …], …] rings in degrees, outer rings only; null where no contour was imported.
    contour = models.JSONField("contour", null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name", "code"]
        indexes = [GinIndex(fields=["postal_codes"], name="commune_postal_codes")]

    def __str__(self):
        return f"{self.name} ({self.departement_id})"

    @property
    def slug(self) -> str:
        return slugify(self.name.replace("œ", "oe").replace("Œ", "Oe").replace("'", " "))


class PlaceName(models.Model):
    """A name under which people look for a commune: its own, an old one, an everyday one."""

    class Kind(models.TextChoices):
        CURRENT = "actuel", "nom actuel"
        OLD = "ancien", "ancien nom ou commune déléguée"
        EVERYDAY = "usuel", "nom usuel"

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="names")
    name = models.CharField("nom", max_length=120)
    kind = models.CharField("nature", max_length=6, choices=Kind)
    # As portal.territories.names.normalise() writes it; ``bare`` is the same without its leading article.
    normalised = models.CharField(max_length=120, db_index=True, editable=False)
    bare = models.CharField(max_length=120, db_index=True, editable=False)

    class Meta:
        verbose_name = "nom de lieu"
        verbose_name_plural = "noms de lieux"
        constraints = [models.UniqueConstraint(fields=["commune", "kind", "name"], name="one_place_name_per_commune")]

    def __str__(self):
        return self.name


class Cedex(models.Model):
    """A business postal code and the communes it serves."""

    code = models.CharField("code CEDEX", max_length=5, primary_key=True)
    label = models.CharField("libellé", max_length=60)
    communes = ArrayField(models.CharField(max_length=5), verbose_name="codes INSEE")

    class Meta:
        verbose_name = "code CEDEX"
        verbose_name_plural = "codes CEDEX"

    def __str__(self):
        return f"{self.code} {self.label}"
