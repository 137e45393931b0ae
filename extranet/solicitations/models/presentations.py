from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from extranet.committees.models import Committee
from extranet.solicitations.models.solicitations import UNDER_WAY, Solicitation
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel


class PresentationQuerySet(models.QuerySet):
    def active(self):
        """Keep those that a committee still reads: not withdrawn, not answered, of a committee that still meets."""
        return self.filter(
            ended_at=None, solicitation__state__in=UNDER_WAY, solicitation__erased_at=None, committee__closed_on=None
        )


class Presentation(TenantModel):
    """A solicitation is shown to a committee, as a sheet without any text, from one moment to another.

    It ends when the coordinator takes it back, or with the answer to the solicitation.
    """

    is_shown_to_the_public = False

    solicitation = models.ForeignKey(Solicitation, models.CASCADE, related_name="presentations")
    committee = models.ForeignKey(Committee, models.CASCADE, verbose_name="comité", related_name="+")
    by = models.ForeignKey(
        Membership, models.SET_NULL, verbose_name="présentée par", null=True, editable=False, related_name="+"
    )
    presented_at = models.DateTimeField("présentée le", default=timezone.now, editable=False)
    ended_at = models.DateTimeField("jusqu’au", null=True, editable=False)

    objects = TenantManager.from_queryset(PresentationQuerySet)()

    class Meta:
        verbose_name = "présentation à un comité"
        verbose_name_plural = "présentations à un comité"
        ordering = ["-presented_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["solicitation", "committee"], condition=Q(ended_at=None),
                name="one_presentation_to_a_committee",
                violation_error_message="Cette sollicitation est déjà présentée à ce comité.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("presented_at")),
                name="presentation_ends_after_it_began",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.solicitation_id} – {self.committee_id}"
