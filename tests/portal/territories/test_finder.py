"""The finder's promises: the right answer, no platform on a guess, at most three queries."""

import csv
from collections import defaultdict

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.database import context
from portal.tenancy.models import Tenant
from portal.territories.coverage import covered
from portal.territories.finder import Outcome, find, locate, suggest
from portal.territories.importing import DATA
from portal.territories.models import Commune, CoverageException, CoverageRule, PlaceName
from portal.territories.names import SMALL_WORDS, normalise

with (DATA / "finder_cases.csv").open(encoding="utf-8", newline="") as lines:
    CASES = list(csv.DictReader(lines))
with (DATA / "platform_communes.csv").open(encoding="utf-8", newline="") as lines:
    EXPECTED = {(line["tenant"], line["code"]): line["platform_slug"] for line in csv.DictReader(lines)}

same_database = settings(max_examples=60)


def names(places):
    return [place.commune.name for place in places]


def slugs(answer):
    return {target.slug for target in answer.targets}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['tenant']}: {case['query'] or 'vide'}")
def test_the_agreed_cases_are_answered_as_agreed(case, request):
    tenant = request.getfixturevalue({"pas-de-calais": "pdc", "casa": "casa"}[case["tenant"]])
    answer = find(case["query"], tenant_id=tenant.pk)
    expected = set(case["platforms"].split())
    assert answer.outcome == case["outcome"]
    if answer.outcome is Outcome.SUGGEST:
        assert answer.places[0].cover.target.slug in expected
    else:
        assert slugs(answer) == expected - {"hors"}
        assert answer.has_outside == ("hors" in expected or case["outcome"] == "outside")


@pytest.mark.parametrize(
    ("query", "outcome", "first"),
    [
        ("ST OMER", Outcome.PLATFORM, "Saint-Omer"),
        ("boulogne s/ mer", Outcome.PLATFORM, "Boulogne-sur-Mer"),
        ("Hénin–Beaumont", Outcome.PLATFORM, "Hénin-Beaumont"),
        ("Lens (62)", Outcome.PLATFORM, "Lens"),
        ("Lens 62", Outcome.PLATFORM, "Lens"),
        ("Lens, Pas-de-Calais", Outcome.PLATFORM, "Lens"),
        ("Lens, France", Outcome.PLATFORM, "Lens"),
        ("Montreuil", Outcome.PLATFORM, "Montreuil-sur-Mer"),
        ("Montreuil (93)", Outcome.OUTSIDE, "Montreuil"),
        ("Béthune (59)", Outcome.SUGGEST, "Béthune"),
        ("Arras", Outcome.OTHER_BODY, "Arras"),
        ("Paris", Outcome.OUTSIDE, "Paris"),
        ("saintomer", Outcome.SUGGEST, "Saint-Omer"),
        ("Bétune", Outcome.SUGGEST, "Béthune"),
        ("Hénin", Outcome.SUGGEST, "Hénin-Beaumont"),
        ("Noyelles s/Lens", Outcome.SUGGEST, "Noyelles-sous-Lens"),
        ("6216", Outcome.SUGGEST, "Bully-les-Mines"),
    ],
)
def test_a_name_gives_its_place_first(pdc, query, outcome, first):
    answer = find(query, tenant_id=pdc.pk)
    assert (answer.outcome, answer.places[0].commune.name) == (outcome, first)


def test_a_place_outside_is_named_and_near_names_are_offered_second(pdc):
    answer = find("Lille", tenant_id=pdc.pk)
    assert answer.outcome is Outcome.OUTSIDE
    assert [str(place.commune) for place in answer.places] == ["Lille (59)"]
    assert names(answer.near)[0] == "Lillers"
    assert not answer.targets


def test_a_name_that_begins_a_larger_one_elsewhere_gives_the_choice(pdc):
    answer = find("Avesnes", tenant_id=pdc.pk)
    assert answer.outcome is Outcome.CHOICE
    assert names(answer.places)[:2] == ["Avesnes", "Avesnes-le-Comte"]


def test_a_clearly_larger_place_answers_and_the_smaller_one_is_offered(pdc):
    answer = find("Saint-Omer", tenant_id=pdc.pk)
    assert answer.outcome is Outcome.PLATFORM
    assert names(answer.places) == ["Saint-Omer"]
    assert names(answer.near) == ["Saint-Omer-Capelle"]


def test_an_old_name_says_how_the_place_was_found(pdc):
    [place] = find("marconne", tenant_id=pdc.pk).places
    assert (place.commune.name, place.matched, place.matched_kind) == (
        "Hesdin-la-Forêt", "Marconne", PlaceName.Kind.OLD,
    )  # fmt: skip


def test_a_name_of_several_communes_of_one_platform_gives_that_platform(casa):
    answer = find("sophia antipolis", tenant_id=casa.pk)
    assert answer.outcome is Outcome.PLATFORM
    assert len(answer.platforms) == 1
    assert set(names(answer.places)) == {"Antibes", "Biot", "Valbonne", "Vallauris"}


