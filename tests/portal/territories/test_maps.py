"""The map: drawn from the communes' contours, light, and never an error."""

import re

import pytest
import shapely

from portal.territories import maps
from portal.territories.coverage import covered
from portal.territories.maps import map_of, redraw
from portal.territories.models import Commune, CoverageRule, OtherBody, Platform

PATH = re.compile(r"(M-?[\d.]+ -?[\d.]+l(-?[\d.]+ ?)*z)+")


def polygon(path):
    """Return the shape of a path: its first ring less the holes among the others, plus the islands."""
    area = shapely.Polygon()
    for ring in path.split("M")[1:]:
        area = area.symmetric_difference(shapely.make_valid(shapely.Polygon(list(maps._points(f"M{ring}")))))
    return area


def test_the_pas_de_calais_has_seven_platforms_and_another_body(pdc):
    drawn = map_of(pdc)
    assert len([shape for shape in drawn.shapes if not shape.is_other_body]) == 7
    assert [shape.slug for shape in drawn.shapes if shape.is_other_body] == ["cu-arras"]
    assert drawn.view_box.startswith("-4 -4 608 ")


def test_the_map_is_light(pdc):
    assert sum(len(shape.path) for shape in map_of(pdc).shapes) < 14_000


def test_paths_are_well_formed_and_labels_lie_inside(pdc):
    for shape in map_of(pdc).shapes:
        assert PATH.fullmatch(shape.path)
        assert polygon(shape.path).contains(shapely.Point(shape.label_x, shape.label_y).buffer(8)), shape.slug


def test_platforms_do_not_overlap_and_leave_no_gap(pdc):
    shapes = [polygon(shape.path) for shape in map_of(pdc).shapes]
    whole = shapely.union_all(shapes)
    assert sum(shape.area for shape in shapes) - whole.area < 0.01 * whole.area
    assert whole.buffer(1).buffer(-1).area - whole.area < 0.01 * whole.area


def test_the_agglomeration_has_one_shape(casa):
    assert [shape.slug for shape in map_of(casa).shapes] == ["casa"]


def test_a_commune_lies_where_its_platform_is_drawn(pdc):
    centres = maps.centres_of(pdc)
    for commune, slug in [("62498", "lens-henin"), ("62193", "calaisis")]:
        assert polygon(Platform.objects.get(slug=slug).outline).contains(shapely.Point(centres[commune])), slug
    assert "59350" not in centres  # Lille, which nobody here answers for


def test_where_communes_lie_is_read_once_until_something_changes(pdc, django_assert_num_queries):
    maps.centres_of(pdc)
    with django_assert_num_queries(0):
        maps.centres_of(pdc)


def test_drawing_again_changes_nothing(pdc):
    before = list(Platform.objects.order_by("pk").values_list("outline", "label_x", "label_y"))
    redraw(pdc)
    assert list(Platform.objects.order_by("pk").values_list("outline", "label_x", "label_y")) == before


def test_an_empty_territory_gives_an_empty_map(pdc):
    CoverageRule.objects.all()._raw_delete("default")
    redraw(pdc)
    pdc.refresh_from_db()
    assert map_of(pdc).shapes == ()
    assert maps.centres_of(pdc) == {}
    assert not OtherBody.objects.exclude(outline="").exists()


def test_a_territory_without_contours_gives_an_empty_map(pdc, platform_context):
    Commune.objects.filter(pk__in=covered(pdc.pk)).update(contour=None)
    redraw(pdc)
    pdc.refresh_from_db()
    assert map_of(pdc).shapes == ()
    assert maps.centres_of(pdc) == {}


def test_the_map_is_read_once_until_something_changes(pdc, django_assert_num_queries):
    map_of(pdc)
    with django_assert_num_queries(0):
        map_of(pdc)
    Platform.objects.get(slug="artois").save()
    pdc.refresh_from_db()
    with django_assert_num_queries(1):
        map_of(pdc)


@pytest.mark.parametrize(
    ("tenths", "written"), [(12, "1.2"), (5, ".5"), (-5, "-.5"), (-30, "-3"), (0, "0"), (100, "10")]
)
def test_numbers_are_written_short(tenths, written):
    assert maps._short(tenths) == written
