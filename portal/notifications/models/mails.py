import datetime
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from portal.notifications.headers import Letter
from portal.tenancy.scoping import TenantManager, TenantModel

KEPT_FOR = datetime.timedelta(days=30)
"""How long a mail stays once nothing more is tried: whom it went to and when, to answer « je n’ai rien reçu »."""


WHY = {
    "5.1.": "l’adresse n’existe pas", "5.2.1": "la boîte est fermée", "5.2.2": "la boîte est pleine",
    "4.2.2": "la boîte est pleine", "5.2.3": "le courriel est trop lourd", "5.3.4": "le courriel est trop lourd",
    "4.": "le serveur du destinataire n’a pas répondu", "5.4.": "le serveur du destinataire n’a pas été trouvé",
    "5.7.": "le serveur du destinataire l’a refusé",
}  # fmt: skip
"""Codes of RFC 3463, the narrower first."""


class MailQuerySet(models.QuerySet):
    def waiting(self):
        """Mails that are still to leave."""
        return self.filter(next_attempt_at__isnull=False)

    def due(self, now: datetime.datetime):
        """Mails whose next attempt has come."""
        return self.filter(next_attempt_at__lte=now)

    def abandoned(self):
        """Mails that never left, and that nobody tries any more."""
        return self.filter(sent_at=None, next_attempt_at=None)

    def in_state(self, state: "Mail.State"):
        """Mails of which ``state`` is true now; the same words as ``Mail.state``."""
        tried = models.Q(attempts__gt=0)
        return {
            Mail.State.SENT: self.exclude(sent_at=None).filter(bounced_at=None),
            Mail.State.RETURNED: self.exclude(bounced_at=None),
            Mail.State.WAITING: self.waiting().exclude(tried),
            Mail.State.REFUSED: self.waiting().filter(tried),
            Mail.State.ABANDONED: self.abandoned(),
        }[state]

    def expired(self, now: datetime.datetime):
        return self.filter(next_attempt_at=None, created_at__lt=now - KEPT_FOR)


class Mail(TenantModel):
    """A mail of a tenant: kept until it has left. What it says may hold a way into an account.

    ``next_attempt_at`` is empty once it has left, or has been given up.
    """

    class State(models.TextChoices):
        SENT = "parti", "parti"
        RETURNED = "revenu", "revenu : le destinataire ne l’a pas reçu"
        WAITING = "attente", "en attente d’envoi"
        REFUSED = "refuse", "refusé, nouvel essai prévu"
        ABANDONED = "abandonne", "abandonné"

    is_shown_to_the_public = False

    to = ArrayField(models.CharField(max_length=320), verbose_name="destinataires")
    cc = ArrayField(models.CharField(max_length=320), verbose_name="en copie", default=list)
    bcc = ArrayField(models.CharField(max_length=320), verbose_name="en copie cachée", default=list)
    reply_to = ArrayField(models.CharField(max_length=320), verbose_name="réponse à", default=list)
    subject = models.TextField("objet")
    text = models.TextField("texte", blank=True)
    html = models.TextField("texte mis en forme", blank=True)
    headers = models.JSONField("en-têtes", default=dict)
    created_at = models.DateTimeField("écrit le", default=timezone.now)
    sent_at = models.DateTimeField("parti le", null=True)
    next_attempt_at = models.DateTimeField("prochain essai", null=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    last_error = models.TextField("dernière erreur", blank=True)
    bounced_at = models.DateTimeField("revenu le", null=True)
    # RFC 3463: « 5.1.1 ». PostgreSQL has the default too: the release before knows nothing of it.
    bounce_code = models.CharField("motif du retour", max_length=11, blank=True, default="", db_default="")

    objects = TenantManager.from_queryset(MailQuerySet)()

    class Meta:
        verbose_name = "courriel"
        verbose_name_plural = "courriels"
        permissions = [("watch_mails", "suivre les courriels")]
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["tenant", "-created_at"], name="mail_newest"),
            models.Index(
                fields=["next_attempt_at"], condition=models.Q(next_attempt_at__isnull=False), name="mail_due"
            ),
            models.Index(fields=["tenant"], condition=models.Q(bounced_at__isnull=False), name="mail_returned"),
            models.Index(fields=["next_attempt_at"], condition=models.Q(sent_at__isnull=True), name="mail_unsent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(next_attempt_at=None), name="sent_mail_is_not_tried_again"
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def sender(self) -> str:
        """The tenant's name, at the installation's address."""
        _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        return str(Address(display_name=self.tenant.name, addr_spec=address))

    @property
    def is_abandoned(self) -> bool:
        return self.sent_at is None and self.next_attempt_at is None

    @property
    def state(self) -> State:
        if self.bounced_at:
            return self.State.RETURNED
        if self.sent_at:
            return self.State.SENT
        if self.is_abandoned:
            return self.State.ABANDONED
        return self.State.REFUSED if self.attempts else self.State.WAITING

    @property
    def why_it_came_back(self) -> str:
        """What the code of a bounce means, in words."""
        whys = [WHY[code] for code in WHY if self.bounce_code.startswith(code)]
        return whys[0] if whys else "motif inconnu"

    def as_message(self, return_to: str = "") -> Letter:
        """Return the mail as it leaves, with what is attached to it; ``return_to``: where reports about it go."""
        headers = self.headers | ({"From": self.sender} if return_to else {})
        message = Letter(
            self.subject, self.text, return_to or self.sender, self.to,
            cc=self.cc, bcc=self.bcc, reply_to=self.reply_to, headers=headers,
        )  # fmt: skip
        if self.html:
            message.attach_alternative(self.html, "text/html")
        for attachment in self.attachments.order_by("pk"):
            message.attach(attachment.name, bytes(attachment.content), attachment.content_type)
        return message

    def erase(self) -> None:
        """Forget what the mail said."""
        self.text = self.html = ""
        self.save(update_fields=["text", "html"])
        self.attachments.all().delete()


class MailAttachment(TenantModel):
    """A file that leaves with a mail, and is forgotten with what the mail said."""

    is_shown_to_the_public = False

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="attachments")
    name = models.CharField("nom", max_length=255)
    content_type = models.CharField("nature", max_length=127)
    content = models.BinaryField("contenu")

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"

    def __str__(self):
        return self.name