def test_a_platform_assumed_only_says_so(pdc):
    assert find("Calais", tenant_id=pdc.pk).places[0].cover.is_assumed
    assert not find("Lens", tenant_id=pdc.pk).places[0].cover.is_assumed


@pytest.mark.parametrize("query", ["62300 Lens", "Lens 62300", "62 300 lens", "6 rue du Lac 62300 LENS CEDEX 9"])
def test_a_name_beside_the_code_decides_among_its_communes(pdc, query):
    answer = find(query, tenant_id=pdc.pk)
    assert (names(answer.places), answer.postal_code) == (["Lens"], "62300")


def test_a_name_that_is_not_of_the_code_leaves_the_code_to_decide(pdc):
    assert len(find("62120 Nulle-Part", tenant_id=pdc.pk).places) > 5


def test_a_name_beside_an_unknown_code_decides_alone(pdc):
    answer = find("62999 Lens", tenant_id=pdc.pk)
    assert (answer.outcome, answer.postal_code) == (Outcome.PLATFORM, "")


def test_spaces_inside_a_code_are_nothing(pdc):
    assert find("6 2 3 0 0", tenant_id=pdc.pk).places == find("62300", tenant_id=pdc.pk).places


def test_a_cedex_code_answers_as_its_communes(pdc):
    answer = find("62018", tenant_id=pdc.pk)
    assert (answer.is_cedex, names(answer.places), answer.postal_code) == (True, ["Arras"], "62018")


def test_a_code_that_lost_its_zero_is_understood(casa):
    answer = find("6140", tenant_id=casa.pk)
    assert answer.outcome is Outcome.SUGGEST
    assert set(names(answer.places)) == {"Tourrettes-sur-Loup", "Coursegoules"}


@pytest.mark.parametrize("query", ["", "   ", "99999", "123456", "7", "xqzwvk", *sorted(SMALL_WORDS - {"y", "eu"})])
def test_what_means_nothing_finds_nothing(pdc, query):
    assert find(query, tenant_id=pdc.pk).outcome is Outcome.NONE


@pytest.mark.parametrize(
    "query",
    [
        "a" * 10_000, "1" * 10_000, "(" * 10_000, "\x00" * 50, "%00", "\ud800", "'; --", "%", "_", "\\",
        "\u202e62300", "٦٢٣٠٠",
    ],
)  # fmt: skip
def test_bad_input_is_answered_and_never_fails(pdc, query):
    answer = find(query, tenant_id=pdc.pk)
    assert answer.outcome in (Outcome.NONE, Outcome.PLATFORM)
    answer.query.encode()
    assert len(answer.query) <= 100
    assert answer.is_too_long == (len(query) > 100)
    assert len(suggest(query, tenant_id=pdc.pk)) <= 8
    assert locate(query, tenant_id=pdc.pk) is None


@same_database
@given(query=st.text(max_size=120))
def test_any_text_is_answered(pdc, query):
    answer = find(query, tenant_id=pdc.pk)
    assert (answer.outcome is Outcome.NONE) == (not answer.places)
    suggest(query, tenant_id=pdc.pk)


def test_every_commune_is_located_by_its_code(pdc):
    for code in ("62498", "62041", "59350", "2A004"):
        answer = locate(code, tenant_id=pdc.pk)
        assert answer.places[0].commune.code == code
        expected = EXPECTED.get(("pas-de-calais", code))
        assert slugs(answer) == ({expected} if expected else set())
    assert locate("62498", tenant_id=pdc.pk).outcome is Outcome.PLATFORM
    assert locate("62041", tenant_id=pdc.pk).outcome is Outcome.OTHER_BODY
    assert locate("59350", tenant_id=pdc.pk).outcome is Outcome.OUTSIDE
    assert locate("62999", tenant_id=pdc.pk) is None


def test_suggestions_begin_as_what_is_typed_or_nearly(pdc):
    assert names(suggest("bet", tenant_id=pdc.pk))[0] == "Béthune"
    assert names(suggest("bethne", tenant_id=pdc.pk)) == ["Béthune"]
    assert names(suggest("623", tenant_id=pdc.pk))[0] == "Lens"
    assert names(suggest("62300 el", tenant_id=pdc.pk))[0] == "Éleu-dit-Leauwette"
    assert suggest("6", tenant_id=pdc.pk) == []
    assert len(suggest("saint", tenant_id=pdc.pk, limit=3)) == 3


def test_the_finder_over_all_tenants_says_whose_each_place_is(db, platform_context):
    lens, antibes = (find(query, tenant_id=None).places[0] for query in ("Lens", "Juan-les-Pins"))
    assert [cover.target.tenant.slug for cover in lens.covers] == ["pas-de-calais"]
    assert [cover.target.tenant.slug for cover in antibes.covers] == ["casa"]
    assert find("Lyon", tenant_id=None).outcome is Outcome.OUTSIDE


