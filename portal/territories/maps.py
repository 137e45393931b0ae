"""The tenant's territory as a picture: SVG paths made on the server, one a platform or other body."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import shapely
from django.db import transaction
from django.db.models import Value
from shapely import Polygon

from portal.database import context
from portal.tenancy.cache import refresh, remember
from portal.tenancy.models import Tenant
from portal.territories.coverage import covered, given, ruled
from portal.territories.models import Commune, OtherBody, Platform

WIDTH = 600  # units of the drawing
MARGIN = 4  # units around it
TOWNS = 8  # named on the map of a territory of one shape
SLIVER = 0.8  # units: gaps between simplified neighbours, to be closed
SMALLEST_HOLE = 12  # square units; smaller ones are faults of the source, larger ones are places

_NUMBER = re.compile(r"-?\d*\.?\d+")


@dataclass(frozen=True)
class Shape:
    slug: str
    name: str
    path: str
    label_x: float
    label_y: float
    is_other_body: bool
    url: str = ""
    """Where it leads; empty: to the platform's page."""


@dataclass(frozen=True)
class TerritoryMap:
    """Shapes of the platforms. A territory of one shape also shows its communes: else it would be a mere blot."""

    view_box: str
    shapes: tuple[Shape, ...]
    borders: str = ""
    towns: tuple[Shape, ...] = ()


def map_of(tenant: Tenant) -> TerritoryMap:
    """Return the tenant's map; without shapes while nothing is drawn."""
    return remember(tenant, "map", lambda: _make(tenant))


def centres_of(tenant: Tenant) -> dict[str, tuple[float, float]]:
    """Return where each commune that somebody answers for lies on the tenant's map, by its code."""
    return remember(tenant, "centres", lambda: _centres(tenant))


def _centres(tenant: Tenant) -> dict[str, tuple[float, float]]:
    communes = list(covered(tenant.pk).exclude(contour__isnull=True).values_list("pk", "contour"))
    project = _projection(ring for _, contour in communes for ring in contour)
    largest = [max(_polygons(map(project, contour)), key=lambda polygon: polygon.area) for _, contour in communes]
    points = shapely.get_coordinates(shapely.point_on_surface(largest)).round(1).tolist()
    return {code: (x, y) for (code, _), (x, y) in zip(communes, points, strict=True)}


def _make(tenant: Tenant) -> TerritoryMap:
    shapes = tuple(Shape(*row) for row in _drawn(tenant))
    points = [point for shape in shapes for point in _points(shape.path)]
    if not points:
        return TerritoryMap("0 0 0 0", ())
    left, top = (min(p[axis] for p in points) - MARGIN for axis in (0, 1))
    width, height = (max(p[axis] for p in points) + MARGIN - start for axis, start in ((0, left), (1, top)))
    view_box = " ".join(_short(round(n * 10)) for n in (left, top, width, height))
    return TerritoryMap(view_box, shapes, *(_communes(tenant) if len(shapes) == 1 else ()))


def _drawn(tenant: Tenant):
    """Return what is drawn of each platform, then of each other body, by name: one query."""
    platforms, bodies = (
        model.objects.filter(tenant=tenant)
        .exclude(outline="")
        .order_by()
        .annotate(is_other_body=Value(model is OtherBody))
        .values_list("slug", "name", "outline", "label_x", "label_y", "is_other_body")
        for model in (Platform, OtherBody)
    )
    return platforms.union(bodies, all=True).order_by("is_other_body", "name")


def _communes(tenant: Tenant) -> tuple[str, tuple[Shape, ...]]:
    """Return the borders of the communes as one path, and the names of the most populated, where they lie."""
    communes = list(covered(tenant.pk).exclude(contour__isnull=True).order_by("-population", "pk"))
    project = _projection(ring for commune in communes for ring in commune.contour)
    drawn = [(commune, [project(ring) for ring in commune.contour]) for commune in communes]
    borders = "".join(_ring(ring) for _, rings in drawn for ring in rings)
    towns = [Shape(c.slug, c.name, "", *_label_of(_polygons(rings)), False) for c, rings in drawn[:TOWNS]]
    return borders, tuple(towns)


