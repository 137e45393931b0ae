"""Public events to come, for news readers: RSS 2.0."""

import datetime
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from events.dated import Dated
from portal.design.feeds import MOST, Rss, writable
from portal.design.typography import french, french_date, hour
from portal.tenancy.models import Tenant


def news(entries: Sequence[Dated], tenant: Tenant) -> bytes:
    """Return the feed of the first of these entries, byte for byte the same until something changes or is over."""
    base = tenant.base_url
    made = Rss(
        title=f"Agenda – Logement d’abord {tenant.short_name}", link=base + reverse("agenda"), language="fr",
        description=f"Les rendez-vous à venir : {tenant.name}.", feed_url=base + reverse("calendar_rss"),
        begun_at=tenant.created_at,
    )  # fmt: skip
    for each in entries[:MOST]:
        made.add_item(
            title=writable(title_of(each)), link=each.entry.url or base + reverse("agenda"),
            description=writable(description_of(each)), unique_id=each.entry.uid.urn, unique_id_is_permalink=False,
            pubdate=each.entry.changed_at, categories=[each.kind_label],
        )  # fmt: skip
    return made.writeString("utf-8").encode()


def title_of(each: Dated) -> str:
    if not each.is_called_off:
        return french(each.entry.title)
    return french(f"{'Reporté' if each.is_postponed else 'Annulé'} : {each.entry.title}")


def description_of(each: Dated) -> str:
    """Return when and where, then what it is about, as plain text."""
    return french("\n\n".join(filter(None, [when(each), each.entry.place, each.entry.text])))


def when(each: Dated) -> str:
    """Return « Le 3 décembre 2026, de 9 h à 12 h », « Du 3 décembre 2026 au 4 décembre 2026 »."""
    starts, ends = (timezone.localtime(moment) for moment in (each.entry.starts_at, each.entry.ends_at))
    has_hours, (first, last) = not each.entry.is_whole_days, (_day(each.first_day), _day(each.last_day))
    if first != last:
        at = [f" à {hour(moment.hour, moment.minute)}" if has_hours else "" for moment in (starts, ends)]
        return f"Du {first}{at[0]} au {last}{at[1]}"
    between = f", de {hour(starts.hour, starts.minute)} à {hour(ends.hour, ends.minute)}" if has_hours else ""
    return f"Le {first}{between}"


def _day(day: datetime.date) -> str:
    return french_date(date_format(day, "j F Y"))
