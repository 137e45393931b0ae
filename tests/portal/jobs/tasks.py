"""Tasks of both kinds, which write down who asked as they ran."""

import django_tasks
from django.db import connection
from django.tasks import task

from portal.database import context

SEEN: list = []


def _write_down():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('app.tenant_id')")
        SEEN.append((context.current(), *cursor.fetchone()))


@task
def look():
    """A task as we write them."""
    _write_down()


@django_tasks.task
def look_like_wagtail():
    """A task as Wagtail and its search write them, by the backport."""
    _write_down()


@task(takes_context=True)
def look_closer(context, first, *, second):
    _write_down()
    return [first, second]
