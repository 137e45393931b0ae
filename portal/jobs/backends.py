"""Task backends whose tasks carry who asked for them: a tenant, or the platform.

What asks is written with the task's arguments when it is enqueued, and asks again when it is run. Every task is
covered, those that Wagtail and its search enqueue by themselves too: the ``task`` of ``django_tasks`` (the
backport they use) and that of ``django.tasks`` both take their class from the backend of ``settings.TASKS``.
"""

from django.apps import apps
from django.tasks import Task
from django.tasks.backends import immediate
from django_tasks_db import backend as database

from portal.database import context
from portal.database.context import Platform
from portal.jobs import origin

CARRIED = "_asking"
"""Beside the task's keyword arguments, in its row: the tenant's primary key, or ``PLATFORM``, or
``platform:3`` when the platform works for tenant 3, which may not be whole yet."""
REQUEST = "_request"
"""Beside it: the number of the request that enqueued the task, when there is one (portal.jobs.origin)."""
PLATFORM = "platform"


class MissingTenantError(RuntimeError):
    """Work was asked for, and nothing says for which tenant."""


class UnknownTenantError(RuntimeError):
    """The tenant that enqueued this task is no longer there."""


class TenantTask(Task):
    """A task that runs as whoever enqueued it, whatever the worker asks as."""

    def call(self, *args, **kwargs):
        """Run the task. Raises MissingTenantError or UnknownTenantError before anything is done."""
        kwargs.pop(REQUEST, None)
        asking = _read(kwargs.pop(CARRIED, None), self.name)
        origin.note_tenant(getattr(asking, "slug", ""))
        with context.use(asking):
            return super().call(*args, **kwargs)


class CarriesTenant:
    """For a backend: writes who asks with each task it is given."""

    task_class = TenantTask

    def enqueue(self, task, args, kwargs):
        """Enqueue the task. Raises MissingTenantError when nothing asks."""
        return super().enqueue(task, args, kwargs | _carried(task.name))

    async def aenqueue(self, task, args, kwargs):
        return await super().aenqueue(task, args, kwargs | _carried(task.name))


class DatabaseBackend(CarriesTenant, database.DatabaseBackend):
    """Rows of the database: a task is enqueued if, and only if, the transaction around it is committed."""


class ImmediateBackend(CarriesTenant, immediate.ImmediateBackend):
    """Runs the task at once: for the tests."""


def _carried(task_name: str) -> dict[str, int | str]:
    request_id = origin.current().request_id
    return {CARRIED: _written(task_name)} | ({REQUEST: request_id} if request_id else {})


def _written(task_name: str) -> int | str:
    asking = context.current()
    if asking is context.NOTHING:
        raise MissingTenantError(f"The task « {task_name} » was enqueued while nothing asks: name a tenant.")
    if isinstance(asking, Platform):
        return f"{PLATFORM}:{asking.for_tenant}" if asking.for_tenant else PLATFORM
    return asking.id


def _read(carried: int | str | None, task_name: str) -> context.Context:
    if carried is None:
        raise MissingTenantError(f"The task « {task_name} » does not say who asked for it.")
    if isinstance(carried, str):
        _, _, for_tenant = carried.partition(":")
        return Platform(int(for_tenant)) if for_tenant else context.PLATFORM
    with context.use(context.PLATFORM):
        tenant = apps.get_model("tenancy", "Tenant").objects.filter(pk=carried).first()
    if tenant is None:
        raise UnknownTenantError(f"The task « {task_name} » was asked for by tenant {carried}, which is gone.")
    return tenant.context
