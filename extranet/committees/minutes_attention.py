"""What minutes ask of a member: to read again what was written of a meeting where they were."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from extranet.committees.minutes_subjects import REREADING
from extranet.committees.models import Comment, Minutes, Presence
from portal.design.typography import french, french_date
from portal.notifications.attention import Item, waits
from portal.tenancy.models import Membership, Module

MOST = 20


@waits("comptes rendus à relire")
def to_read_again(membership: Membership) -> list[Item]:
    """Each minutes that the member may remark on, until when; not those where they have, nor in a closed module."""
    there = Presence.objects.filter(meeting=OuterRef("meeting"), state=Presence.State.PRESENT, membership=membership)
    said = Comment.objects.filter(passage__minutes=OuterRef("pk"), by=membership, at__gte=OuterRef("reread_from"))
    rows = Minutes.objects.filter(
        Exists(there) | Q(meeting__committee__chair=membership), ~Exists(said), state=Minutes.State.REREADING,
        reread_until__gte=timezone.localdate(), tenant__modules__contains=[Module.COMMITTEES],
    )  # fmt: skip
    rows = rows.select_related("meeting__committee").order_by("reread_until", "pk")
    return [
        Item(
            title=french(f"Compte rendu à relire : {each.meeting.committee}"), at=each.reread_from,
            url=reverse("minutes", args=[each.meeting_id]), subject=REREADING.code,
            detail=f"Jusqu’au {french_date(date_format(each.reread_until, 'j F Y'))}.",
        )
        for each in rows[:MOST]
    ]  # fmt: skip
