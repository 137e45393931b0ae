"""What the public face adds to a member's dashboard: the news that they may read and what waits for its staff.

All of it in one query: each part gives rows (kind, key, title, at), and here a kind becomes a line. Apps of the
members' space have theirs asked with it (``portal.notifications.attention.lines``).
"""

import datetime
from collections.abc import Callable

from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse

from home.contact import waiting as contact
from home.legal import attention as legal
from home.links import attention as links
from home.models import NewsPage
from home.questions import attention as questions
from home.resources import attention as resources
from portal.design.typography import french
from portal.notifications.attention import Found, Item, declared_lines, finds
from portal.pages import reviews
from portal.pages.addresses import path_on_host
from portal.tenancy.models import Membership

NEWS = "news"
WAITING = (
    contact.waiting_rows, legal.waiting_rows, links.waiting_rows, questions.waiting_rows, resources.waiting_rows,
    reviews.waiting_rows,
)  # fmt: skip


@finds("home")
def found(membership: Membership, since: datetime.datetime | None) -> Found:
    parts = [part for asked in WAITING if (part := asked(membership)) is not None]
    parts += [part for lines in {*declared_lines().values()} for part in lines.rows(membership)]
    if since:
        parts.append(_news(membership, since))
    rows = parts[0].union(*parts[1:], all=True).order_by() if parts else []
    items = [(kind, _item(membership, kind, key, title, at)) for kind, key, title, at in rows]
    return Found(
        waiting=[item for kind, item in items if kind != NEWS], news=[item for kind, item in items if kind == NEWS]
    )


def _news(membership: Membership, since: datetime.datetime) -> QuerySet:
    pages = NewsPage.objects.visible_to(membership).filter(first_published_at__gt=since).order_by()
    said = {
        "kind": Value(NEWS, CharField()), "key": Cast("url_path", CharField()),
        "at": Cast(F("first_published_at"), DateTimeField()),
    }  # fmt: skip
    return pages.annotate(**said).values_list("kind", "key", "title", "at")


def _item(membership: Membership, kind: str, key: str, title: str, at: datetime.datetime) -> Item:
    if kind == reviews.WAITS:
        return reviews.item_of(key, title, at)
    if kind in declared_lines():
        return declared_lines()[kind].item(kind, key, title, at)
    if kind == NEWS:
        return Item(title=title, url=path_on_host(key, membership.tenant.site.root_page), at=at, detail="Actualité")
    address, detail = LINES[kind]
    return Item(title=title, url=address(key), at=at, detail=french(detail))


def _to(name: str) -> Callable[[str], str]:
    return lambda key: reverse(name, args=[key])


LINES: dict[str, tuple[Callable[[str], str], str]] = {
    contact.KIND: (_to("messages:inspect"), "Ce message n’est pas arrivé comme il devait."),
    legal.COMPLAINT: (_to("accessibilitycomplaint:edit"), "Signalement d’accessibilité : répondre sous sept jours."),
    legal.PACK: (lambda key: reverse("legal_identity"), "Ce que la loi demande n’est pas complet."),
    links.KIND: (_to("wagtailadmin_pages:edit"), "Cette page a des liens rompus."),
    questions.TO_PUBLISH: (_to("question:edit"), "Question préparée : à relire et à rendre visible."),
    resources.TO_PUBLISH: (_to("resource:edit"), "Ressource préparée : à relire et à rendre visible."),
}
"""Where each kind leads, by its key, and what is said below its title."""
