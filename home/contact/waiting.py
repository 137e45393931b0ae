"""What the messages ask of the staff: one that arrived nowhere, or elsewhere than it should."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from home.models import ContactMessage
from home.policies import messages_of
from portal.tenancy.models import Membership, Role

KIND = "contact"


def waiting_rows(membership: Membership):
    """Return what went wrong with a message, as (kind, key, title, at), or None for who reads no message.

    Whoever administers sees them all, a coordinator those of their platforms and the general ones.
    """
    if not membership.has_role(Role.ADMINISTRATION, Role.COORDINATION):
        return None
    rows = ContactMessage.objects.wanting()
    if not membership.has_role(Role.ADMINISTRATION, Role.COMMUNICATION):
        rows = rows.filter(messages_of(membership.user_id))
    return (
        rows.annotate(
            kind=Value(KIND, CharField()),
            key=Cast("pk", CharField()),
            title=Concat(Value("Message de "), "name", output_field=CharField()),
            at=F("created_at"),
        )
        .order_by()
        .values_list("kind", "key", "title", "at")
    )
