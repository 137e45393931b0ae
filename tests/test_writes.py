"""The guard on GET is itself held: it sees what writes, and lets questions pass."""

import pytest
from django.db import connection, transaction

from tests.writes import ALLOWED, GetWroteError, refused

pytestmark = pytest.mark.django_db


def run(sql: str):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE home_service SET name = name",
        "DELETE FROM home_service WHERE false",
        "INSERT INTO home_service SELECT * FROM home_service WHERE false",
        "WITH gone AS (DELETE FROM home_service WHERE false RETURNING id) SELECT * FROM gone",
        "LOCK TABLE home_service",
        "TRUNCATE home_service CASCADE",
    ],
)
def test_what_writes_is_refused(sql, platform_context):
    with pytest.raises(GetWroteError), refused("/"), transaction.atomic():
        run(sql)


def test_questions_and_savepoints_pass(pdc):
    with refused("/"), transaction.atomic():
        run("SELECT 1")
        run("(SELECT 1) UNION (SELECT 2)")
        run("WITH one AS (SELECT 1) SELECT * FROM one")


def test_what_is_allowed_is_allowed_there_alone(pdc):
    with refused("/extranet/"):
        run("DELETE FROM dashboard_visit")
    with pytest.raises(GetWroteError), refused("/contact/"):
        run("DELETE FROM dashboard_visit")


@pytest.mark.parametrize("allowed", ALLOWED, ids=lambda allowed: allowed.table)
def test_each_exception_says_why(allowed):
    assert len(allowed.why) > 20
