import datetime
import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from extranet.solicitations.models.lists import (
    Age,
    Difficulty,
    EndReason,
    EvictionStage,
    Hope,
    Household,
    InformedHow,
    RefusalReason,
    Situation,
    Tried,
    Urgency,
)
from extranet.solicitations.screening import screened, screened_contact
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel
from portal.territories.models import Commune, Coordination, Platform

DRAFTS_KEPT_FOR = datetime.timedelta(days=7)
LONGEST_TEXT = 600  # characters
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread (Crockford's base 32)."""
REFERENCE = r"^S-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$"


class State(models.TextChoices):
    DRAFT = "brouillon", "brouillon"
    RECEIVED = "recue", "reçue"
    TO_COMPLETE = "a_completer", "à compléter"
    STUDIED = "etudiee", "étudiée"
    SUPPORTED = "accompagnement", "accompagnement renforcé"
    REDIRECTED = "reorientee", "réorientée"
    REFUSED = "refusee", "refusée"
    NO_FOLLOW_UP = "sans_suite", "sans suite"


WAITING = (State.RECEIVED, State.STUDIED)
"""The states in which the platform owes an answer."""
UNDER_WAY = (*WAITING, State.TO_COMPLETE)
ANSWERED = (State.SUPPORTED, State.REDIRECTED, State.REFUSED, State.NO_FOLLOW_UP)
TEXTS = ("tried_text", "hoped_text", "answer_text")


def new_reference() -> str:
    """Return « S-7K2M-9QXD »: 40 random bits, so that no number tells how many there are, nor which came first."""
    drawn = [secrets.choice(ALPHABET) for _ in range(8)]
    return f"S-{''.join(drawn[:4])}-{''.join(drawn[4:])}"


class SolicitationQuerySet(models.QuerySet):
    def sent(self):
        return self.exclude(state=State.DRAFT)

    def drafts(self):
        return self.filter(state=State.DRAFT)

    def under_way(self):
        return self.filter(state__in=UNDER_WAY)

    def waiting(self):
        """Keep those to which the platform owes an answer."""
        return self.filter(state__in=WAITING)

    def of_platforms_kept_by(self, membership: Membership, day: datetime.date):
        """Keep those sent to the platforms that this member coordinates on ``day``, or whose coordinator they
        deputise.
        """
        kept = Coordination.objects.kept_by(membership.user_id, day).filter(platform=OuterRef("platform"))
        return self.sent().filter(Exists(kept))

    def visible_to(self, membership: Membership | None):
        """Keep what one may read: one's own (a draft, its author alone), those of the platforms that one coordinates
        or deputises for today, those of which one is a referent today, those to which one was invited by name.
        """
        if not membership:
            return self.none()
        from extranet.solicitations.models.supports import Charge  # noqa: PLC0415 (both are of one aggregate)
        from extranet.solicitations.models.threads import Guest  # noqa: PLC0415

        today = timezone.localdate()
        kept = Coordination.objects.kept_by(membership.user_id, today).filter(platform=OuterRef("platform"))
        invited = Guest.objects.active().filter(solicitation=OuterRef("pk"), membership=membership)
        charged = Charge.objects.on(today).filter(support__solicitation=OuterRef("pk"), membership=membership)
        is_shared = ~Q(state=State.DRAFT) & (Exists(kept) | Exists(invited) | Exists(charged))
        return self.filter(Q(asked_by=membership) | is_shared)


class Solicitation(TenantModel):
    """One request to a platform. It names nobody: closed lists, short screened texts, a random reference.

    ``waiting_since``: since when the platform owes an answer. ``last_exchange_at`` is the clock of what is kept: the
    texts are erased some months after (``ImpactAssessment.retention_months``). Only ``services`` changes a state.
    """

    is_shown_to_the_public = False

    reference = models.CharField("référence", max_length=11, unique=True, default=new_reference, editable=False)
    state = models.CharField("état", max_length=15, choices=State, default=State.DRAFT, editable=False)
    asked_by = models.ForeignKey(
        Membership, models.SET_NULL, verbose_name="demandée par", null=True, editable=False, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, verbose_name="organisation", null=True, blank=True, related_name="+"
    )
    commune = models.ForeignKey(Commune, models.PROTECT, verbose_name="commune", null=True, related_name="+")
    platform = models.ForeignKey(Platform, models.PROTECT, verbose_name="plateforme", related_name="solicitations")

    household = models.CharField("ménage", max_length=15, choices=Household)
    ages = ArrayField(models.CharField(max_length=5, choices=Age), verbose_name="âges", default=list)
    situation = models.CharField("situation", max_length=15, choices=Situation)
    difficulties = ArrayField(models.CharField(max_length=12, choices=Difficulty), verbose_name="difficultés")
    eviction_stage = models.CharField(
        "où en est la procédure d’expulsion", max_length=22, choices=EvictionStage, blank=True
    )
    tried = ArrayField(
        models.CharField(max_length=15, choices=Tried), verbose_name="ce qui a été tenté", default=list, blank=True
    )
    tried_text = models.TextField("précisions", max_length=LONGEST_TEXT, blank=True, validators=[screened])
    hoped = models.CharField("ce qui est attendu", max_length=15, choices=Hope, blank=True)
    hoped_text = models.TextField("précisions", max_length=LONGEST_TEXT, blank=True, validators=[screened])
    urgency = models.CharField("urgence", max_length=8, choices=Urgency, blank=True)
    informed_on = models.DateField("la personne a été informée le", null=True, blank=True)
    informed_how = models.CharField("comment", max_length=10, choices=InformedHow, blank=True)

    created_at = models.DateTimeField("commencée le", default=timezone.now, editable=False)
    submitted_at = models.DateTimeField("envoyée le", null=True, editable=False)
    waiting_since = models.DateTimeField("en attente depuis le", null=True, editable=False)
    last_exchange_at = models.DateTimeField("dernier échange le", default=timezone.now, editable=False)

    answered_at = models.DateTimeField("réponse donnée le", null=True, editable=False)
    answered_by = models.ForeignKey(
        Membership, models.SET_NULL, verbose_name="réponse donnée par", null=True, editable=False, related_name="+"
    )
    answer_text = models.TextField("réponse", max_length=1000, blank=True, editable=False, validators=[screened])
    refusal_reason = models.CharField("motif", max_length=12, choices=RefusalReason, blank=True, editable=False)
    end_reason = models.CharField("motif", max_length=12, choices=EndReason, blank=True, editable=False)
    destination = models.CharField(
        "réorientée vers", max_length=160, blank=True, editable=False, validators=[screened_contact]
    )
    destination_contact = models.CharField(
        "comment les joindre", max_length=300, blank=True, editable=False, validators=[screened_contact]
    )

    warned_at = models.DateTimeField("effacement annoncé le", null=True, editable=False)
    erased_at = models.DateTimeField("textes effacés le", null=True, editable=False)

    objects = TenantManager.from_queryset(SolicitationQuerySet)()

    class Meta:
        verbose_name = "sollicitation"
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        permissions = [("set_up_solicitations", "ouvrir les sollicitations, après l’analyse d’impact")]
        indexes = [
            models.Index(fields=["tenant", "platform", "state", "waiting_since"], name="solicitations_of_a_platform"),
            models.Index(fields=["tenant", "asked_by", "created_at"], name="solicitations_of_a_partner"),
            models.Index(
                fields=["tenant", "last_exchange_at"], condition=Q(erased_at=None), name="solicitations_to_erase"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(reference__regex=REFERENCE), name="solicitation_reference_is_random"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="solicitation_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, submitted_at=None)
                | ~Q(state=State.DRAFT) & Q(submitted_at__isnull=False),
                name="solicitation_is_sent_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT)
                | ~Q(hoped="") & ~Q(urgency="") & ~Q(informed_how="") & Q(informed_on__isnull=False),
                name="solicitation_is_sent_whole",
                violation_error_message="Il manque ce qui est attendu, l’urgence ou l’information de la personne.",
            ),
            models.CheckConstraint(
                condition=Q(household__in=Household.values, situation__in=Situation.values)
                & Q(ages__len__gt=0, ages__contained_by=Age.values)
                & Q(difficulties__len__gt=0, difficulties__contained_by=Difficulty.values)
                & Q(tried__contained_by=Tried.values),
                name="solicitation_says_what_lists_hold",
            ),
            models.CheckConstraint(
                condition=Q(difficulties__contains=[Difficulty.EVICTION], eviction_stage__in=EvictionStage.values)
                | ~Q(difficulties__contains=[Difficulty.EVICTION]) & Q(eviction_stage=""),
                name="solicitation_eviction_has_a_stage",
                violation_error_message="Dites où en est la procédure d’expulsion.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WAITING, waiting_since__isnull=False)
                | ~Q(state__in=WAITING) & Q(waiting_since=None),
                name="solicitation_waits_since_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ANSWERED, answered_at__isnull=False)
                | ~Q(state__in=ANSWERED) & Q(answered_at=None),
                name="solicitation_is_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=State.REFUSED, refusal_reason__in=RefusalReason.values)
                | ~Q(state=State.REFUSED) & Q(refusal_reason=""),
                name="solicitation_refusal_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=State.NO_FOLLOW_UP, end_reason__in=EndReason.values)
                | ~Q(state=State.NO_FOLLOW_UP) & Q(end_reason=""),
                name="solicitation_end_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=State.REDIRECTED, erased_at=None) & ~Q(destination="") & ~Q(destination_contact="")
                | Q(state=State.REDIRECTED, erased_at__isnull=False) & ~Q(destination="")
                | ~Q(state=State.REDIRECTED) & Q(destination="", destination_contact=""),
                name="solicitation_goes_to_a_service_with_its_contact",
            ),
            models.CheckConstraint(
                condition=Q(commune__isnull=False) | Q(erased_at__isnull=False), name="solicitation_is_of_a_commune"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(commune=None, asked_by=None, answered_by=None, tried_text="", hoped_text="", answer_text="",
                    destination_contact=""),
                name="solicitation_erased_says_no_more",
            ),
            models.CheckConstraint(
                condition=Q(informed_on=None) | Q(submitted_at=None)
                | Q(submitted_at__gte=F("created_at")),
                name="solicitation_is_sent_after_it_began",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.reference

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_waiting(self) -> bool:
        """Whether the platform owes an answer."""
        return self.state in WAITING

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def days_waiting(self) -> int:
        """Whole days since it waits for the platform; 0 when it does not."""
        return (timezone.now() - self.waiting_since).days if self.waiting_since else 0
