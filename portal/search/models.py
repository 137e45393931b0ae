"""What was read of each thing that can be found, and the questions that nothing answered."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.search.words import LONGEST, LONGEST_WORD
from portal.tenancy.scoping import TenantManager, TenantModel

KEPT_FOR = datetime.timedelta(days=365)
"""How long a question without answer stays after it was last asked: a year of the portal, each season once."""


class Finding(TenantModel):
    """What is read of one row of a source: its words, and nothing of who may see it.

    Made again from the row itself at any time: nothing is lost with it.
    """

    is_shown_to_the_public = False  # the row it is read from says so

    source = models.CharField(max_length=20)
    key = models.PositiveBigIntegerField()
    title = models.CharField("titre", max_length=255)
    summary = models.CharField("résumé", max_length=400, blank=True)
    text = models.TextField("texte", blank=True)
    url = models.CharField("adresse", max_length=400, blank=True)
    spelt = ArrayField(models.CharField(max_length=LONGEST_WORD), verbose_name="mots", default=list)
    # No index: row security lets PostgreSQL compare only the rows that the tenant sees.
    vector = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = "ce que lit la recherche"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["tenant", "source", "key"], name="one_finding_per_row")]

    def __str__(self):
        return self.title


class UnansweredQuestionQuerySet(models.QuerySet):
    def expired(self, today: datetime.date | None = None):
        return self.filter(last_on__lt=(today or timezone.localdate()) - KEPT_FOR)


class UnansweredQuestion(TenantModel):
    """Words that found nothing, how often, and the last day. Neither who asked, nor from where, nor at what time."""

    is_shown_to_the_public = False

    words = models.CharField("mots cherchés", max_length=LONGEST)
    count = models.PositiveIntegerField("combien de fois", default=1)
    last_on = models.DateField("la dernière fois le", default=timezone.localdate)

    objects = TenantManager.from_queryset(UnansweredQuestionQuerySet)()

    class Meta:
        verbose_name = "recherche sans réponse"
        verbose_name_plural = "recherches sans réponse"
        ordering = ["-count", "-last_on", "words"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "words"], name="one_question_per_words"),
            models.CheckConstraint(condition=~Q(words=""), name="question_has_words"),
        ]

    def __str__(self):
        return self.words
