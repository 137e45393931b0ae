import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from portal.database.context import TenantContext
from portal.design.look import Look
from portal.design.typography import french
from portal.tenancy.counted import mark_for
from portal.tenancy.palette import TOKENS, clean_palette
from portal.tenancy.scoping import TenantManager, TenantModel

__all__ = [
    "EndReason", "Invitation", "Membership", "Module", "Role", "SecondFactorPolicy", "Tenant", "TenantDomain",
    "TenantGroup",
]  # fmt: skip

LONGEST_DORMANCY = 12  # months
LONGEST_KEPT = 24  # months
"""How long an access, then an account, outlives its last visit; a tenant may shorten it."""

hex_colour = RegexValidator(r"^#[0-9a-f]{6}$", "Une couleur s’écrit comme #0f5a6e.")


class Module(models.TextChoices):
    """Parts of the portal that a tenant switches on."""

    CALENDAR = "agenda", "agenda"
    TRAININGS = "formations", "formations"
    COMMITTEES = "comites", "comités"
    SOLICITATIONS = "sollicitations", "sollicitations de la plateforme"


class Tenant(models.Model):
    """One authority: one Wagtail site, home page, root collection and set of groups."""

    class Kind(models.TextChoices):
        DEPARTEMENT = "departement", "département"
        AGGLOMERATION = "agglomeration", "communauté d’agglomération"
        METROPOLE = "metropole", "métropole ou communauté urbaine"
        COMMUNE = "commune", "commune ou CCAS"
        OTHER = "autre", "autre organisme"

    class State(models.TextChoices):
        PREPARING = "preparation", "en préparation"
        OPEN = "ouvert", "ouvert"
        MAINTENANCE = "maintenance", "fermé pour maintenance"

    slug = models.SlugField("identifiant", max_length=50, unique=True)
    name = models.CharField("nom", max_length=120, help_text="« Département du Pas-de-Calais »")
    short_name = models.CharField("nom court", max_length=40, help_text="« Pas-de-Calais »")
    kind = models.CharField("nature", max_length=20, choices=Kind)
    state = models.CharField("état", max_length=20, choices=State, default=State.PREPARING)
    # Asked for by the operator; everything the tenant owns is erased after that moment.
    deletion_due_at = models.DateTimeField("suppression prévue le", null=True, blank=True, editable=False)
    site = models.OneToOneField("wagtailcore.Site", models.PROTECT, related_name="tenant")
    home_page = models.OneToOneField("wagtailcore.Page", models.PROTECT, related_name="+")
    root_collection = models.OneToOneField("wagtailcore.Collection", models.PROTECT, related_name="+")
    # Where these two stand in their trees: the context needs it before any row can be read.
    home_path = models.CharField(max_length=255, unique=True, editable=False)
    collection_path = models.CharField(max_length=255, unique=True, editable=False)
    modules = ArrayField(
        models.CharField(max_length=20, choices=Module), verbose_name="modules", default=list, blank=True
    )

    # The operator's to switch on: the addresses of this tenant's host have to be declared at ProConnect first.
    has_proconnect = models.BooleanField("connexion par ProConnect", default=False, db_default=False)
    contact_name = models.CharField("contact général", max_length=120, blank=True)
    contact_email = models.CharField("courriel du contact général", max_length=254, blank=True)
    contact_phone = models.CharField("téléphone du contact général", max_length=30, blank=True)

    brand_deep = models.CharField(max_length=7, default="#0b3440", validators=[hex_colour])
    brand = models.CharField(max_length=7, default="#0f5a6e", validators=[hex_colour])
    brand_soft = models.CharField(max_length=7, default="#d3e8ec", validators=[hex_colour])
    brand_pale = models.CharField(max_length=7, default="#eef6f7", validators=[hex_colour])
    spark = models.CharField(max_length=7, default="#f2b33d", validators=[hex_colour])
    signal = models.CharField(max_length=7, default="#b93a26", validators=[hex_colour])

    dormant_after = models.PositiveSmallIntegerField(
        "mois sans visite avant la fin de l’accès", default=LONGEST_DORMANCY,
        validators=[MinValueValidator(3), MaxValueValidator(LONGEST_DORMANCY)],
        help_text=f"Au plus {LONGEST_DORMANCY}. La personne est prévenue 30 jours avant.",
    )  # fmt: skip
    anonymised_after = models.PositiveSmallIntegerField(
        "mois sans visite avant l’effacement du compte", default=LONGEST_KEPT,
        validators=[MinValueValidator(4), MaxValueValidator(LONGEST_KEPT)],
        help_text=f"Au plus {LONGEST_KEPT}. La personne est prévenue 30 jours avant.",
    )  # fmt: skip

    # Raised by portal.tenancy.cache.refresh(): every cached fragment of this tenant has it in its key.
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "collectivité"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dormant_after__gte=3, dormant_after__lte=LONGEST_DORMANCY)
                & Q(anonymised_after__lte=LONGEST_KEPT, anonymised_after__gt=F("dormant_after")),
                name="tenant_keeps_accounts_no_longer_than_it_may",
                violation_error_message="Un compte s’efface après la fin de l’accès, jamais avant.",
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        clean_palette(self)

    @classmethod
    def by_host(cls, host: str, path: str = "") -> "Tenant | None":
        """Return the tenant that answers at ``host`` (no port), with its Wagtail site, or None.

        Its ``canonical_host`` differs from ``host`` when the address is to be redirected; ``counted`` is the mark of
        what pages at ``path`` count (portal.tenancy.counted). Every request begins here.
        """
        rows = TenantDomain.objects.select_related("tenant__site__root_page").annotate(counted=mark_for(path))
        domain = next(iter(rows.filter(host=host.lower())), None)  # one at most: not to be put in order
        if domain is None:
            return None
        domain.tenant.counted = domain.counted
        canonical = domain if domain.is_canonical else domain.tenant.domains.get(is_canonical=True)
        domain.tenant.canonical_host = canonical.host
        return domain.tenant

    @property
    def context(self) -> TenantContext:
        return TenantContext(self.pk, self.slug, home_path=self.home_path, collection_path=self.collection_path)

    @property
    def look(self) -> Look:
        """How its papers look; ``tenant_theme`` gives the same colours to its pages."""
        return Look(self.name, **{token: getattr(self, token) for token in TOKENS})

    @property
    def base_url(self) -> str:
        """The address of this tenant's portal, without a path. Where a request found the tenant, it costs no query."""
        if host := getattr(self, "canonical_host", ""):
            return TenantDomain(host=host).base_url
        return next(domain.base_url for domain in self.domains.all() if domain.is_canonical)

    def has_module(self, module: Module) -> bool:
        return module in self.modules

    @property
    def offers_proconnect(self) -> bool:
        """Whether people may sign in by ProConnect here: this tenant's switch, on an installation that is declared."""
        return bool(settings.PROCONNECT) and self.has_proconnect


