import uuid

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from portal.documents.kinds import CONTENT_TYPES, INLINE, Kind
from portal.documents.models.folders import Folder
from portal.documents.storage import private_storage
from portal.organisations.models import HasAudience
from portal.organisations.models.audiences import HasAudienceQuerySet
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel


class DocumentQuerySet(HasAudienceQuerySet):
    def visible_to(self, membership: Membership | None):
        """Keep what this member may read: meant for them, not archived, with a version that may be served."""
        current = Version.objects.filter(document=OuterRef("pk"), is_current=True)
        return super().visible_to(membership).filter(Exists(current), state=Document.State.PUBLISHED)

    def with_current(self):
        """Bring each document's current version, as ``document.current``, and its folder."""
        versions = Version.objects.filter(is_current=True)
        return self.select_related("folder").prefetch_related(Prefetch("versions", versions, to_attr="currents"))

    def unread_by(self, membership: Membership):
        """Keep those whose current version this member has not opened."""
        opened = membership.readings.filter(document=OuterRef("pk"), version__is_current=True)
        return self.filter(~Exists(opened))


class Document(HasAudience, TenantModel):
    """Something that members read: a title for ever, and one file after another."""

    is_shown_to_the_public = False

    class State(models.TextChoices):
        PUBLISHED = "publie", "publié"
        ARCHIVED = "archive", "archivé"

    title = models.CharField("titre", max_length=160)
    description = models.TextField("description", max_length=600, blank=True)
    folder = models.ForeignKey(
        Folder, models.PROTECT, verbose_name="dossier", null=True, blank=True, related_name="documents"
    )
    state = models.CharField("état", max_length=10, choices=State, default=State.PUBLISHED, editable=False)
    is_to_read = models.BooleanField(
        "à lire",
        default=False,
        help_text="Il attend chaque personne sur son tableau de bord, jusqu’à ce qu’elle l’ouvre.",
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="publié par",
        null=True,
        editable=False,
        related_name="+",
    )
    published_at = models.DateTimeField("publié le", default=timezone.now, editable=False)

    objects = TenantManager.from_queryset(DocumentQuerySet)()

    class Meta:
        verbose_name = "document"
        ordering = ["-published_at", "-pk"]
        default_permissions = ()
        permissions = [("keep_library", "tenir la bibliothèque")]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="document_has_a_title")]
        indexes = [models.Index(fields=["tenant", "folder", "-published_at"], name="documents_of_a_folder")]

    def __str__(self):
        return self.title

    @property
    def current(self) -> "Version | None":
        """The version that is served, if any."""
        if not hasattr(self, "currents"):
            self.currents = list(self.versions.filter(is_current=True))
        return self.currents[0] if self.currents else None

    @property
    def is_archived(self) -> bool:
        return self.state == self.State.ARCHIVED


def private_path(version, filename: str) -> str:
    """Return where a version's file lies: nothing in it says what it is, nor what it was called."""
    name = uuid.uuid4().hex
    return f"t/{version.tenant_id}/documents/{name[:2]}/{name}"


class VersionQuerySet(models.QuerySet):
    def servable(self, *, holds_unscanned: bool):
        """Keep those that may be served by a tenant that holds (or not) what the antivirus has not judged."""
        if holds_unscanned:
            return self.filter(scan=Version.Scan.CLEAN)
        return self.exclude(scan=Version.Scan.INFECTED)


class Version(TenantModel):
    """One file of a document. Never changed: a correction is another version."""

    is_shown_to_the_public = False

    class Scan(models.TextChoices):
        WAITING = "attente", "non analysé"
        CLEAN = "sain", "sain"
        INFECTED = "infecte", "infecté"
        FAILED = "erreur", "non analysé : l’antivirus n’a pas répondu"

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("numéro", editable=False)
    is_current = models.BooleanField("en cours", default=False, editable=False)
    file = models.FileField("fichier", storage=private_storage, upload_to=private_path, max_length=120)
    name = models.CharField("nom du fichier", max_length=200)
    kind = models.CharField("type", max_length=5, choices=Kind)
    size = models.PositiveBigIntegerField("taille", help_text="En octets.")
    sha256 = models.CharField(
        "empreinte", max_length=64, validators=[RegexValidator(r"^[0-9a-f]{64}$", "Une empreinte SHA-256.")]
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="déposé par", null=True, related_name="+"
    )
    comment = models.CharField("ce qui change", max_length=300, blank=True)
    created_at = models.DateTimeField("déposé le", default=timezone.now, editable=False)
    scan = models.CharField("analyse", max_length=8, choices=Scan, default=Scan.WAITING, editable=False)
    scanned_at = models.DateTimeField("analysé le", null=True, editable=False)
    announced_at = models.DateTimeField("annoncé le", null=True, editable=False)

    objects = TenantManager.from_queryset(VersionQuerySet)()

    class Meta:
        verbose_name = "version d’un document"
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number"),
            models.UniqueConstraint(fields=["document"], condition=Q(is_current=True), name="one_current_version"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_count_from_one"),
            models.CheckConstraint(condition=Q(size__gte=1), name="version_is_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="version_has_its_checksum"),
            models.CheckConstraint(
                condition=Q(is_current=False) | ~Q(scan="infecte"), name="an_infected_version_is_not_current"
            ),
        ]

    def __str__(self):
        return f"{self.document} (version {self.number})"

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[Kind(self.kind)]

    @property
    def is_shown_inline(self) -> bool:
        return self.kind in INLINE

    @property
    def is_infected(self) -> bool:
        return self.scan == self.Scan.INFECTED


class Content(TenantModel):
    """The words of a version, and what the search reads: apart, for no list needs them."""

    is_shown_to_the_public = False

    version = models.OneToOneField(Version, models.CASCADE, related_name="content")
    text = models.TextField("texte", blank=True)
    # No index: row security lets PostgreSQL compare only the rows that the tenant sees.
    vector = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = "texte d’un document"
        default_permissions = ()

    def __str__(self):
        return str(self.version)
