import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from portal.organisations.models import Organisation
from portal.tenancy.models import Invitation
from portal.tenancy.scoping import TenantManager, TenantModel
from portal.territories.models import Commune, Platform
from portal.territories.models.platforms import phone_number

CONFIRMABLE_FOR = datetime.timedelta(hours=24)
"""How long the link and the code of the first mail confirm the address."""
UNCONFIRMED_KEPT_FOR = datetime.timedelta(days=7)
ANSWERED_KEPT_FOR = datetime.timedelta(days=365)
"""How long a closed request stays, as the notice of the form says: long enough to explain an answer."""
ANSWER_AWAITED_FOR = datetime.timedelta(days=30)
"""A question that its addressee leaves unanswered for as long closes the request."""
ARRIVAL_KEPT_FOR = datetime.timedelta(days=90)
MOST_TRIES = 5


class State(models.TextChoices):
    TO_CONFIRM = "a_confirmer", "adresse à confirmer"
    RECEIVED = "recue", "à traiter"
    ASKED = "en_question", "en attente d’une précision"
    ACCEPTED = "acceptee", "acceptée"
    REFUSED = "refusee", "refusée"
    WITHDRAWN = "retiree", "retirée"
    EXPIRED = "expiree", "close sans réponse"


UNDER_WAY = [State.RECEIVED, State.ASKED]
CLOSED = [State.ACCEPTED, State.REFUSED, State.WITHDRAWN, State.EXPIRED]


class AccessRequestQuerySet(models.QuerySet):
    def confirmed(self):
        """Keep those whose address is known to be their sender's: staff see no other."""
        return self.exclude(state=State.TO_CONFIRM)

    def under_way(self):
        return self.filter(state__in=UNDER_WAY)

    def waiting(self):
        """Keep those that wait for an answer from here."""
        return self.filter(state=State.RECEIVED)

    def waiting_first(self):
        """Put what waits for us first, the oldest on top; then what waits for its sender; then the rest."""
        waits = models.Case(
            models.When(state=State.RECEIVED, then=0), models.When(state=State.ASKED, then=1), default=2
        )
        return self.order_by(waits, F("waiting_since").asc(nulls_last=True), "-created_at", "pk")

    def with_reply(self):
        """Say in ``has_reply`` whether the sender answered a question."""
        return self.annotate(has_reply=Exists(Entry.objects.filter(request=OuterRef("pk"), kind=Entry.Kind.REPLY)))

    def with_all_that_is_shown(self):
        return self.select_related("tenant", "organisation", "platform", "commune")

    def expired(self, now: datetime.datetime):
        """Keep those whose time is over."""
        unconfirmed = Q(state=State.TO_CONFIRM, created_at__lt=now - UNCONFIRMED_KEPT_FOR)
        return self.filter(unconfirmed | Q(answered_at__lt=now - ANSWERED_KEPT_FOR))


