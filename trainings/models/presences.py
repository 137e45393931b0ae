import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.tenancy.scoping import TenantManager, TenantModel
from trainings.models.registrations import Registration
from trainings.models.sessions import HalfDay

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What a code is written with: no letter that could be read as a figure (Crockford)."""
CODE_LENGTH, GROUP = 20, 4
"""Twenty signs of 32: a hundred bits, which nobody guesses."""
MISREAD = str.maketrans("OIL", "011")


class Attendance(TenantModel):
    """Whether somebody was there on a half-day, as it was last ticked. ``marked_at`` is when it was, by the clock of
    who ticked: without a connection, it is written here later.
    """

    class Mark(models.TextChoices):
        PRESENT = "presente", "présente"
        EXCUSED = "excusee", "absente excusée"
        ABSENT = "absente", "absente"

    is_shown_to_the_public = False

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="attendance")
    half_day = models.ForeignKey(HalfDay, models.CASCADE, related_name="attendance")
    mark = models.CharField("présence", max_length=10, choices=Mark)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="pointée par", null=True, related_name="+"
    )
    marked_at = models.DateTimeField("pointée le")

    class Meta:
        verbose_name = "présence à une demi-journée"
        verbose_name_plural = "présences aux demi-journées"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["registration", "half_day"], name="one_mark_per_half_day"),
        ]

    def __str__(self):
        return f"{self.registration} – {self.half_day}"


def new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """Return a code as it is kept, whatever the case, the spaces and the dashes it was copied with."""
    return "".join(sign for sign in typed.upper() if sign.isalnum()).translate(MISREAD)


def in_groups(code: str) -> str:
    """Return a code as people read it: « 7K2M-9QXT-… »."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


class CertificateQuerySet(models.QuerySet):
    def valid(self):
        return self.filter(revoked_at=None)


class Certificate(TenantModel):
    """What somebody followed, as it was when it was written: two papers have its code, and anybody may check it.

    A copy, since names, titles and aims change afterwards. It is never changed: one that was wrong is revoked, and
    another is written.
    """

    is_shown_to_the_public = False

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="certificates")
    code = models.CharField(max_length=CODE_LENGTH, default=new_code, editable=False)
    issued_at = models.DateTimeField("établi le", default=timezone.now)
    name = models.CharField("nom", max_length=310)
    organisation = models.CharField("organisation", max_length=255, blank=True)
    title = models.CharField("formation", max_length=140)
    aims = models.TextField("objectifs", blank=True)
    institute = models.CharField("organisme de formation", max_length=255)
    hours = models.DecimalField("heures suivies", max_digits=5, decimal_places=2)
    half_days = models.JSONField("demi-journées suivies", default=list)
    """Of each half-day that was followed, its start and its end (ISO 8601)."""
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)
    reason = models.CharField("motif", max_length=300, blank=True)

    objects = TenantManager.from_queryset(CertificateQuerySet)()

    class Meta:
        verbose_name = "certificat"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["tenant", "code"], name="one_certificate_per_code"),
            models.UniqueConstraint(
                fields=["registration"], condition=Q(revoked_at=None), name="one_valid_certificate_per_registration"
            ),
            models.CheckConstraint(
                condition=Q(code__regex=f"^[{SIGNS}]{{{CODE_LENGTH}}}$"), name="certificate_has_a_whole_code"
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="certificate_is_for_some_hours"),
            models.CheckConstraint(condition=Q(revoked_at=None) | ~Q(reason=""), name="what_is_revoked_says_why"),
        ]

    def __str__(self):
        return f"{self.shown_code} – {self.title}"

    @property
    def shown_code(self) -> str:
        return in_groups(self.code)

    @property
    def masked_name(self) -> str:
        """Return « D… L… »: enough for who holds the paper, nothing for who does not."""
        return " ".join(f"{word[0]}…" for word in self.name.split() if word[0].isalpha())
