from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from portal.organisations.models import HasAudience
from portal.organisations.models.audiences import HasAudienceQuerySet
from portal.tenancy.scoping import TenantManager, TenantModel


class ExternalCalendar(HasAudience, TenantModel):
    """A partner's agenda, read from its address and shown beside ours: read-only, and never sent on in our feeds.

    A reading that fails leaves the entries of the last good one.
    """

    name = models.CharField("nom", max_length=80, help_text="« FAS Hauts-de-France » : on lira « agenda de … ».")
    address = models.URLField(
        "adresse", max_length=500,
        help_text="L’adresse publique au format iCalendar (.ics), qui commence par https://.",
    )  # fmt: skip
    is_active = models.BooleanField("lu régulièrement", default=True)
    tried_at = models.DateTimeField("dernière tentative", null=True, editable=False)
    fetched_at = models.DateTimeField("lu le", null=True, editable=False)
    failing_since = models.DateTimeField("en échec depuis le", null=True, editable=False)
    error = models.CharField("ce qui n’a pas marché", max_length=300, blank=True, editable=False)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    last_modified = models.CharField(max_length=60, blank=True, editable=False)

    objects = TenantManager.from_queryset(HasAudienceQuerySet)()

    class Meta:
        verbose_name = "agenda externe"
        verbose_name_plural = "agendas externes"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "address"], name="one_external_calendar_per_address",
                violation_error_message="Cet agenda est déjà dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(address__startswith="https://"), name="external_calendar_is_read_over_https",
                violation_error_message="L’adresse doit commencer par https://.",
            ),
            models.CheckConstraint(
                condition=Q(failing_since=None) | ~Q(error=""), name="external_calendar_that_fails_says_why"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.address and not self.address.startswith("https://"):
            raise ValidationError({"address": "L’adresse doit commencer par https://."})


class ExternalEntry(TenantModel):
    """One date of a partner's agenda, as plain text. Written by events.external alone."""

    calendar = models.ForeignKey(ExternalCalendar, models.CASCADE, related_name="entries")
    uid = models.CharField(max_length=255)
    recurrence = models.CharField(max_length=40, blank=True)
    title = models.CharField("titre", max_length=200)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    is_whole_days = models.BooleanField("journée entière", default=False)
    is_cancelled = models.BooleanField("annulé", default=False)
    place = models.CharField("lieu", max_length=200, blank=True)
    url = models.URLField("adresse", max_length=500, blank=True)
    text = models.TextField("de quoi il s’agit", max_length=2000, blank=True)

    class Meta:
        verbose_name = "date d’un agenda externe"
        default_permissions = ()
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["tenant", "starts_at"], name="external_entries_by_start")]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "uid", "recurrence"], name="one_row_per_external_date"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="external_entry_ends_after_it_starts"),
        ]

    def __str__(self):
        return self.title