@transaction.atomic
def redraw(tenant: Tenant) -> None:
    """Draw the territory of each platform and other body of ``tenant`` from its communes' contours.

    All share one frame, so all are drawn again. Forgets the cached map.
    """
    with context.use(tenant.context):
        territories = _territories(tenant.pk)
        project = _projection(ring for rings in territories.values() for ring in rings)
        for model in (Platform, OtherBody):
            for pk in model.objects.filter(tenant=tenant).values_list("pk", flat=True):
                drawing = _draw([project(ring) for ring in territories.get((model, pk), [])])
                model.objects.filter(pk=pk).update(**drawing)
    refresh(tenant.pk)


def _owners(tenant_id: int) -> dict[str, tuple[type, int]]:
    """Return, for each covered commune's code, who answers for it."""
    owners = {}
    for rows in (
        ruled(tenant_id).values_list("pk", "rule__platform", "rule__other_body"),
        given(tenant_id).values_list("commune", "platform", "other_body"),
    ):
        for commune, platform, body in rows:
            owners[commune] = (Platform, platform) if platform else (OtherBody, body)
    return owners


def _territories(tenant_id: int) -> dict[tuple[type, int], list]:
    """Return the rings, in degrees, of each platform and other body."""
    owners = _owners(tenant_id)
    territories = defaultdict(list)
    drawn = Commune.objects.filter(pk__in=list(owners)).exclude(contour__isnull=True).order_by("pk")
    for code, contour in drawn.values_list("pk", "contour"):
        territories[owners[code]] += contour
    return territories


def _projection(rings: Iterable[list]):
    """Return a function from rings in degrees to points of the frame: equirectangular, y downwards."""
    points = [point for ring in rings for point in ring]
    if not points:
        return lambda ring: ring
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrowing = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * narrowing)
    return lambda ring: [((x - west) * narrowing * scale, (north - y) * scale) for x, y in ring]


def _draw(rings: list[list[tuple[float, float]]]) -> dict:
    """Return ``outline`` and the place of the label of the communes' union."""
    if not rings:
        return {"outline": "", "label_x": 0, "label_y": 0}
    union = shapely.union_all(_polygons(rings)).buffer(SLIVER, join_style="mitre").buffer(-SLIVER, join_style="mitre")
    union = shapely.simplify(union, 0.3)
    polygons = [part for part in shapely.get_parts(union) if isinstance(part, Polygon) and part.area > 1]
    label_x, label_y = _label_of(polygons)
    return {"outline": "".join(map(_path, polygons)), "label_x": label_x, "label_y": label_y}


def _polygons(rings: Iterable[list[tuple[float, float]]]) -> list[Polygon]:
    return [shapely.make_valid(Polygon(ring)) for ring in rings]


def _label_of(polygons: list[Polygon]) -> tuple[float, float]:
    """Return a point well inside the largest of them."""
    largest = max(polygons, key=lambda polygon: polygon.area)
    x, y = shapely.maximum_inscribed_circle(largest, tolerance=1).coords[0]
    return round(x, 1), round(y, 1)


def _path(polygon: Polygon) -> str:
    """Return a compact SVG path. Holes turn the other way, so that the default fill rule keeps them empty."""
    turned = shapely.geometry.polygon.orient(polygon)
    holes = [hole for hole in turned.interiors if Polygon(hole).area > SMALLEST_HOLE]
    return "".join(_ring(ring.coords) for ring in (turned.exterior, *holes))


def _ring(coordinates) -> str:
    """Return ``Mx y`` and relative steps, in tenths: steps between rounded points, so that none drifts."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in coordinates]
    points = [tenths[0], *(b for a, b in pairwise(tenths) if a != b)]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points[:-1])]
    start = f"M{_short(points[0][0])} {_short(points[0][1])}"
    return start + "l" + "".join(_join(step) for step in steps).lstrip() + "z"


def _join(step: tuple[int, int]) -> str:
    return "".join(number if number[0] == "-" else f" {number}" for number in map(_short, step))


def _short(tenths: int) -> str:
    """Write tenths as SVG likes them: 12 → 1.2, 5 → .5, -30 → -3."""
    whole, rest = divmod(abs(tenths), 10)
    digits = f"{whole or ''}.{rest}" if rest else str(whole)
    return f"-{digits}" if tenths < 0 else digits


def _points(path: str) -> Iterable[tuple[float, float]]:
    """Yield the points of a path that ``_path`` wrote."""
    for ring in path.split("M")[1:]:
        numbers = [float(n) for n in _NUMBER.findall(ring)]
        x = y = 0.0
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            yield x, y
