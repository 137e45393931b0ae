"""The next run: by the clocks of France, through both changes of time; a long stop is not made up for."""

import datetime

import pytest

from portal.jobs.schedules import PARIS, Daily, Every

HALF_PAST_TWO = Daily(datetime.time(2, 30))


def paris(*moment, fold=0):
    return datetime.datetime(*moment, tzinfo=PARIS, fold=fold)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (paris(2026, 11, 21, 1), paris(2026, 11, 21, 2, 30)),
        (paris(2026, 11, 21, 2, 30), paris(2026, 11, 22, 2, 30)),
        (paris(2026, 11, 21, 23, 59), paris(2026, 11, 22, 2, 30)),
        # Spring: 2:30 does not exist on 29 March 2026; it runs when clocks show 3:30, once.
        (paris(2026, 3, 28, 12), paris(2026, 3, 29, 3, 30)),
        (paris(2026, 3, 29, 3, 30), paris(2026, 3, 30, 2, 30)),
        # Autumn: 2:30 comes twice on 25 October 2026; it runs the first time only.
        (paris(2026, 10, 24, 12), paris(2026, 10, 25, 2, 30)),
        (paris(2026, 10, 25, 2, 30), paris(2026, 10, 26, 2, 30)),
        (paris(2026, 10, 25, 2, 15, fold=1), paris(2026, 10, 26, 2, 30)),
    ],
)
def test_each_day_at_a_time_of_france(now, expected):
    assert HALF_PAST_TWO.after(now).astimezone(datetime.UTC) == expected.astimezone(datetime.UTC)


def test_a_moment_said_in_another_zone_is_the_same_moment():
    assert HALF_PAST_TWO.after(datetime.datetime(2026, 7, 1, 23, 0, tzinfo=datetime.UTC)) == paris(2026, 7, 2, 2, 30)


def test_a_year_of_days_has_a_run_each():
    moment, runs = paris(2026, 1, 1), []
    for _ in range(365):
        moment = HALF_PAST_TWO.after(moment)
        runs.append(moment.astimezone(PARIS).date())
    assert len(set(runs)) == 365
    assert (runs[0], runs[-1]) == (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))


def test_an_interval_is_counted_from_the_last_run():
    hourly = Every(datetime.timedelta(hours=1))
    assert hourly.after(paris(2026, 3, 29, 1, 30)) == paris(2026, 3, 29, 3, 30).astimezone(datetime.UTC)
