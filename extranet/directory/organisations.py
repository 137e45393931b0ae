"""Which organisations answer to a search, and how many work with each platform."""

from dataclasses import dataclass, field, replace

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, F, Func, Q, QuerySet, Value
from django.urls import reverse

from portal.organisations.models import Organisation
from portal.organisations.searching import search
from portal.tenancy.models import Tenant
from portal.territories import finder
from portal.territories.finder import Outcome, Place
from portal.territories.maps import TerritoryMap, map_of
from portal.territories.models import Platform

SURE = (Outcome.PLATFORM, Outcome.CHOICE, Outcome.OTHER_BODY)


@dataclass(frozen=True)
class Found:
    """``organisations``: the best first when a name was typed, else by name. ``places``: what the commune means."""

    organisations: QuerySet[Organisation]
    places: tuple[Place, ...] = ()
    suggestions: tuple[Place, ...] = ()
    is_unknown: bool = False
    """No commune of the territory answers to what was typed."""


def find(tenant: Tenant, *, q: str = "", kind: str = "", platform: str = "", commune: str = "") -> Found:
    """Return the organisations of the directory that answer to all that was asked, in a flat number of queries."""
    rows = Organisation.objects.current().select_related("seat").prefetch_related("platforms")
    if kind:
        rows = rows.filter(kind=kind)
    if platform:
        rows = rows.filter(on_platforms(Platform.objects.filter(slug=platform)))
    found = _in_commune(tenant, rows, commune) if commune else Found(rows)
    rows = found.organisations
    if q:
        rows = in_order_of(search(q, rows.order_by().values_list("pk", "name")), rows)
    else:
        rows = rows.order_by("name__unaccent", "pk")
    return replace(found, organisations=rows)


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
class Overview:
    presences: list[Presence] = field(default_factory=list)
    map: TerritoryMap | None = None


def overview(tenant: Tenant, active: str = "") -> Overview:
    """Return how many organisations work with each platform, as a list and as the tenant's map. Two queries."""
    here = Q(organisations__ended_on=None, organisations__is_proposed=False, organisations__covers_everything=False)
    everywhere = Organisation.objects.current().filter(covers_everything=True).count()
    presences = [
        Presence(
            each, each.count + everywhere, everywhere, f"{reverse('directory')}?platform={each.slug}",
            each.slug == active,
        )
        for each in Platform.objects.annotate(count=Count("organisations", filter=here)).order_by("name")
    ]  # fmt: skip
    return Overview(presences, _map(tenant, {each.platform.slug: each for each in presences}))


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
