import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.tenancy.scoping import TenantManager, TenantModel

JOURNAL_KEPT_FOR = datetime.timedelta(days=365)
"""CNIL, délibération n° 2021-122 on access logs: between six months and a year. The database allows no less."""


class EntryQuerySet(models.QuerySet):
    def over(self, now: datetime.datetime):
        """Keep those whose time is over: the only ones that the database lets go."""
        return self.filter(at__lt=now - JOURNAL_KEPT_FOR)


class JournalEntry(TenantModel):
    """Who did what to a solicitation, or read it, and when. Written once: the database refuses to change an entry, and
    to erase one before its time (migration 0002).

    It points at nobody and at nothing: an account that is erased, or a solicitation, would otherwise change it.
    """

    is_shown_to_the_public = False

    class Act(models.TextChoices):
        READ = "lecture", "a lu la sollicitation"
        PRINTED = "impression", "a imprimé un document"
        LISTED = "fiche", "a lu la fiche sans texte"
        EXPORTED = "export", "a exporté des chiffres"
        SENT = "envoi", "a envoyé la sollicitation"
        ASKED = "question", "a demandé un complément"
        COMPLETED = "complement", "a complété la sollicitation"
        WROTE = "message", "a écrit un message"
        STUDIED = "etude", "a noté la situation étudiée"
        SUPPORTED = "accompagnement", "a mis en place un accompagnement"
        REDIRECTED = "reorientation", "a réorienté la sollicitation"
        REFUSED = "refus", "a refusé la sollicitation"
        ENDED = "fin", "a clos la sollicitation"
        INVITED = "invitation", "a invité un partenaire"
        UNINVITED = "retrait", "a retiré une invitation"
        MEETING = "reunion", "a fixé, modifié ou annulé une réunion d’étude"
        CHARGED = "reference", "a changé la référence de l’accompagnement"
        STEPPED = "etape", "a noté une étape de l’accompagnement"
        FINISHED = "issue", "a terminé l’accompagnement"
        PRESENTED = "presentation", "a présenté la fiche sans texte à un comité"
        TAKEN_BACK = "reprise", "a retiré la fiche sans texte d’un comité"
        WARNED = "preavis", "effacement prochain annoncé"
        ERASED = "effacement", "textes effacés à leur terme"

    reference = models.CharField("référence", max_length=11)
    platform_name = models.CharField("plateforme", max_length=80)
    act = models.CharField("quoi", max_length=15, choices=Act)
    by_key = models.BigIntegerField("numéro de l’accès", null=True)
    by_name = models.CharField("par", max_length=201, blank=True)
    detail = models.CharField("précision", max_length=160, blank=True)
    at = models.DateTimeField("le", default=timezone.now)

    objects = TenantManager.from_queryset(EntryQuerySet)()

    class Meta:
        verbose_name = "ligne du journal des sollicitations"
        verbose_name_plural = "journal des sollicitations"
        ordering = ["-at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["tenant", "reference", "at"], name="journal_of_a_solicitation")]
        constraints = [models.CheckConstraint(condition=~Q(act=""), name="journal_says_what")]

    def __str__(self):
        return f"{self.reference} : {self.by_name} {self.get_act_display()}"
