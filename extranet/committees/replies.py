"""What those who were called to a meeting answer."""

from django.db import transaction
from django.utils import timezone

from extranet.committees.models import Meeting, Reply
from extranet.committees.states import locked
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError


@transaction.atomic
def reply(
    meeting: Meeting, membership: Membership, answer: Reply.Answer, *, replaced_by: str = "", note: str = ""
) -> Reply:
    """Write what somebody who was called says; said again, the last word holds. Refused once the meeting begins."""
    meeting = locked(meeting)
    if not meeting.takes_replies:
        raise RefusedError("On ne répond plus à cette convocation.")
    if not meeting.convocations.filter(membership=membership).exists():
        raise RefusedError("Vous n’êtes pas convoqué à cette réunion.")
    is_replaced = answer == Reply.Answer.REPLACED
    if is_replaced and not replaced_by.strip():
        raise RefusedError("Dites qui vient à votre place.")
    said, _ = Reply.objects.update_or_create(
        meeting=meeting, membership=membership,
        defaults={"answer": answer, "replaced_by": replaced_by.strip() if is_replaced else "", "note": note.strip(),
                  "at": timezone.now()},
    )  # fmt: skip
    return said