class TenantDomain(models.Model):
    """A host name of a tenant. One is canonical; the others redirect to it."""

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="domains")
    host = models.CharField(
        "nom d’hôte",
        max_length=253,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", "Un nom d’hôte, sans port.")],
    )
    is_canonical = models.BooleanField("adresse principale", default=True)

    class Meta:
        verbose_name = "nom d’hôte"
        verbose_name_plural = "noms d’hôte"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=Q(is_canonical=True), name="one_canonical_host_per_tenant"
            ),
            models.CheckConstraint(condition=Q(host=Lower(F("host"))), name="host_is_lower_case"),
        ]

    def __str__(self):
        return self.host

    @classmethod
    def canonical_of(cls, tenant_id: int) -> models.Subquery:
        """Return the host of a tenant as a column of another query, for what asks nothing else of the tenant."""
        return models.Subquery(cls.objects.filter(tenant=tenant_id, is_canonical=True).values("host"))

    @property
    def base_url(self) -> str:
        is_usual = (settings.PUBLIC_SCHEME, settings.PUBLIC_PORT) in {("http", 80), ("https", 443)}
        return f"{settings.PUBLIC_SCHEME}://{self.host}" + ("" if is_usual else f":{settings.PUBLIC_PORT}")


class Role(models.TextChoices):
    """What a member may do in a tenant, beside reading. A member without a role is a professional."""

    ADMINISTRATION = "administration", "administration"
    COORDINATION = "coordination", "coordination"
    COMMUNICATION = "communication", "communication"
    REDACTION = "redaction", "rédaction"
    TRAINER = "formation", "formation"
    ELECTED = "elu", "élu ou élue"

    @classmethod
    def staff(cls) -> set["Role"]:
        """Roles that open the back-office."""
        return {cls.ADMINISTRATION, cls.COORDINATION, cls.COMMUNICATION, cls.REDACTION}


class EndReason(models.TextChoices):
    """Why somebody has no access any more."""

    STAFF = "equipe", "décision de l’administration"
    DEPARTURE = "depart", "départ dit par sa structure"
    DORMANT = "inactivite", "longtemps sans visite"
    OWN = "demande", "à sa demande"


class TenantGroup(models.Model):
    """The Wagtail group that carries one role in one tenant. Made by provisioning; never edited by hand."""

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="groups")
    role = models.CharField(max_length=20, choices=Role)
    group = models.OneToOneField("auth.Group", models.CASCADE, related_name="tenant_group")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "role"], name="one_group_per_role")]

    def __str__(self):
        return f"{self.tenant} – {self.get_role_display()}"


class MembershipQuerySet(models.QuerySet):
    def of(self, tenant: Tenant | int):
        return self.filter(tenant=tenant)

    def active(self):
        return self.filter(ended_at=None, user__is_active=True)

    def with_role(self, *roles: Role):
        """Keep those who have at least one of these roles."""
        return self.filter(roles__overlap=list(roles))


