import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.organisations.models.organisations import Organisation
from portal.tenancy.models import Membership, Role
from portal.tenancy.scoping import TenantManager, TenantModel
from portal.territories.models.platforms import Telephone, phone_number

REVIEWED_EVERY = datetime.timedelta(days=91)
"""Three months, on the same day of the week: how long a word that somebody is still there holds."""


class AffiliationQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_on=None)

    def open(self):
        """Keep the current ones of people whose access is open: those a colleague may meet."""
        return self.current().filter(membership__ended_at=None, membership__user__is_active=True)

    def of_referent(self, membership: Membership):
        """Keep those that make ``membership`` the référent de structure of an organisation that exists."""
        return self.current().filter(membership=membership, is_referent=True, organisation__ended_on=None)

    def referents(self):
        """Keep those of the référents de structure who have access, in organisations that exist."""
        return self.open().filter(is_referent=True, organisation__ended_on=None)

    def to_confirm(self, day: datetime.date):
        """Keep those of whom nobody has said for three months, on that day, that they are still there.

        Whoever was just brought in counts as confirmed. Those who work in the back-office are out of it: the
        administration keeps their access.
        """
        since = day - REVIEWED_EVERY
        silent = Q(confirmed_on__lte=since) | Q(confirmed_on=None, started_on__lte=since)
        in_the_back_office = Q(membership__roles__overlap=sorted(Role.staff()))
        return self.open().filter(silent, organisation__ended_on=None).exclude(in_the_back_office)


class Affiliation(TenantModel):
    """A member works for an organisation: in what function, and whether as its référent de structure."""

    membership = models.ForeignKey(Membership, models.CASCADE, verbose_name="membre", related_name="affiliations")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name="organisation", related_name="affiliations"
    )
    function = models.CharField("fonction", max_length=120, blank=True)
    is_referent = models.BooleanField("référent ou référente de structure", default=False)
    started_on = models.DateField("depuis le", default=timezone.localdate)
    confirmed_on = models.DateField(
        "confirmé le",
        null=True,
        blank=True,
        help_text="Le dernier jour où l’on a dit que cette personne y travaille toujours.",
    )
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
            models.CheckConstraint(
                condition=Q(confirmed_on=None) | Q(confirmed_on__gte=F("started_on")),
                name="affiliation_is_confirmed_after_start",
                violation_error_message="La confirmation vient avant le début.",
            ),
        ]

    def __str__(self):
        return f"{self.membership.user} – {self.organisation}"

    def clean(self):
        super().clean()
        if self.confirmed_on and self.confirmed_on > timezone.localdate():
            raise ValidationError({"confirmed_on": "Ce jour n’est pas encore venu."})

    @property
    def to_confirm_from(self) -> datetime.date:
        """The day when three months have passed since somebody said that they work there."""
        return (self.confirmed_on or self.started_on) + REVIEWED_EVERY


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