class AccessRequest(TenantModel):
    """Somebody asks to come in. There is no account before it is accepted.

    Without ``platform`` it is for the administrators. ``organisation_name`` is what was typed; once the address is
    confirmed ``organisation`` holds the one of that name, or a new one that staff have to confirm.
    """

    is_shown_to_the_public = False

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first_name = models.CharField("prénom", max_length=100)
    last_name = models.CharField("nom", max_length=100)
    email = models.EmailField("courriel professionnel", max_length=254)
    function = models.CharField("fonction", max_length=120)
    phone = models.CharField("téléphone professionnel", max_length=20, blank=True, validators=[phone_number])
    organisation_name = models.CharField("organisation", max_length=160)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, verbose_name="organisation", null=True, related_name="access_requests"
    )
    commune = models.ForeignKey(Commune, models.PROTECT, verbose_name="commune", null=True, related_name="+")
    platform = models.ForeignKey(
        Platform, models.SET_NULL, verbose_name="plateforme", null=True, related_name="access_requests"
    )
    reason = models.TextField("motif", max_length=1000)

    state = models.CharField("état", max_length=15, choices=State, default=State.TO_CONFIRM, editable=False)
    created_at = models.DateTimeField("demandé le", default=timezone.now, editable=False)
    confirmable_until = models.DateTimeField("à confirmer avant le", default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField("adresse confirmée le", null=True, editable=False)
    waiting_since = models.DateTimeField("en attente depuis le", null=True, editable=False)
    reminded_at = models.DateTimeField("rappelée le", null=True, editable=False)
    escalated_at = models.DateTimeField("signalée à l’administration le", null=True, editable=False)
    answered_at = models.DateTimeField("close le", null=True, editable=False)
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, editable=False, related_name="+")
    # What opens the sender's page, and what confirms the address: digests alone.
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = TenantManager.from_queryset(AccessRequestQuerySet)()

    class Meta:
        verbose_name = "demande d’accès"
        verbose_name_plural = "demandes d’accès"
        default_permissions = ()
        permissions = [
            ("answer_request", "répondre aux demandes d’accès de ses plateformes"),
            ("answer_every_request", "répondre à toutes les demandes d’accès"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "email"],
                condition=Q(state__in=[State.TO_CONFIRM, *UNDER_WAY]),
                name="one_open_access_request_per_address",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="access_request_state_is_known"),
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="access_request_address_is_lower_case"),
            models.CheckConstraint(
                condition=Q(state=State.TO_CONFIRM, confirmed_at=None)
                | ~Q(state=State.TO_CONFIRM) & Q(confirmed_at__isnull=False),
                name="access_request_is_seen_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state=State.RECEIVED, waiting_since__isnull=False)
                | ~Q(state=State.RECEIVED) & Q(waiting_since=None),
                name="access_request_waits_since_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED, answered_at__isnull=False) | ~Q(state__in=CLOSED) & Q(answered_at=None),
                name="access_request_is_closed_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "state", "waiting_since"], name="access_request_waiting")]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_waiting(self) -> bool:
        return self.state == State.RECEIVED

    @property
    def is_confirmable(self) -> bool:
        return self.state == State.TO_CONFIRM and timezone.now() < self.confirmable_until

    @property
    def where_from(self) -> str:
        """The organisation by its present name, else as it was typed."""
        return self.organisation.name if self.organisation else self.organisation_name

    @property
    def needs_an_organisation(self) -> bool:
        """Whether somebody still has to say which organisation this is."""
        organisation = self.organisation
        return organisation is None or organisation.is_proposed or organisation.ended_on is not None

    @property
    def days_waiting(self) -> int:
        """Whole days since it waits for an answer from here; 0 when it does not."""
        return (timezone.now() - self.waiting_since).days if self.waiting_since else 0


class Entry(TenantModel):
    """What happened to a request: who, when, and what they wrote. ``by`` is empty for its sender and the portal."""

    is_shown_to_the_public = False

    class Kind(models.TextChoices):
        SENT = "envoi", "Demande envoyée"
        CONFIRMED = "confirmation", "Adresse confirmée"
        QUESTION = "question", "Précision demandée"
        REPLY = "reponse", "Réponse de la personne"
        MOVED = "transmission", "Demande transmise"
        ACCEPTED = "acceptation", "Demande acceptée"
        REFUSED = "refus", "Demande refusée"
        WITHDRAWN = "retrait", "Demande retirée par la personne"
        EXPIRED = "expiration", "Close, faute de réponse à la question"
        REMINDED = "rappel", "Rappel envoyé"
        ESCALATED = "signalement", "Signalée à l’administration"
        JOINED = "arrivee", "Entrée dans l’espace"

    request = models.ForeignKey(AccessRequest, models.CASCADE, related_name="entries")
    kind = models.CharField("quoi", max_length=15, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="par", null=True, related_name="+")
    text = models.TextField("texte", max_length=2000, blank=True)
    created_at = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "étape d’une demande d’accès"
        ordering = ["created_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["question", "reponse", "refus"]) | ~Q(text=""),
                name="access_request_says_why",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def is_from_the_sender(self) -> bool:
        return self.kind in {self.Kind.SENT, self.Kind.REPLY, self.Kind.WITHDRAWN}


class Arrival(TenantModel):
    """What awaits somebody who is invited: the organisation they will be affiliated to. Gone once they are in.

    ``invited_at`` is empty while the invitation of a list has yet to leave.
    """

    is_shown_to_the_public = False

    email = models.EmailField("courriel", max_length=254)
    first_name = models.CharField("prénom", max_length=100, blank=True)
    last_name = models.CharField("nom", max_length=100, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    function = models.CharField("fonction", max_length=120, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)
    invited_at = models.DateTimeField("invitation partie le", null=True, editable=False)

    class Meta:
        verbose_name = "arrivée attendue"
        verbose_name_plural = "arrivées attendues"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["tenant", "email"], name="one_arrival_per_address"),
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="arrival_address_is_lower_case"),
        ]

    def __str__(self):
        return self.email
