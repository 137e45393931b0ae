"""A task runs as whoever enqueued it, in the database too; without a tenant there is no task."""

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from home.models import ContentPage
from portal.database import context
from portal.jobs.backends import CARRIED, MissingTenantError
from portal.tenancy.models import Tenant
from tests.portal.jobs import tasks

pytestmark = pytest.mark.django_db
BOTH_KINDS = [tasks.look, tasks.look_like_wagtail]


@pytest.mark.parametrize("task", BOTH_KINDS, ids=lambda task: task.name)
def test_a_tenant_s_task_runs_as_this_tenant(task, queue, seen, pdc):
    task.enqueue()
    queue()
    assert seen == [(pdc.context, "portal_app", str(pdc.pk))]


@pytest.mark.parametrize("task", BOTH_KINDS, ids=lambda task: task.name)
def test_the_platform_s_task_runs_as_the_platform(task, queue, seen, platform_context):
    task.enqueue()
    queue()
    assert seen == [(context.PLATFORM, "portal_platform", "")]


@pytest.mark.parametrize("task", BOTH_KINDS, ids=lambda task: task.name)
@pytest.mark.parametrize("is_immediate", [True, False])
def test_nobody_s_task_is_refused(task, is_immediate, request, seen):
    if not is_immediate:
        request.getfixturevalue("queue")
    with context.use(context.NOTHING), pytest.raises(MissingTenantError, match=task.name):
        task.enqueue()
    assert seen == []


def test_one_worker_runs_neighbours_one_after_the_other(queue, seen, pdc):
    with context.use(context.PLATFORM):
        casa = Tenant.objects.get(slug="casa")
        tasks.look.enqueue()
    for asking in (pdc.context, casa.context, pdc.context):
        with context.use(asking):
            tasks.look.enqueue()
    queue()
    assert [who for who, _, _ in seen] == [context.PLATFORM, pdc.context, casa.context, pdc.context]


def test_at_once_too_a_task_runs_as_who_asked(seen, pdc):
    tasks.look.enqueue()
    assert seen == [(pdc.context, "portal_app", str(pdc.pk))]
    with context.use(context.PLATFORM):
        tasks.look.enqueue()
    assert seen[1][0] is context.PLATFORM
    assert context.current() == pdc.context


def test_arguments_and_results_are_the_task_s_own(queue, pdc):
    result = tasks.look_closer.enqueue(1, second=2)
    queue()
    result.refresh()
    assert result.return_value == [1, 2]


def test_the_task_of_a_tenant_that_is_gone_fails_and_says_so(queue, seen, pdc):
    tasks.look.enqueue()
    row = DBTaskResult.objects.get()
    row.args_kwargs["kwargs"][CARRIED] = 987654
    row.save()
    queue()
    row.refresh_from_db()
    assert row.status == "FAILED"
    assert "987654" in row.traceback
    assert seen == []


def test_a_task_that_names_nobody_fails_and_says_so(queue, seen, pdc):
    """Put in the queue by something else than our backend: it must not run as the worker."""
    tasks.look.enqueue()
    row = DBTaskResult.objects.get()
    row.args_kwargs["kwargs"] = {}
    row.save()
    queue()
    row.refresh_from_db()
    assert row.exception_class_path == "portal.jobs.backends.MissingTenantError"
    assert seen == []


def test_a_failure_leaves_nothing_to_the_next_task(queue, seen, pdc):
    tasks.look_closer.enqueue("too few arguments")
    with context.use(context.PLATFORM):
        tasks.look.enqueue()
    queue()
    assert [who for who, _, _ in seen] == [context.PLATFORM]


def test_what_wagtail_enqueues_carries_the_tenant_of_the_editor(queue, pdc):
    page = ContentPage.objects.descendant_of(pdc.home_page).first()
    page.title = "Zythologie"
    page.save_revision().publish()
    rows = list(DBTaskResult.objects.all())
    assert {row.args_kwargs["kwargs"][CARRIED] for row in rows} == {pdc.pk}
    assert "modelsearch.tasks.insert_or_update_object_task" in {row.task_path for row in rows}
    queue()
    assert list(ContentPage.objects.search("zythologie")) == [page]
    assert not DBTaskResult.objects.failed().exists()


def test_a_worker_outlives_a_database_that_was_away(queue, monkeypatch):
    answers = [OperationalError("terminating connection"), None]

    def run(worker):
        if error := answers.pop(0):
            raise error

    monkeypatch.setattr(db_worker.Worker, "run", run)
    monkeypatch.setattr(db_worker.Worker, "configure_signals", lambda worker: None)
    monkeypatch.setattr("portal.jobs.management.commands.worker.TRY_AGAIN_AFTER", 0)
    monkeypatch.setattr(type(connections), "close_all", lambda handler: None)  # the test's transaction lives in one
    call_command("worker", verbosity=0)
    assert answers == []
