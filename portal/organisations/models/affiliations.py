from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.organisations.models.organisations import Organisation
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel
from portal.territories.models.platforms import Telephone, phone_number


class AffiliationQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_on=None)

    def open(self):
        """Keep the current ones of people whose access is open: those a colleague may meet."""
        return self.current().filter(membership__ended_at=None, membership__user__is_active=True)

    def of_referent(self, membership: Membership):
        """Keep those that make ``membership`` the référent de structure of an organisation that exists."""
        return self.current().filter(membership=membership, is_referent=True, organisation__ended_on=None)


class Affiliation(TenantModel):
    """A member works for an organisation: in what function, and whether as its référent de structure."""

    membership = models.ForeignKey(Membership, models.CASCADE, verbose_name="membre", related_name="affiliations")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name="organisation", related_name="affiliations"
    )
    function = models.CharField("fonction", max_length=120, blank=True)
    is_referent = models.BooleanField("référent ou référente de structure", default=False)
    started_on = models.DateField("depuis le", default=timezone.localdate)
    ended_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = TenantManager.from_queryset(AffiliationQuerySet)()

    class Meta:
        verbose_name = "affiliation"
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "organisation"],
                condition=Q(ended_on=None),
                name="one_current_affiliation",
                violation_error_message="Cette personne travaille déjà pour cette organisation.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="affiliation_ends_after_start",
                violation_error_message="La fin vient avant le début.",
            ),
        ]

    def __str__(self):
        return f"{self.membership.user} – {self.organisation}"


class Profile(Telephone, TenantModel):
    """What a member lets colleagues see in the directory. Without a row: the name and the organisation."""

    is_shown_to_the_public = False

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="profile")
    phone = models.CharField("téléphone professionnel", max_length=20, blank=True, validators=[phone_number])
    mission = models.CharField(
        "ce que je fais", max_length=200, blank=True, help_text="En une phrase : « J’accompagne les sorties d’hôtel. »"
    )
    is_listed = models.BooleanField("apparaître dans l’annuaire", default=True)
    shows_phone = models.BooleanField("montrer mon téléphone aux membres", default=False)
    shows_email = models.BooleanField("montrer mon courriel aux membres", default=False)

    class Meta:
        verbose_name = "profil"

    def __str__(self):
        return str(self.membership.user)
