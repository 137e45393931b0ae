from django.db import models
from django.db.models import F, Q

from extranet.committees.models.committees import Member
from extranet.committees.models.meetings import Meeting
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantModel


class Presence(TenantModel):
    """Who came to a meeting, as was noted there: a person of an organisation that sits, or a guest of none.

    ``member``: for whom they sit; None for a guest, the secretary or the chair. An organisation that another one spoke
    for is a row without a person, « représenté », with ``represented_by``.
    """

    is_shown_to_the_public = False

    class State(models.TextChoices):
        PRESENT = "present", "présent"
        EXCUSED = "excuse", "excusé"
        REPRESENTED = "represente", "représenté"
        ABSENT = "absent", "absent"
        GUEST = "invite", "invité"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="presences")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="presences")
    membership = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    name = models.CharField("nom", max_length=120, blank=True, help_text="De qui n’a pas de mandat.")
    represented_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    state = models.CharField("présence", max_length=10, choices=State)

    class Meta:
        verbose_name = "présence"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member", "membership"], condition=Q(membership__isnull=False),
                name="one_presence_per_person",
            ),
            models.UniqueConstraint(
                fields=["meeting", "member"], condition=Q(state="represente"), name="one_representation_per_member"
            ),
            models.CheckConstraint(
                condition=~Q(state="represente") & Q(represented_by=None)
                | Q(state="represente", member__isnull=False, represented_by__isnull=False)
                & ~Q(represented_by=F("member")),
                name="presence_says_who_represents",
            ),
            models.CheckConstraint(
                condition=~Q(state="invite") | Q(member=None), name="guest_sits_for_nobody"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.name or self.membership} – {self.get_state_display()}"
