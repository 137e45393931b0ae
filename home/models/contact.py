import datetime

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from home.contact.subjects import ContactSubject
from portal.tenancy.scoping import TenantManager, TenantModel
from portal.territories.models import Platform
from portal.territories.models.platforms import mail_address

MONTH = datetime.timedelta(days=30)
LONGEST_KEPT = 12  # months


class ContactPolicy(TenantModel):
    """How long the messages of a tenant are kept: long enough to answer, as the form says. One row a tenant.

    It comes with the tenant's first pages for those who write: a tenant without it has none of them yet.
    """

    kept_months = models.PositiveSmallIntegerField(
        "durée de conservation, en mois de 30 jours", default=3,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_KEPT)],
        help_text=f"De 1 à {LONGEST_KEPT}. Le formulaire l’annonce ; les messages plus anciens sont effacés.",
    )  # fmt: skip

    class Meta:
        verbose_name = "conservation des messages"
        verbose_name_plural = "conservation des messages"
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="one_contact_policy_per_tenant"),
            models.CheckConstraint(
                condition=Q(kept_months__gte=1, kept_months__lte=LONGEST_KEPT), name="messages_are_kept_a_year_at_most"
            ),
        ]

    def __str__(self):
        return f"{self.kept_days} jours"

    @property
    def kept_days(self) -> int:
        return self.kept_months * MONTH.days

    @classmethod
    def current(cls) -> "ContactPolicy":
        """Return that of the tenant that asks; the usual one when nothing was decided."""
        return cls.objects.first() or cls()


class ContactRoute(TenantModel):
    """A subject of the form that somebody else answers: their address comes before the platform's."""

    is_shown_to_the_public = False

    subject = models.CharField("sujet", max_length=20, choices=ContactSubject.written_choices())
    email = models.CharField(
        "courriel", max_length=254, validators=[mail_address],
        help_text="Les messages sur ce sujet y vont, quelle que soit la commune.",
    )  # fmt: skip

    class Meta:
        verbose_name = "destinataire d’un sujet"
        verbose_name_plural = "destinataires par sujet"
        ordering = ["subject"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "subject"], name="one_contact_route_per_subject",
                violation_error_message="Ce sujet a déjà un destinataire.",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.get_subject_display()


class ContactMessageQuerySet(models.QuerySet):
    def expired(self, kept: datetime.timedelta, now: datetime.datetime | None = None):
        return self.filter(created_at__lt=(now or timezone.now()) - kept)

    def waiting(self):
        """Those that nobody was given yet."""
        return self.filter(state=ContactMessage.State.WAITING, mail_key="")

    def wanting(self):
        """Those of which something went wrong, and that nobody has looked at since."""
        return self.exclude(failure="").filter(settled_at=None)


class ContactMessage(TenantModel):
    """A message written through the contact form, kept until it surely arrived, then purged.

    ``platform`` is empty for the tenant's general contact. ``mail_key`` is the Message-ID of the mail that carries it
    now; ``refused`` the addresses that the mail server cannot write to.
    """

    class State(models.TextChoices):
        WAITING = "attente", "en attente"
        SENT = "transmis", "transmis"
        FAILED = "echec", "échec"

    is_shown_to_the_public = False

    platform = models.ForeignKey(Platform, models.SET_NULL, verbose_name="plateforme", null=True, blank=True)
    subject = models.CharField(
        "sujet", max_length=20, choices=ContactSubject.written_choices(), default=ContactSubject.OTHER
    )
    commune = models.CharField("commune", max_length=100, blank=True)
    name = models.CharField("nom", max_length=120)
    email = models.EmailField("courriel", max_length=254)
    message = models.TextField("message", max_length=4000)
    created_at = models.DateTimeField("reçu le", default=timezone.now, editable=False)
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING, editable=False)
    sent_at = models.DateTimeField("transmis le", null=True, editable=False)
    sent_to = ArrayField(models.CharField(max_length=254), verbose_name="destinataires", default=list, editable=False)
    mail_key = models.CharField("courriel qui le porte", max_length=255, blank=True, editable=False)
    refused = ArrayField(
        models.CharField(max_length=254), verbose_name="adresses refusées", default=list, editable=False
    )
    failure = models.TextField("ce qui n’a pas marché", blank=True, editable=False)
    settled_at = models.DateTimeField("vu par l’équipe le", null=True, editable=False)

    objects = TenantManager.from_queryset(ContactMessageQuerySet)()

    class Meta:
        verbose_name = "message reçu"
        verbose_name_plural = "messages reçus"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["mail_key"], condition=~Q(mail_key=""), name="message_of_a_mail")]

    def __str__(self):
        return f"{self.name}, {self.created_at:%d/%m/%Y}"

    def get_sent_to_display(self) -> str:
        return ", ".join(self.sent_to) or "—"

    @property
    def is_wanting(self) -> bool:
        return bool(self.failure) and self.settled_at is None
