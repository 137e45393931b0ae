"""The public news for news readers: the same articles in RSS and in Atom, on the tenant's own host."""

import datetime
import uuid
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from home.models import NewsIndexPage, NewsPage, Rubric
from portal.design.feeds import MOST, Atom, Rss, writable
from portal.design.typography import french
from portal.pages.addresses import path_on_host
from portal.tenancy.models import Tenant


@dataclass(frozen=True)
class Feed:
    body: bytes
    changed_at: datetime.datetime | None


def write(kind: type[Rss | Atom], url_name: str, tenant: Tenant, index: NewsIndexPage, rubric: Rubric | None) -> Feed:
    """Return the latest public news of ``index``, of one rubric if it is given."""
    base, home = tenant.base_url, tenant.site.root_page
    query = f"?rubrique={rubric.slug}" if rubric else ""
    title = french(f"{index.title} – Logement d’abord {tenant.short_name}" + (f" : {rubric.name}" if rubric else ""))
    made = kind(
        title=writable(title), link=f"{base}{path_on_host(index.url_path, home)}{query}", language="fr",
        description=writable(french(index.description or title)), feed_url=f"{base}{reverse(url_name)}{query}",
        author_name=writable(tenant.name), feed_guid=_identifier(index, rubric), begun_at=tenant.created_at,
    )  # fmt: skip
    news = index.news_for(None)
    pages = list((news.filter(rubric=rubric) if rubric else news)[:MOST])
    for page in pages:
        _add(made, page, f"{base}{path_on_host(page.url_path, home)}")
    return Feed(made.writeString("utf-8").encode(), max(map(_changed_at, pages), default=None))


def _identifier(index: NewsIndexPage, rubric: Rubric | None) -> str:
    """Return a feed's own identifier, which stays when the page of the news moves."""
    return (uuid.uuid5(index.translation_key, rubric.slug) if rubric else index.translation_key).urn


def _add(made: Rss | Atom, page: NewsPage, url: str) -> None:
    """Its identifier stays when its title or its address changes: no reader shows it twice.

    Readers take a description for HTML: a sign of our text is not one of theirs.
    """
    made.add_item(
        title=writable(french(page.title)), link=url, description=escape(writable(french(page.description))),
        unique_id=page.translation_key.urn, unique_id_is_permalink=False, pubdate=_morning(page.date),
        updateddate=_changed_at(page), categories=[writable(page.rubric.name)] if page.rubric else [],
    )  # fmt: skip


def _changed_at(page: NewsPage) -> datetime.datetime:
    return page.last_published_at or _morning(page.date)


def _morning(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
