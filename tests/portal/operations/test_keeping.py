"""What is cleared away: what the policy does not keep, and no piece that another backup needs."""

import datetime
import io

import hypothesis
import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from portal.operations.backups.keeping import to_keep
from portal.operations.backups.shelf import Head
from portal.operations.models import BackupRun

NIGHT = datetime.datetime(2026, 11, 23, 1, 30, tzinfo=datetime.UTC)
POLICY = {"days": 7, "weeks": 5, "months": 12}


def nights(number: int) -> dict[str, datetime.datetime]:
    made = [NIGHT - datetime.timedelta(days=ago) for ago in range(number)]
    return {f"{moment:%Y-%m-%d}": moment for moment in made}


def test_a_year_of_nights_leaves_days_then_weeks_then_months():
    assert sorted(to_keep(nights(400), POLICY), reverse=True) == [
        "2026-11-23", "2026-11-22", "2026-11-21", "2026-11-20", "2026-11-19", "2026-11-18", "2026-11-17",  # a week
        "2026-11-15", "2026-11-08", "2026-11-01",  # Sundays: the last of each week; the 22nd is one of the days
        "2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30", "2026-05-31", "2026-04-30",
        "2026-03-31", "2026-02-28", "2026-01-31", "2025-12-31",
    ]  # fmt: skip


def test_after_a_long_silence_what_there_is_stays():
    made = {"old": NIGHT - datetime.timedelta(days=900), "older": NIGHT - datetime.timedelta(days=901)}
    assert to_keep(made, POLICY) == {"old", "older"}


def test_without_a_policy_all_stay():
    assert to_keep(nights(400), {}) == set(nights(400))


@hypothesis.settings(max_examples=50)
@given(st.lists(st.integers(0, 5000), max_size=60), st.dictionaries(st.sampled_from([*POLICY]), st.integers(1, 20)))
def test_the_last_one_always_stays_and_clearing_twice_is_clearing_once(ago, policy):
    made = {f"{days}": NIGHT - datetime.timedelta(days=days) for days in ago}
    kept = to_keep(made, policy)
    assert kept <= set(made)
    assert not made or f"{min(ago)}" in kept
    assert to_keep({name: made[name] for name in kept}, policy) == kept


@pytest.fixture
def month(safe, settings, platform_context, db):
    """Twenty-four nights of backups; each shares a piece with the next, and has one of its own."""
    settings.BACKUP_KEEP = {"days": 2, "months": 2}
    shelf = safe.shelf
    for name, moment in sorted(nights(24).items()):
        before = f"{moment - datetime.timedelta(days=1):%Y-%m-%d}"
        own = [shelf.save(f"rows/{name}.{kind}.age", ContentFile(name.encode()))[0] for kind in ("dump", "manifest")]
        blobs = [shelf.save(f"blobs/aa/{night}.age", ContentFile(b"x"))[0] for night in (name, before)]
        shelf.save_head(Head(name, moment.isoformat(), "0", *own, blobs=blobs))
    return safe


def cleared(**options) -> str:
    out = io.StringIO()
    call_command("backup", prune=True, stdout=out, **options)
    return out.getvalue()


def whole(safe) -> list[str]:
    for head in safe.shelf.heads():
        assert all(safe.shelf.storage.exists(piece.path) for piece in head.pieces), head.name
    return safe.shelf.names()


def test_what_goes_takes_no_piece_that_another_needs(month):
    assert "21 backups went" in cleared()
    assert whole(month) == ["2026-10-31", "2026-11-22", "2026-11-23"]
    needed = ["2026-10-30", "2026-10-31", "2026-11-21", "2026-11-22", "2026-11-23"]
    assert sorted(path for path in month.files() if path.startswith("blobs")) == [
        f"blobs/aa/{day}.age" for day in needed
    ]


def test_a_rehearsal_says_which_and_erases_nothing(month):
    before = month.files()
    said = cleared(dry_run=True)
    assert "2026-11-22  stays" in said
    assert "2026-11-21  would go" in said
    assert month.files() == before
    with pytest.raises(CommandError, match="--prune"):
        call_command("backup", dry_run=True)


def test_the_last_that_a_trial_brought_back_stays_whatever_its_age(month):
    for name, depth, error in (
        ("2026-11-02", BackupRun.Depth.WHOLE, ""),
        ("2026-11-03", BackupRun.Depth.SEALS, ""),
        ("2026-11-04", BackupRun.Depth.WHOLE, "Damaged."),
    ):
        run = BackupRun(kind=BackupRun.Kind.TRIAL, name=name, depth=depth, error=error, ended_at=NIGHT)
        run.save()
    cleared()
    assert whole(month) == ["2026-10-31", "2026-11-02", "2026-11-22", "2026-11-23"]


def test_while_one_cannot_be_read_nothing_goes(month):
    before = month.files()
    (month.folder / "2026-11-10.backup.json").write_text("{")
    with pytest.raises(CommandError, match="cut short"):
        cleared()
    assert month.files().keys() == before.keys()


def test_without_a_policy_nothing_is_ever_erased(month, settings):
    settings.BACKUP_KEEP = {}
    (month.folder / "rows/left-by-an-interrupted-run.age").write_bytes(b"age")
    before = month.files()
    assert "0 backups went" in cleared()
    assert month.files() == before
