"""Where the calendar is found: the plan and the sitemap of its tenant, and the picture of a date that is shared."""

from django.urls import reverse

from events.models import Occurrence
from events.words import when
from portal.pages.public_addresses import Listed, PublicAddress, add_address, keep_robots_out, listed
from portal.pages.sharing import Shared, is_key, shareable
from portal.tenancy.models import Module

CALENDAR = Module.CALENDAR

add_address(PublicAddress("agenda", "Agenda", order=20, module=CALENDAR))
add_address(PublicAddress("agenda_past", "Agenda : ce qui a eu lieu", order=21, module=CALENDAR))
keep_robots_out("/agenda/mois/", "/agenda/semaine/")  # without end; the list and the sitemap name each date


@listed("events", module=CALENDAR)
def coming_dates() -> list[Listed]:
    rows = Occurrence.objects.visible_to(None).upcoming().order_by("starts_at", "pk")
    page = reverse("event", args=[0]).replace("0", "{}")
    return [Listed(page.format(pk), changed_at) for pk, changed_at in rows.values_list("pk", "changed_at")]


def shared(occurrence: Occurrence) -> Shared:
    """Return what a date is where it is shared: its event, and when."""
    moment = when(occurrence.starts_at, occurrence.ends_at, is_whole_days=occurrence.is_whole_days)
    label = moment[:1].upper() + moment[1:]
    if occurrence.is_called_off:
        label = f"{occurrence.get_state_display().capitalize()} : {moment}"
    return Shared("evenement", str(occurrence.pk), occurrence.event.title, label)


@shareable("evenement", module=CALENDAR)
def find(key: str) -> Shared | None:
    if not is_key(key):
        return None
    found = Occurrence.objects.visible_to(None).filter(pk=int(key)).select_related("event").first()
    return shared(found) if found else None
