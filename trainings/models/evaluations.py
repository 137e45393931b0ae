import datetime
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel
from trainings.models.registrations import KEPT_FOR, Registration
from trainings.models.sessions import Session

BEST = 5
WORDS = 1500
MARK = {"null": True, "blank": True, "validators": [MinValueValidator(1), MaxValueValidator(BEST)]}


class When(models.TextChoices):
    """Which of the two evaluations of a session: the day after it, or two months after."""

    AT_ONCE = "a_chaud", "après la session"
    LATER = "a_froid", "deux mois après"


class Pace(models.TextChoices):
    SLOW = "lent", "trop lent"
    RIGHT = "juste", "juste comme il faut"
    FAST = "rapide", "trop rapide"


class EvaluationQuerySet(models.QuerySet):
    def expired(self, now: datetime.datetime):
        """Keep those whose session has been over for too long to be kept."""
        return self.filter(session__ends_at__lt=now - KEPT_FOR)


class Evaluation(TenantModel):
    """What somebody thought of a session. Nothing leads from it to who wrote it, unless they signed.

    Its key is drawn at random and its day has no hour: beside ``Answered``, which says who answered, neither an order
    nor a moment pairs the rows. ``trainings.evaluating.shuffle`` parts them in the pages of the table too.
    """

    is_shown_to_the_public = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="evaluations")
    when = models.CharField("quand", max_length=10, choices=When)
    overall = models.PositiveSmallIntegerField("avis d’ensemble", **MARK)
    aims = models.PositiveSmallIntegerField("objectifs atteints", **MARK)
    pace = models.CharField("rythme", max_length=10, choices=Pace, blank=True)
    useful = models.PositiveSmallIntegerField(
        "utile au travail", validators=[MinValueValidator(1), MaxValueValidator(BEST)]
    )
    served = models.TextField("ce qui a servi", max_length=WORDS, blank=True)
    missed = models.TextField("ce qui a manqué", max_length=WORDS, blank=True)
    practised = models.TextField("ce qui est mis en pratique", max_length=WORDS, blank=True)
    answered_on = models.DateField("répondu le", default=timezone.localdate, editable=False)
    signed_by = models.ForeignKey(
        Membership, models.SET_NULL, verbose_name="signée par", null=True, blank=True, editable=False, related_name="+"
    )

    objects = TenantManager.from_queryset(EvaluationQuerySet)()

    class Meta:
        verbose_name = "évaluation"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(useful__range=(1, BEST)) & (Q(overall=None) | Q(overall__range=(1, BEST)))
                & (Q(aims=None) | Q(aims__range=(1, BEST))),
                name="evaluation_marks_are_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(when=When.AT_ONCE, overall__isnull=False, aims__isnull=False) & ~Q(pace="")
                | Q(when=When.LATER, overall=None, aims=None, pace=""),
                name="evaluation_answers_its_own_questions",
            ),
            models.UniqueConstraint(
                fields=["session", "when", "signed_by"], condition=~Q(signed_by=None), name="one_signed_evaluation"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_when_display()} – {self.session}"


class Answered(TenantModel):
    """Somebody has answered an evaluation, and is not reminded of it. What they answered is not here.

    Without an hour, and with a key drawn at random: see ``Evaluation``.
    """

    is_shown_to_the_public = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="answered")
    when = models.CharField("quand", max_length=10, choices=When)

    class Meta:
        verbose_name = "réponse reçue à une évaluation"
        verbose_name_plural = "réponses reçues aux évaluations"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["registration", "when"], name="one_answer_to_an_evaluation"),
        ]

    def __str__(self):
        return f"{self.get_when_display()} – {self.registration}"
