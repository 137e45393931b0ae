import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from portal.database.context import TenantContext
from portal.tenancy.palette import clean_palette
from portal.tenancy.scoping import TenantManager, TenantModel

__all__ = ["Invitation", "Membership", "Module", "Role", "Tenant", "TenantDomain", "TenantGroup"]

hex_colour = RegexValidator(r"^#[0-9a-f]{6}$", "Une couleur s’écrit comme #0f5a6e.")


class Module(models.TextChoices):
    """Parts of the portal that a tenant switches on."""

    CALENDAR = "agenda", "agenda"
    TRAININGS = "formations", "formations"
    COMMITTEES = "comites", "comités"
    SOLICITATIONS = "sollicitations", "sollicitations de la plateforme"


class TenantQuerySet(models.QuerySet):
    def by_host(self, host: str) -> "Tenant | None":
        """Return the tenant that answers at ``host`` (no port), with its Wagtail site, or None.

        ``canonical_host`` is annotated: it differs from ``host`` when the address is to be redirected.
        """
        canonical = TenantDomain.objects.filter(tenant=models.OuterRef("pk"), is_canonical=True)
        return (
            self.filter(domains__host=host.lower())
            .select_related("site__root_page")
            .annotate(canonical_host=models.Subquery(canonical.values("host")[:1]))
            .first()
        )


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

    contact_name = models.CharField("contact général", max_length=120, blank=True)
    contact_email = models.CharField("courriel du contact général", max_length=254, blank=True)
    contact_phone = models.CharField("téléphone du contact général", max_length=30, blank=True)

    brand_deep = models.CharField(max_length=7, default="#0b3440", validators=[hex_colour])
    brand = models.CharField(max_length=7, default="#0f5a6e", validators=[hex_colour])
    brand_soft = models.CharField(max_length=7, default="#d3e8ec", validators=[hex_colour])
    brand_pale = models.CharField(max_length=7, default="#eef6f7", validators=[hex_colour])
    spark = models.CharField(max_length=7, default="#f2b33d", validators=[hex_colour])
    signal = models.CharField(max_length=7, default="#b93a26", validators=[hex_colour])

    # Raised by portal.tenancy.cache.refresh(): every cached fragment of this tenant has it in its key.
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = "collectivité"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        clean_palette(self)

    @property
    def context(self) -> TenantContext:
        return TenantContext(self.pk, self.slug, home_path=self.home_path, collection_path=self.collection_path)

    @property
    def base_url(self) -> str:
        """The address of this tenant's portal, without a path: for what is written outside a request."""
        host = next(domain.host for domain in self.domains.all() if domain.is_canonical)
        is_usual = (settings.PUBLIC_SCHEME, settings.PUBLIC_PORT) in {("http", 80), ("https", 443)}
        return f"{settings.PUBLIC_SCHEME}://{host}" + ("" if is_usual else f":{settings.PUBLIC_PORT}")

    def has_module(self, module: Module) -> bool:
        return module in self.modules


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
    ended_at = models.DateTimeField("jusqu’au", null=True, blank=True)

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
        ]

    def __str__(self):
        return f"{self.user} – {self.tenant}"

    def has_role(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)

    @property
    def opens_back_office(self) -> bool:
        return self.has_role(*Role.staff())


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
