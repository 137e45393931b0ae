"""What the mails themselves ask of somebody: one that was given up needs a person."""

from django.db.models import Count, Min
from django.urls import reverse

from portal.notifications.attention import Item, waits
from portal.notifications.models import Mail
from portal.notifications.permissions import WATCH_MAILS
from portal.tenancy.models import Membership


@waits("mails", for_staff=True)
def abandoned_mails(membership: Membership) -> list[Item]:
    """Whoever follows the tenant's mails learns that some never left."""
    if not membership.user.has_perm(WATCH_MAILS):
        return []
    found = Mail.objects.abandoned().aggregate(count=Count("pk"), since=Min("created_at"))
    if not found["count"]:
        return []
    title = "Un courriel n’est pas parti" if found["count"] == 1 else f"{found['count']} courriels ne sont pas partis"
    detail = "Le serveur de courriel les a refusés."
    if found["count"] == 1:
        detail = "Le serveur de courriel l’a refusé."
    return [Item(title=title, url=reverse("mails:index") + "?etat=abandonne", at=found["since"], detail=detail)]
