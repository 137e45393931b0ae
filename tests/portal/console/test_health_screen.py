"""« Santé » says in words what is well, what is late and what failed."""

import datetime

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.console.views import health as view
from portal.jobs import health, housekeeping, scheduler
from portal.jobs.models import PeriodicJob
from portal.jobs.overview import Life, overview
from portal.notifications.models import Mail
from tests.conftest import GuardedClient
from tests.portal.jobs import tasks

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
ADDRESS = "/console/sante/"


@pytest.fixture
def olga(db):
    return GuardedClient("localhost").login_as("olga")


@pytest.fixture
def _all_well(platform_context, queue):
    scheduler.synchronise()
    PeriodicJob.objects.update(last_started_at=timezone.now(), last_finished_at=timezone.now())
    housekeeping.ask_for_a_sign()
    queue()


@pytest.mark.usefixtures("_all_well")
def test_all_is_well(olga):
    page = olga.get(ADDRESS)
    assert "no-store" in page["Cache-Control"]
    for said in ("Tout va bien", "Répond, à jour", "PostgreSQL 1", "Vivant", "Effacer les tâches finies", "Va bien"):
        assert said in page.text, said
    for wrong in ("En retard", "À regarder", "Ne répond pas", "Échec"):
        assert wrong not in page.text, wrong
    assert 'href="/sante/"' in page.text


@pytest.mark.usefixtures("_all_well")
def test_a_late_job_and_a_failed_one_come_first_with_their_error(olga):
    PeriodicJob.objects.filter(name="jobs.finished-tasks").update(next_run_at=timezone.now() - HOUR)
    PeriodicJob.objects.filter(name="jobs.expired-sessions").update(last_error="casa: <b>panne</b>", failures=2)
    page = olga.get(ADDRESS).text
    assert "En retard" in page
    assert "2 échecs de suite" in page
    assert "casa: &lt;b&gt;panne&lt;/b&gt;" in page
    assert "À regarder" in page
    order = [page.index(name) for name in ("jobs.expired-sessions", "jobs.finished-tasks", "console.erase-due")]
    assert order == sorted(order)


def test_a_scheduler_that_never_ran(olga):
    page = olga.get(ADDRESS).text
    assert "jamais prévu" in page
    assert "relancez <code>manage.py scheduler</code>" in page


@pytest.mark.usefixtures("_all_well")
def test_a_queue_that_nobody_empties(olga):
    tasks.look.enqueue()
    DBTaskResult.objects.ready().update(enqueued_at=timezone.now() - HOUR)
    page = olga.get(ADDRESS).text
    assert "Trop long" in page
    assert "relancez <code>manage.py worker</code>" in page
    assert "1\N{NO-BREAK SPACE}heure" in page


@pytest.mark.usefixtures("_all_well")
def test_a_worker_busy_with_a_long_task_is_not_taken_for_dead():
    tasks.look.enqueue()
    tasks.look.enqueue()
    DBTaskResult.objects.ready().update(enqueued_at=timezone.now() - HOUR)
    first = DBTaskResult.objects.ready().order_by("pk").first()
    DBTaskResult.objects.filter(pk=first.pk).update(status="RUNNING", started_at=timezone.now())
    assert overview().worker == Life.BUSY
    DBTaskResult.objects.filter(pk=first.pk).update(started_at=timezone.now() - 2 * HOUR)
    assert overview().worker == Life.SILENT  # it died with it


@pytest.mark.usefixtures("_all_well")
def test_a_worker_of_which_nothing_was_heard():
    DBTaskResult.objects.update(finished_at=timezone.now() - HOUR)
    assert overview().worker == Life.UNKNOWN


def test_the_sign_of_life_waits_once_and_leaves_one_row(queue, platform_context):
    for _ in range(3):
        housekeeping.ask_for_a_sign()
    assert DBTaskResult.objects.ready().count() == 1
    for _ in range(3):
        queue()
        housekeeping.ask_for_a_sign()
    assert DBTaskResult.objects.successful().count() == 1


@pytest.mark.usefixtures("_all_well")
def test_mails_that_were_given_up(olga, pdc):
    Mail.objects.create(to=["a@b.example"], subject="Essai", text="x", tenant=pdc)
    page = olga.get(ADDRESS).text
    assert "Abandonnés, après deux jours d’essais\N{NO-BREAK SPACE}: 1" in page
    assert "À regarder" in page


def test_a_database_that_is_behind_the_code(olga, monkeypatch):
    monkeypatch.setattr(health, "_expected_migrations", lambda: frozenset({("home", "9999_to_come")}))
    page = olga.get(ADDRESS)
    assert page.status_code == 200
    assert "Migrations à passer" in page.text
    assert "Hors service" in page.text


@pytest.mark.parametrize("waiting", [1, 30])
@pytest.mark.usefixtures("_all_well")
def test_it_costs_the_same_whatever_waits(waiting, olga, django_assert_max_num_queries):
    for _ in range(waiting):
        tasks.look.enqueue()
    assert view.portal_version()
    with django_assert_max_num_queries(16):
        olga.get(ADDRESS)
