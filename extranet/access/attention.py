"""What of access requests waits for a member."""

from extranet.access.models import AccessRequest
from extranet.access.perms import answered_by
from extranet.access.services import TO_ANSWER, url_of
from portal.notifications.attention import Item, waits
from portal.tenancy.models import Membership


@waits("access", for_staff=True)
def requests_to_answer(membership: Membership) -> list[Item]:
    """Return the requests that wait for this member's answer, and those whose sender has just answered."""
    waiting = answered_by(membership.user).waiting().with_reply().select_related("organisation")
    return [_item(request) for request in waiting.order_by("waiting_since", "pk")]


def _item(request: AccessRequest) -> Item:
    title = f"Demande d’accès de {request.name}"
    detail = request.where_from + (" – la réponse à votre question est arrivée" if request.has_reply else "")
    return Item(title=title, url=url_of(request), at=request.waiting_since, detail=detail, subject=TO_ANSWER.code)
