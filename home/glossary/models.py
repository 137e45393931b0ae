from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify

from portal.tenancy.facts import declare
from portal.tenancy.reviewed import Reviewed, ReviewedQuerySet
from portal.tenancy.scoping import TenantManager, TenantModel

SHORTEST = 2
TERMS = "terms"


class Term(Reviewed, TenantModel):
    """A word of the field, the ways to write it, and what it means."""

    term = models.CharField("terme", max_length=80, help_text="Un sigle en capitales, un mot en minuscules.")
    slug = models.SlugField("identifiant", max_length=80, help_text="Dans l’adresse du terme ; ne change plus.")
    other_forms = models.TextField(
        "autres formes", max_length=400, blank=True,
        help_text="Une par ligne : le sigle, le nom développé, un pluriel irrégulier (« baux glissants »).",
    )  # fmt: skip
    definition = models.CharField("définition", max_length=300, help_text="Une phrase, lue au bas des pages.")
    more = models.TextField("pour en savoir plus", max_length=2000, blank=True, help_text="Dans le glossaire seul.")

    objects = TenantManager.from_queryset(ReviewedQuerySet)()

    class Meta:
        verbose_name = "terme du glossaire"
        verbose_name_plural = "termes du glossaire"
        ordering = ["term"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "slug"], name="one_term_per_slug",
                violation_error_message="Un terme a déjà cet identifiant.",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.term

    def clean(self):
        super().clean()
        self.other_forms = "\n".join(line.strip() for line in self.other_forms.splitlines() if line.strip())
        for field, words in (("term", [self.term.strip()]), ("other_forms", self.other_forms.splitlines())):
            if too_short := [word for word in words if len(slugify(word)) < SHORTEST]:
                raise ValidationError({field: f"Deux lettres au moins : « {too_short[0]} »."})

    @property
    def forms(self) -> tuple[str, ...]:
        """All the ways to write it, the term first."""
        return (self.term, *self.other_forms.splitlines())


declare(TERMS, lambda tenant: Term.objects.filter(tenant=tenant), "slug", "term", "other_forms", "definition")