def test_a_commune_of_two_tenants_has_two_covers_and_each_tenant_sees_its_own(pdc, casa):
    with context.use(casa.context):
        theirs = CoverageRule.objects.get().platform
        CoverageException.objects.create(commune_id="62498", platform=theirs)
        assert slugs(find("Lens", tenant_id=casa.pk)) == {"casa"}
    with context.use(pdc.context):
        assert slugs(find("Lens", tenant_id=pdc.pk)) == {"lens-henin"}
    with context.use(context.PLATFORM):
        answer = find("Lens", tenant_id=None)
        assert answer.outcome is Outcome.PLATFORM
        assert slugs(answer) == {"lens-henin", "casa"}


def test_over_all_tenants_an_exception_hides_its_own_tenants_rule_only(pdc, casa):
    with context.use(casa.context):
        CoverageRule.objects.create(
            intercommunality_id="246200364", platform=CoverageRule.objects.get().platform, reason="…"
        )
    with context.use(pdc.context):
        CoverageException.objects.create(commune_id="62498")
        assert find("Lens", tenant_id=pdc.pk).outcome is Outcome.OUTSIDE
    with context.use(context.PLATFORM):
        assert slugs(find("Lens", tenant_id=None)) == {"casa"}
        assert slugs(find("Liévin", tenant_id=None)) == {"casa", "lens-henin"}


QUESTIONS = [
    "Lens", "62300", "62130", "62130 Foufflin", "62999 Lens", "62018", "Avesnes", "Lille", "Bétune", "6216",
    "saint", "Y",
]  # fmt: skip


@pytest.mark.parametrize("query", QUESTIONS)
def test_an_answer_takes_three_queries_at_most_and_reads_nothing_later(pdc, query):
    with CaptureQueriesContext(connection) as captured:
        answer = find(query, tenant_id=pdc.pk)
    assert len(captured) <= 3
    with CaptureQueriesContext(connection) as captured:
        suggest(query, tenant_id=pdc.pk)
    assert len(captured) <= 3
    with CaptureQueriesContext(connection) as captured:
        shown(answer)
    assert len(captured) == 0


def test_over_all_tenants_too_an_answer_takes_three_queries_at_most(db, platform_context):
    for query in QUESTIONS:
        with CaptureQueriesContext(connection) as captured:
            answer = find(query, tenant_id=None)
            tenants = {target.tenant.name for target in answer.targets}
        assert len(captured) <= 3
        assert len(tenants) <= 2


def test_one_place_and_thirty_take_as_many_queries(pdc):
    counts = set()
    for code in ("62000", "62130"):
        with CaptureQueriesContext(connection) as captured:
            answer = find(code, tenant_id=pdc.pk)
            shown(answer)
        counts.add(len(captured))
    assert len(answer.places) > 30
    assert counts == {2}


def shown(answer):
    """Read all that a page shows of an answer."""
    for place in (*answer.places, *answer.near):
        str(place.commune.departement)
        str(place.commune.intercommunality)
        if place.cover:
            str(place.cover.target.phone_display)
            str(place.cover.rule or place.cover.exception)


def certain_names(tenant):
    """Return how many communes each normalised name, and each run of its whole words, belongs to."""
    exact, runs = defaultdict(set), defaultdict(set)
    rows = PlaceName.objects.filter(commune__in=covered(tenant.pk))
    for code, normalised, bare in rows.values_list("commune_id", "normalised", "bare"):
        exact[normalised].add(code)
        exact[bare].add(code)
        words = normalised.split()
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                runs[" ".join(words[start:end])].add(code)
    return exact, runs


def check_prefixes(tenant, prefixes):
    exact, runs = certain_names(tenant)
    for prefix in prefixes:
        answer = find(prefix, tenant_id=tenant.pk)
        if answer.outcome in (Outcome.PLATFORM, Outcome.OTHER_BODY):
            name = normalise(prefix)
            assert name in exact or len(runs[name]) == 1, prefix


def prefixes_of(tenant):
    communes = covered(tenant.pk).order_by("pk").values_list("name", flat=True)
    return sorted({name[:end].strip() for name in communes for end in range(1, len(name))})


def test_the_beginning_of_a_name_never_gives_a_platform(pdc):
    check_prefixes(pdc, prefixes_of(pdc)[::40])


@pytest.mark.full
@pytest.mark.parametrize("slug", ["pas-de-calais", "casa"])
def test_no_beginning_of_any_name_gives_a_platform(db, platform_context, slug):
    tenant = Tenant.objects.get(slug=slug)
    check_prefixes(tenant, prefixes_of(tenant))


@same_database
@given(letters=st.text("abcdeilmnorstuv -'", min_size=1, max_size=12))
def test_no_uncertain_name_gives_a_platform(pdc, letters):
    check_prefixes(pdc, [letters])


def test_every_code_of_the_reference_is_a_commune(pdc):
    assert Commune.objects.filter(pk__in=[code for _, code in EXPECTED]).count() == len(EXPECTED)
