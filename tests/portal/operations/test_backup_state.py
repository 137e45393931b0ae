"""An operator sees in « Santé » whether backups are made, and whether the last one comes back."""

import datetime
import io
import shutil

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.jobs import scheduler
from portal.jobs.registry import JOBS
from portal.operations.backups.errors import BackupError
from portal.operations.backups.server import connected, own
from portal.operations.backups.state import state
from portal.operations.backups.trial import try_restore
from portal.operations.models import BackupRun
from tests.conftest import GuardedClient
from tests.portal.jobs.conftest import queue  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
SCREEN = "/console/sante/"


@pytest.fixture
def olga(db):
    return GuardedClient("localhost").login_as("olga")


@pytest.fixture
def run(platform_context):
    def write(ago: datetime.timedelta, kind=BackupRun.Kind.BACKUP, **facts):
        at = timezone.now() - ago
        return BackupRun.objects.create(kind=kind, name="2026", **{"started_at": at, "ended_at": at, **facts})

    return write


def figures() -> dict:
    scheduler.synchronise()
    return GuardedClient("localhost").get("/sante/").json()


def test_where_none_are_made_nothing_is_late_and_the_screen_says_so(olga, platform_context, settings):
    settings.BACKUP_RECIPIENTS = []
    assert figures()["backups"] == {"late": 0, "trial_late": 0}
    page = olga.get(SCREEN).text
    assert "Aucune sauvegarde n’est prévue ici" in page
    assert "BACKUP_RECIPIENTS" in page


def test_before_the_first_one_it_is_late(olga, safe, platform_context):
    assert figures()["backups"] == {"late": 1, "trial_late": 0}
    assert figures()["status"] == "degraded"
    assert "aucune n’a encore réussi" in olga.get(SCREEN).text


@pytest.mark.parametrize(("ago", "late"), [(25 * HOUR, 0), (27 * HOUR, 1)])
def test_a_backup_is_late_after_26_hours_and_one_that_failed_does_not_count(safe, run, ago, late):
    run(ago)
    run(HOUR, error="pg_dump failed: disk full")
    run(HOUR / 2, ended_at=None)
    assert figures()["backups"] == {"late": late, "trial_late": 0}


@pytest.mark.parametrize(("first", "trial", "late"), [(7, None, 0), (9, None, 1), (30, 7, 0), (30, 9, 1)])
def test_a_trial_is_late_after_eight_days(safe, run, first, trial, late):
    run(first * DAY)
    run(HOUR)
    if trial:
        run(trial * DAY, BackupRun.Kind.TRIAL)
    assert figures()["backups"] == {"late": 0, "trial_late": late}


def test_the_screen_shows_the_last_ones_with_what_went_wrong(olga, safe, run):
    run(2 * HOUR, rows=92_546, files=14, size=3_000_000, added=1_000_000, lost=2)
    run(HOUR, BackupRun.Kind.TRIAL, depth=BackupRun.Depth.SEALS, rows=0, files=14)
    run(HOUR / 2, error="A piece is damaged: <b>blobs</b>.")
    run(HOUR / 3, ended_at=None)
    page = olga.get(SCREEN).text
    for said in (
        "Sauvegardes", "92\xa0546 lignes", "14 fichiers", "2 déjà perdus", "Empreintes des fichiers chiffrés seulement",
        "Échec", "A piece is damaged: &lt;b&gt;blobs&lt;/b&gt;.", "En cours", "À jour",
    ):  # fmt: skip
        assert said in page, said


def test_each_night_one_is_asked_for_and_it_is_a_worker_s_work(taken, settings, platform_context, queue):  # noqa: F811
    for name, value in taken.settings().items():
        setattr(settings, name, value)
    JOBS["operations.trial-restore"].run()
    assert not BackupRun.objects.exists()  # the scheduler has other jobs
    queue()
    row = BackupRun.objects.get()
    assert (row.kind, row.depth, row.state) == (BackupRun.Kind.TRIAL, BackupRun.Depth.SEALS, "done")
    assert row.size == taken.head.size


def test_where_none_are_made_no_job_asks_for_any(settings, platform_context, queue):  # noqa: F811
    settings.BACKUP_RECIPIENTS = []
    JOBS["operations.backup"].run()
    JOBS["operations.trial-restore"].run()
    queue()
    assert not BackupRun.objects.exists()
    with pytest.raises(CommandError, match="BACKUP_DIR and BACKUP_RECIPIENTS"):
        call_command("backup")


def test_a_trial_with_the_key_brings_everything_back_and_leaves_nothing(taken, settings, platform_context):
    for name, value in taken.settings().items():
        setattr(settings, name, value)
    out = io.StringIO()
    call_command("trial_restore", identity=taken.key, stdout=out)
    assert "lignes et fichiers restaurés et comparés" in out.getvalue()
    run = BackupRun.objects.get(kind=BackupRun.Kind.TRIAL)
    assert (run.rows, run.files) == (taken.run.rows, taken.run.files)
    with connected(own()) as session:
        assert session.execute("SELECT count(*) FROM pg_database WHERE datname LIKE '%\\_trial\\_%'").fetchone() == (0,)
    assert state().last_trial == run.started_at


def test_a_trial_never_empties_the_real_database(taken, settings, platform_context):
    server = own()
    settings.BACKUP_TRIAL_URL = f"postgresql://portal@{server['HOST'].replace('/', '%2F')}/{server['NAME']}"
    with pytest.raises(CommandError, match="installation's own database"):
        call_command("trial_restore", str(taken.folder), identity=taken.key)
    assert BackupRun.objects.get(kind=BackupRun.Kind.TRIAL).state == "failed"


def test_a_trial_of_a_damaged_one_fails_and_is_told(taken, settings, platform_context, tmp_path):
    shutil.copytree(taken.folder, tmp_path / "spoilt")
    (tmp_path / "spoilt" / taken.head.blobs[0].path).write_bytes(b"age-encryption.org/v1")
    with pytest.raises(BackupError, match="damaged"):
        try_restore(str(tmp_path / "spoilt"))
    assert "damaged" in BackupRun.objects.get().error