class Membership(models.Model):
    """A person belongs to a tenant. Kept when it ends: what they did here stays attributed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=20, choices=Role), verbose_name="rôles", default=list, blank=True)
    joined_at = models.DateTimeField("depuis le", default=timezone.now)
    # Since when the roles open the back-office: the days of grace for a second factor count from there.
    staff_since = models.DateTimeField("à l’administration depuis le", null=True, blank=True, editable=False)
    ended_at = models.DateTimeField("jusqu’au", null=True, blank=True)
    end_reason = models.CharField("fin d’accès", max_length=20, choices=EndReason, blank=True, editable=False)
    # The day of the last visit, and no more; and the day when a long absence was written about.
    last_seen_on = models.DateField("dernière visite le", null=True, blank=True, editable=False)
    warned_on = models.DateField("prévenu le", null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "membre"
        # One right on all of it, asked for by name: nobody adds, changes or deletes a row by itself.
        default_permissions = ()
        permissions = [("manage_team", "gérer l’équipe")]
        constraints = [
            models.UniqueConstraint(fields=["user", "tenant"], name="one_membership_per_tenant"),
            models.CheckConstraint(
                condition=Q(roles__contained_by=list(Role.values)), name="membership_roles_are_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("joined_at")),
                name="membership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(ended_at=None) | Q(end_reason=""), name="membership_has_a_reason_only_when_ended"
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.tenant}"

    def save(self, *args, update_fields=None, **kwargs):
        self._keep_staff_since()
        if update_fields is not None:
            update_fields = {*update_fields, "staff_since"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def has_role(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)

    @property
    def opens_back_office(self) -> bool:
        return self.has_role(*Role.staff())

    def _keep_staff_since(self) -> None:
        """A role that opens the back-office again, after none did, is a new beginning."""
        if not self.opens_back_office or self.ended_at:
            self.staff_since = None
        elif self.staff_since is None:
            self.staff_since = timezone.now()


class SecondFactorPolicy(TenantModel):
    """From when, and after how many days, this tenant wants its staff to have a second factor.

    The installation's own days hold whatever is said here: a tenant only asks for it sooner.
    """

    is_shown_to_the_public = False

    required_from = models.DateField(
        "obligatoire à partir du",
        default=timezone.localdate,
        help_text="Le délai court de ce jour pour qui a déjà un rôle, de leur arrivée pour les autres.",
    )
    grace_days = models.PositiveSmallIntegerField("délai, en jours", default=14)

    class Meta:
        verbose_name = "règle de double authentification"
        default_permissions = ("change",)
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="one_second_factor_policy_per_tenant"),
        ]

    def __str__(self):
        return f"à partir du {self.required_from:%d/%m/%Y}, {self.grace_days} jours"

    def clean(self):
        super().clean()
        most = settings.SECOND_FACTOR_GRACE_DAYS
        if self.grace_days is not None and self.grace_days > most:
            words = french(f"La plateforme laisse {most} jours au plus : un délai plus long n’aurait pas d’effet.")
            raise ValidationError({"grace_days": words})

    def due_at(self, staff_since: datetime.datetime) -> datetime.datetime:
        """Return when somebody who has been staff since then must have a second factor."""
        start = timezone.make_aware(datetime.datetime.combine(self.required_from, datetime.time()))
        return max(start, staff_since) + datetime.timedelta(days=self.grace_days)


class InvitationQuerySet(models.QuerySet):
    def pending(self):
        """Keep those that were neither accepted nor withdrawn; some may be out of date."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self, now: datetime.datetime | None = None):
        """Keep those that can still be accepted."""
        return self.pending().filter(expires_at__gt=now or timezone.now())


class Invitation(TenantModel):
    """Somebody was asked to join, at one address, for a while. Only a digest of the link's token is kept."""

    is_shown_to_the_public = False

    email = models.EmailField("courriel", max_length=254)
    # As whoever invites knows them: the person corrects them when the account opens.
    first_name = models.CharField("prénom", max_length=100, blank=True)
    last_name = models.CharField("nom", max_length=100, blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), verbose_name="rôles", default=list, blank=True)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="invité par", null=True, related_name="+"
    )
    created_at = models.DateTimeField("envoyée le", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("valable jusqu’au")
    accepted_at = models.DateTimeField("acceptée le", null=True, editable=False)
    revoked_at = models.DateTimeField("retirée le", null=True, editable=False)

    objects = TenantManager.from_queryset(InvitationQuerySet)()

    class Meta:
        verbose_name = "invitation"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_pending_invitation_per_address",
            ),
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="invitation_address_is_lower_case"),
            models.CheckConstraint(
                condition=Q(roles__contained_by=list(Role.values)), name="invitation_roles_are_known"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_is_accepted_or_withdrawn"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="invitation_ends_after_start"),
        ]

    def __str__(self):
        return self.email

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()
