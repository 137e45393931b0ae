from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.design.templatetags.design import date
from portal.tenancy.reviewed import Reviewed, ReviewedQuerySet
from portal.tenancy.scoping import TenantManager, TenantModel

not_negative = MinValueValidator(Decimal(0), "Une valeur ne peut pas être négative.")


def value_field(label: str, **more) -> models.DecimalField:
    return models.DecimalField(label, max_digits=14, decimal_places=2, validators=[not_negative], **more)


class Figure(Reviewed, ClusterableModel, TenantModel):
    """What is measured. The latest of its values is the key figure; all of them are its series."""

    title = models.CharField(
        "ce que cela mesure", max_length=200, help_text="La suite de la valeur : « de taux de pauvreté à… »."
    )
    slug = models.SlugField("identifiant", max_length=80, help_text="Dans l’adresse du chiffre ; ne change plus.")
    theme = models.CharField(
        "thème", max_length=80, blank=True, help_text="Les chiffres d’un même thème sont présentés ensemble."
    )
    unit = models.CharField("unité", max_length=30, blank=True, help_text="« % », « ménages », « et plus »")
    comparison_label = models.CharField("comparé à", max_length=60, blank=True, help_text="« France métropolitaine »")
    source = models.CharField(
        "source", max_length=200, blank=True, help_text="Vide : le public lit « source à compléter »."
    )
    source_url = models.URLField("adresse de la source", blank=True)
    note = models.CharField("précision", max_length=300, blank=True, help_text="Champ, méthode, limite.")
    position = models.PositiveSmallIntegerField("rang", default=0)

    objects = TenantManager.from_queryset(ReviewedQuerySet)()

    class Meta:
        verbose_name = "chiffre clé"
        verbose_name_plural = "chiffres clés"
        ordering = ["position", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "slug"], name="one_figure_per_slug",
                violation_error_message="Un chiffre a déjà cet identifiant.",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.title


class FigureValue(TenantModel):
    """What a figure was, and when; what it is compared with, at the same time. At most one of a figure is undated."""

    figure = ParentalKey(Figure, on_delete=models.CASCADE, related_name="series", verbose_name="chiffre clé")
    value = value_field("valeur")
    comparison = value_field("valeur comparée", null=True, blank=True)
    as_of = models.DateField(
        "date", null=True, blank=True, help_text="Range les valeurs. Vide : le public lit « date à compléter »."
    )
    period = models.CharField(
        "période", max_length=40, blank=True, help_text="Lue à la place de la date : « 2019 », « hiver 2020-2021 »."
    )

    class Meta:
        verbose_name = "valeur"
        ordering = ["as_of", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "as_of"], name="one_value_of_a_figure_per_date", nulls_distinct=False,
                deferrable=models.Deferrable.DEFERRED,  # a form may give two values each other’s dates
                violation_error_message="Ce chiffre a déjà une valeur à cette date.",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0) & (Q(comparison=None) | Q(comparison__gte=0)),
                name="values_of_a_figure_are_not_negative",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.value}, {self.said_of or 'sans date'}"

    @property
    def said_of(self) -> str:
        """When this was so, in words: « 2019 », « 1er mars 2020 », or nothing."""
        return self.period or (date(self.as_of, "j F Y") if self.as_of else "")
