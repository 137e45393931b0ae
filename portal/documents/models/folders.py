from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from portal.organisations.models import Audience, HasAudience
from portal.organisations.models.audiences import HasAudienceQuerySet
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel


class FolderQuerySet(HasAudienceQuerySet):
    def visible_to(self, membership: Membership | None):
        """Keep the folders meant for this member, and those that hold something they may read."""
        documents = self.model._meta.get_field("documents").related_model.objects
        inside = documents.visible_to(membership).filter(folder=OuterRef("pk"))
        return self.filter(Q(audience__in=Audience.objects.visible_to(membership)) | Exists(inside))


class Folder(HasAudience, TenantModel):
    """A theme of the library. Its audience is that of the documents put in it, until one says otherwise.

    Folders hold no folder: members look for a theme, or search.
    """

    is_shown_to_the_public = False

    name = models.CharField("nom", max_length=80)
    slug = models.SlugField("identifiant", max_length=80, editable=False)
    description = models.CharField("ce qu’on y trouve", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(
        "ordre", default=100, help_text="Les plus petits nombres viennent en premier."
    )

    objects = TenantManager.from_queryset(FolderQuerySet)()

    class Meta:
        verbose_name = "dossier"
        ordering = ["position", "name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                "tenant", Lower("name"), name="one_folder_per_name",
                violation_error_message="Un dossier porte déjà ce nom.",
            ),
            models.UniqueConstraint(fields=["tenant", "slug"], name="one_folder_per_slug"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug=""), name="folder_has_a_name"),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class Subscription(TenantModel):
    """A member is told of what is put in a folder."""

    is_shown_to_the_public = False

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="subscriptions")
    folder = models.ForeignKey(Folder, models.CASCADE, related_name="subscriptions")
    since = models.DateTimeField("depuis le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "suivi d’un dossier"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["membership", "folder"], name="one_subscription_per_folder")]

    def __str__(self):
        return f"{self.membership.user} – {self.folder}"
