"""Which organisations answer to a search, and how many work with each platform."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, F, Func, Q, QuerySet, Value
from django.urls import reverse

from portal.organisations.models import Organisation
from portal.organisations.searching import search
from portal.tenancy.models import Tenant
from portal.territories import finder
from portal.territories.finder import Outcome, Place
from portal.territories.maps import TerritoryMap, centres_of, map_of
from portal.territories.models import Platform

SURE = (Outcome.PLATFORM, Outcome.CHOICE, Outcome.OTHER_BODY)


@dataclass(frozen=True)
class Found:
    """``organisations``: the best first when a name was typed, else by name. ``places``: what the commune means.

    ``anywhere``: those that answer to all but the platform.
    """

    organisations: QuerySet[Organisation]
    anywhere: QuerySet[Organisation] | None = None
    places: tuple[Place, ...] = ()
    suggestions: tuple[Place, ...] = ()
    is_unknown: bool = False
    """No commune of the territory answers to what was typed."""


def find(tenant: Tenant, *, q: str = "", kind: str = "", platform: str = "", commune: str = "") -> Found:
    """Return the organisations of the directory that answer to all that was asked, in a flat number of queries."""
    rows = Organisation.objects.current().select_related("seat").prefetch_related("platforms")
    if kind:
        rows = rows.filter(kind=kind)
    found = _in_commune(tenant, rows, commune) if commune else Found(rows)
    rows = found.organisations
    if q:
        rows = in_order_of(search(q, rows.order_by().values_list("pk", "name")), rows)
    else:
        rows = rows.order_by("name__unaccent", "pk")
    there = rows.filter(on_platforms(Platform.objects.filter(slug=platform))) if platform else rows
    return replace(found, organisations=there, anywhere=rows)


def _in_commune(tenant: Tenant, rows: QuerySet, commune: str) -> Found:
    answer = finder.find(commune, tenant_id=tenant.pk)
    if answer.outcome not in SURE:
        return Found(rows.none(), suggestions=answer.places or answer.near, is_unknown=True)
    there = Q(seat__in=[place.commune.pk for place in answer.places])
    if answer.platforms:
        there |= on_platforms(answer.platforms)
    return Found(rows.filter(there), places=answer.places)


def on_platforms(platforms) -> Q:
    """Return the condition of an organisation that works with one of these platforms, or everywhere."""
    through = Organisation.platforms.through.objects.filter(platform__in=platforms)
    return Q(covers_everything=True) | Q(pk__in=through.values("organisation"))


def in_order_of(keys: list[int], rows: QuerySet) -> QuerySet:
    """Keep the rows of these keys, in this order."""
    place = Func(
        Value(keys, ArrayField(BigIntegerField())), F("pk"), function="array_position", output_field=BigIntegerField()
    )
    return rows.filter(pk__in=keys).order_by(place)


@dataclass(frozen=True)
class Presence:
    """How many organisations work with a platform; ``everywhere`` of them, with all."""

    platform: Platform
    count: int
    everywhere: int
    url: str
    is_active: bool = False


@dataclass(frozen=True)
class Seats:
    """How many organisations have their seat in a commune; ``x`` and ``y`` place it on the map, if it is there."""

    name: str
    count: int
    x: float | None
    y: float | None

    @property
    def radius(self) -> float:
        """Its surface grows with the number, up to a size that hides no neighbour."""
        return round(min(4 + 2 * self.count**0.5, 16), 1)


@dataclass(frozen=True)
class Overview:
    """``seatless``: how many say no seat."""

    presences: list[Presence]
    map: TerritoryMap
    seats: list[Seats]
    seatless: int


def overview(tenant: Tenant, found: Found, narrowing: dict[str, str]) -> Overview:
    """Return what was found as the tenant's map: how many work with each platform, and where their seats are.

    A platform counts what answers to all the rest, so that it says what one would find by choosing it.
    """
    presences = _presences(found.anywhere, narrowing)
    rows = found.organisations.order_by().values_list("seat", "seat__name").annotate(Count("pk"))
    counts = {(code, name): count for code, name, count in rows}
    centres = centres_of(tenant)
    seatless = counts.pop((None, None), 0)
    seats = [Seats(name, count, *centres.get(code, (None, None))) for (code, name), count in counts.items()]
    seats.sort(key=lambda each: (-each.count, each.name))
    return Overview(presences, _map(tenant, {each.platform.slug: each for each in presences}), seats, seatless)


def _presences(organisations: QuerySet[Organisation], narrowing: dict[str, str]) -> list[Presence]:
    everywhere = organisations.filter(covers_everything=True).count()
    here = Q(organisations__in=organisations.order_by().values("pk"), organisations__covers_everything=False)
    platforms = Platform.objects.annotate(count=Count("organisations", filter=here)).order_by("name")
    return [
        Presence(
            each, each.count + everywhere, everywhere,
            f"{reverse('directory')}?{urlencode(narrowing | {'platform': each.slug})}",
            each.slug == narrowing.get("platform"),
        )
        for each in platforms
    ]  # fmt: skip


def _map(tenant: Tenant, presences: dict[str, Presence]) -> TerritoryMap:
    """Return the tenant's map, each platform named with its count and leading to its organisations."""
    drawn = map_of(tenant)
    shapes = tuple(
        replace(shape, name=f"{shape.name} ({presences[shape.slug].count})", url=presences[shape.slug].url)
        if shape.slug in presences and not shape.is_other_body
        else shape
        for shape in drawn.shapes
    )
    return replace(drawn, shapes=shapes)
