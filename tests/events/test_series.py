"""The days of a series: every n weeks, the nth weekday of the month, without those to skip."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.series import LAST_OF_THE_MONTH, LONGEST, MOST, Frequency, Rule, SeriesError, dates, ordinals_of

WEEKLY, MONTHLY = Frequency.WEEKLY, Frequency.MONTHLY
day = datetime.date

days = st.dates(day(2000, 1, 1), day(2089, 12, 31))
intervals = st.integers(1, 52)


def test_the_fourth_tuesday_of_each_month():
    found = dates(day(2026, 11, 24), Rule(MONTHLY, ordinal=4, count=4))
    assert found == [day(2026, 11, 24), day(2026, 12, 22), day(2027, 1, 26), day(2027, 2, 23)]


def test_the_last_tuesday_is_the_fifth_where_there_is_one():
    found = dates(day(2026, 11, 24), Rule(MONTHLY, ordinal=LAST_OF_THE_MONTH, count=2))
    assert found == [day(2026, 11, 24), day(2026, 12, 29)]


def test_the_last_day_asked_for_is_included():
    assert dates(day(2026, 11, 24), Rule(WEEKLY, 2, until=day(2026, 12, 8))) == [day(2026, 11, 24), day(2026, 12, 8)]


def test_what_is_skipped_is_left_out_and_does_not_count():
    christmas = day(2026, 12, 25)
    found = dates(day(2026, 12, 18), Rule(WEEKLY, count=3), is_skipped=lambda day: day == christmas)
    assert found == [day(2026, 12, 18), day(2027, 1, 1), day(2027, 1, 8)]


@pytest.mark.parametrize(
    ("first", "rule", "words"),
    [
        (day(2026, 11, 24), Rule(WEEKLY), "l’un des deux"),
        (day(2026, 11, 24), Rule(WEEKLY, until=day(2027, 1, 1), count=3), "l’un des deux"),
        (day(2026, 11, 24), Rule(WEEKLY, until=day(2026, 11, 23)), "se termine avant de commencer"),
        (day(2026, 11, 24), Rule(WEEKLY, count=10_000), "120 dates au plus"),
        (day(2026, 11, 24), Rule(WEEKLY, until=day(2032, 11, 24)), "120 dates au plus"),
        (day(2026, 11, 24), Rule(WEEKLY, until=day(9999, 12, 31)), "dix ans"),
        (day(2026, 11, 24), Rule(WEEKLY, 52, count=40), "dix ans"),
        (day(2026, 11, 24), Rule(MONTHLY, ordinal=2, count=3), "ce jour-là du mois"),
    ],
)
def test_a_mistaken_rule_is_refused_with_its_reason(first, rule, words):
    with pytest.raises(SeriesError, match=words):
        dates(first, rule)


def test_a_series_whose_days_are_all_skipped_is_refused():
    with pytest.raises(SeriesError, match="Aucune date"):
        dates(day(2026, 11, 24), Rule(WEEKLY, until=day(2026, 12, 24)), is_skipped=lambda day: True)


@given(first=days, interval=intervals, count=st.integers(1, 12))
def test_weeks_are_counted_from_the_first_day(first, interval, count):
    if (count - 1) * interval * 7 > LONGEST.days:
        return
    found = dates(first, Rule(WEEKLY, interval, count=count))
    assert found == [first + datetime.timedelta(weeks=n * interval) for n in range(count)]


@given(first=days, interval=st.integers(1, 12), count=st.integers(1, 10), data=st.data())
def test_each_month_has_the_same_weekday_of_the_same_rank(first, interval, count, data):
    ordinal = data.draw(st.sampled_from(ordinals_of(first)))
    found = dates(first, Rule(MONTHLY, interval, ordinal, count=count))
    assert len(found) == count
    assert found[0] == first
    assert all(ordinal in ordinals_of(each) and each.weekday() == first.weekday() for each in found)
    months = [each.year * 12 + each.month for each in found]
    assert months == [months[0] + n * interval for n in range(count)]


@given(first=days, interval=intervals, until=days, skipped=st.sets(st.integers(0, 6)))
def test_a_series_is_in_order_within_its_bounds_and_never_too_long(first, interval, until, skipped):
    rule = Rule(WEEKLY, interval, until=until)
    try:
        found = dates(first, rule, is_skipped=lambda day: day.day % 7 in skipped)
    except SeriesError:
        return
    assert found == sorted(set(found))
    assert first <= found[0] <= found[-1] <= until
    assert len(found) <= MOST
    assert not any(each.day % 7 in skipped for each in found)
