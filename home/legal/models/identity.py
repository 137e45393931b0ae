from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from portal.design.typography import NBSP
from portal.tenancy.facts import declare
from portal.tenancy.scoping import TenantModel

PUBLISHER = "publisher"
PUBLISHER_FIELDS = ("publisher", "address", "siret")
DPO_FIELDS = ("dpo_name", "dpo_contact")
MANDATORY = {
    # field: what is missing, in words (LCEN, article 1-1; RGPD, articles 13 and 37)
    "publisher": "le nom de la collectivité qui publie",
    "address": "son adresse postale",
    "phone": "son téléphone",
    "siret": "son numéro SIRET",
    "director": "le directeur ou la directrice de la publication",
    "host_name": "le nom de l’hébergeur",
    "host_address": "l’adresse de l’hébergeur",
    "host_phone": "le téléphone de l’hébergeur",
    "dpo_name": "le délégué ou la déléguée à la protection des données",
    "dpo_contact": "comment joindre le délégué ou la déléguée à la protection des données",
}
"""What a portal may not open without: the one place that says so. The database repeats it (migration 0002)."""
FIELDS = (*MANDATORY, "legal_form", "email")


def check_siret(value: str) -> None:
    """Refuse what is not a SIRET: 14 digits whose Luhn sum is a multiple of 10.

    La Poste's establishments have a rule of their own: it publishes no tenant's portal.
    """
    if len(value) != 14 or not value.isdecimal():
        raise ValidationError("Un numéro SIRET a quatorze chiffres.")
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(value))
    if sum(number - 9 if number > 9 else number for number in doubled) % 10:
        raise ValidationError("Ce numéro SIRET ne peut pas exister : un chiffre est sans doute faux.")


@dataclass(frozen=True)
class Fact:
    """One line of a public page. An empty ``value`` is missing, and said to be."""

    name: str
    label: str
    value: str
    is_example: bool


class LegalIdentity(TenantModel):
    """Who publishes this portal, who answers for it, who hosts it, and whom to ask about personal data.

    One row a tenant, made with it. An empty field is not known yet: a task for the administration, and the public
    pages say that it is being completed. ``examples`` names the fields whose value is no real one.
    """

    publisher = models.CharField("nom de la collectivité", max_length=200, blank=True)
    legal_form = models.CharField(
        "forme juridique", max_length=120, blank=True, help_text="« Collectivité territoriale ». Facultatif."
    )
    address = models.TextField("adresse postale", max_length=400, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("courriel", max_length=254, blank=True, help_text="Facultatif.")
    siret = models.CharField("numéro SIRET", max_length=14, blank=True, validators=[check_siret])
    director = models.CharField(
        "directeur ou directrice de la publication", max_length=200, blank=True,
        help_text="La fonction, le nom, ou les deux : qui dirige l’exécutif de la collectivité.",
    )  # fmt: skip
    host_name = models.CharField("nom de l’hébergeur", max_length=200, blank=True)
    host_address = models.TextField("adresse de l’hébergeur", max_length=400, blank=True)
    host_phone = models.CharField("téléphone de l’hébergeur", max_length=20, blank=True)
    dpo_name = models.CharField(
        "délégué ou déléguée à la protection des données", max_length=200, blank=True,
        help_text="Un nom ou un service.",
    )  # fmt: skip
    dpo_contact = models.TextField(
        "comment joindre le délégué ou la déléguée", max_length=400, blank=True,
        help_text="Un courriel ou une adresse postale.",
    )  # fmt: skip
    examples = ArrayField(
        models.CharField(max_length=20), verbose_name="valeurs données en exemple", default=list, blank=True
    )

    class Meta:
        verbose_name = "mentions légales"
        verbose_name_plural = "mentions légales"
        default_permissions = ("change",)
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="one_legal_identity_per_tenant"),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__regex="^[0-9]{14}$"), name="siret_is_fourteen_digits"
            ),
            models.CheckConstraint(condition=Q(examples__contained_by=list(FIELDS)), name="legal_examples_are_fields"),
        ]  # fmt: skip

    def __str__(self):
        return self.publisher or "mentions légales"

    @property
    def missing(self) -> list[tuple[str, str]]:
        """Return (field, in words) for each mandatory field that is not known yet."""
        return [(name, words) for name, words in MANDATORY.items() if not getattr(self, name).strip()]

    @property
    def siret_display(self) -> str:
        """Return « 123 456 789 00012 »."""
        one = self.siret
        return NBSP.join([one[:3], one[3:6], one[6:9], one[9:]]) if one else ""

    @property
    def address_on_one_line(self) -> str:
        return ", ".join(line.strip() for line in self.address.splitlines() if line.strip())

    def facts(self, *names: str) -> list[Fact]:
        """Return these fields as a page tells them; one that is empty and that nobody must give is left out."""
        return [
            Fact(name, self._meta.get_field(name).verbose_name, self._said(name), name in self.examples)
            for name in names
            if name in MANDATORY or getattr(self, name)
        ]

    def _said(self, name: str) -> str:
        return self.siret_display if name == "siret" else getattr(self, name).strip()


declare(
    PUBLISHER, lambda tenant: LegalIdentity.objects.filter(tenant=tenant), *PUBLISHER_FIELDS, *DPO_FIELDS, "examples"
)
