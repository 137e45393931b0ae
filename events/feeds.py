"""What is sent to calendar programs and news readers: which entries, under which name.

A feed is a slow mirror: programs read it again when they please. It holds what was in the last three months and what
comes in eighteen; what was called off stays in it, marked, so that programs take it out. Entries of partners' agendas
are shown on our pages and left out here: their own address is the one to subscribe to.
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone

from events import dated
from events.dated import Answer, Dated
from events.icalendar import Organiser, feed
from events.models import FeedToken
from portal.tenancy.models import Membership, Tenant

PAST = datetime.timedelta(days=92)
COMING = datetime.timedelta(days=549)
"""Three months and eighteen: a whole number of days, so that a feed changes at midnight at most by itself."""
MINE = frozenset({Answer.COMES, Answer.PERHAPS, Answer.WAITS})


@dataclass(frozen=True)
class Filters:
    """What an address narrows its feed to: codes; none means all. A code that nothing has gives an empty feed."""

    kinds: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()

    @classmethod
    def of(cls, query) -> "Filters":
        """Read them from a query string (a QueryDict)."""
        return cls(*(frozenset(filter(None, query.getlist(name))) for name in ("nature", "plateforme")))

    def keep(self, each: Dated) -> bool:
        is_of_kind = not self.kinds or each.kind in self.kinds
        return is_of_kind and (not self.platforms or not each.platforms or bool(self.platforms & {*each.platforms}))

    def __str__(self):
        return "&".join([*sorted(self.kinds), "", *sorted(self.platforms)])


def public_entries(filters: Filters = Filters()) -> list[Dated]:
    """Return what everybody may subscribe to, of the asking tenant."""
    return [each for each in _window(None) if filters.keep(each)]


def public_feed(entries: Sequence[Dated], tenant: Tenant, filters: Filters) -> bytes:
    return _written(entries, tenant, f"Agenda – {tenant.short_name}", f"public {filters}")


def entries_of(token: FeedToken) -> list[Dated]:
    """Return what the member of a private address may see today, or what they signed up for."""
    is_mine = token.purpose == FeedToken.Purpose.MINE
    return [each for each in _window(token.membership) if not is_mine or each.answer in MINE]


def feed_of(token: FeedToken, entries: Sequence[Dated], tenant: Tenant) -> bytes:
    title = "Mes inscriptions" if token.purpose == FeedToken.Purpose.MINE else "Mon agenda"
    return _written(entries, tenant, f"{title} – {tenant.short_name}", f"private {token.pk}")


def feed_of_one(each: Dated, tenant: Tenant) -> bytes:
    """Return a file to add one date to one's own calendar."""
    return _written([each], tenant, each.entry.title, f"entry {each.entry.uid}")


def last_change(entries: Iterable[Dated]) -> datetime.datetime | None:
    return max((each.entry.changed_at for each in entries), default=None)


def coming() -> list[Dated]:
    """Return what is public and not over, for news readers."""
    now = timezone.now()
    return [each for each in _window(None) if each.entry.ends_at > now]


def _window(membership: Membership | None) -> list[Dated]:
    today = timezone.make_aware(datetime.datetime.combine(timezone.localdate(), datetime.time()))
    return [
        each for each in dated.between(membership, today - PAST, today + COMING, has_text=True) if not each.is_external
    ]


def _written(entries: Sequence[Dated], tenant: Tenant, name: str, which: str) -> bytes:
    uid = uuid.uuid5(uuid.NAMESPACE_URL, f"{tenant.base_url}/agenda/ {which}")
    return feed([each.entry for each in entries], organiser_of(tenant), uid=uid, name=name)


def organiser_of(tenant: Tenant) -> Organiser:
    """Return whose calendar it is, at the address that mails leave from and nobody reads."""
    return Organiser(tenant.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
