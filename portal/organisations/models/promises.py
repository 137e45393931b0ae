from django.db import models

from portal.organisations.models.organisations import Organisation
from portal.tenancy.models import Invitation
from portal.tenancy.scoping import TenantModel


class PromisedAffiliation(TenantModel):
    """What an invitation promises beside access: whoever accepts it works for this organisation."""

    is_shown_to_the_public = False

    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="promised_affiliation")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="promised_affiliations")
    function = models.CharField("fonction", max_length=120, blank=True)

    class Meta:
        verbose_name = "affiliation promise"
        default_permissions = ()

    def __str__(self):
        return f"{self.invitation} – {self.organisation}"
