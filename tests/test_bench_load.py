"""The benchmark under load stays alive: a very small installation is filled, and all that it would ask is answered."""

import http.server
import threading

import pytest
from django.db import connection

from events.models import SignUp
from portal.accounts.models import User
from portal.database import context
from portal.notifications.models import Mail
from tests.bench_load import plan, report, rush, wrk
from tests.bench_load.seed import DOMAIN, seed
from tests.bench_load.sizes import NATIONAL, Size
from tests.conftest import GuardedClient
from tests.counterparts import program
from trainings.models import Registration

TINY = Size(tenants=3, large=10, small=10, sign_ups_each=2, seats=5, mails_each=1)


@pytest.fixture
def filled(db):
    seed(TINY)
    return plan.in_order()


def ask(request: plan.Request):
    client = GuardedClient(request.host)
    for name, value in request.cookies.items():
        client.cookies[name] = value
    return client.get(request.path) if request.form is None else client.post(request.path, request.form)


def test_the_national_size_is_what_was_asked_for():
    assert (Size(NATIONAL).accounts, Size(NATIONAL).sign_ups) == (50_000, 500_000)


def test_what_the_load_asks_for_is_answered_in_a_very_small_installation(filled):
    assert len(filled) == TINY.tenants
    with context.use(context.PLATFORM):
        people = User.objects.filter(email__startswith="membre-", email__endswith=DOMAIN)
        assert people.count() == TINY.accounts == 30
        ours = {"tenant__in": filled}
        assert SignUp.objects.filter(**ours).count() + Registration.objects.filter(**ours).count() == TINY.sign_ups
    asked = plan.plan(each=4)
    answers = {row.name: [ask(request).status_code for request in row.requests] for row in asked}
    assert answers == {row.name: [200] * 4 for row in asked}
    hosts = {request.host for row in asked for request in row.requests}
    assert hosts == {tenant.canonical_host for tenant in filled}


def test_filling_again_changes_nothing(filled):
    seed(TINY)
    assert [tenant.pk for tenant in plan.in_order()] == [tenant.pk for tenant in filled]
    with context.use(context.PLATFORM):
        assert User.objects.filter(email__startswith="membre-").count() == TINY.accounts


def test_a_rush_says_what_is_wrong_with_the_seats(filled):
    crowd = rush.prepare(filled[0], people=4, seats=3)
    *first, last = crowd.requests
    assert [ask(request).status_code for request in first] == [302] * 3
    assert crowd.faults()  # somebody was not answered
    ask(last)
    assert crowd.faults() == []


class _Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, bytes]] = []

    def do_GET(self):
        self.seen.append((self.path, self.rfile.read(int(self.headers.get("Content-Length", 0)))))
        self.send_response(404 if self.path == "/nulle-part/" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET

    def log_message(self, *words):
        pass


def test_in_a_rush_each_request_is_sent_once_with_its_form_and_errors_are_counted():
    program("wrk", package="wrk")
    paths = [*(f"/{n}/" for n in range(5)), "/nulle-part/"]
    requests = [plan.Request("a.example", path, form={"who": path}) for path in paths]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        raw = [request.raw() for request in requests]
        found = wrk.load(server.server_address[1], raw, connections=len(raw), seconds=30, once=True)
        server.shutdown()
    assert sorted(path for path, _ in _Answers.seen) == sorted(paths)
    assert dict(_Answers.seen)["/3/"] == b"who=%2F3%2F"
    assert (found.requests, found.refused, found.broken) == (6, 1, 0)


def test_without_wrk_one_is_told_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(wrk.MissingError, match="apt-get install wrk"):
        wrk.program()


def test_an_answer_that_failed_and_a_seat_too_many_are_faults_and_stand_in_the_table():
    row = {"name": "home", "rate": 10, "p50": 2, "p95": 3, "broken": 0, "statuses": {"200": 8, "500": 1}, "queries": 1,
           "most_queries": 2, "web_busy": 1, "postgres_busy": 0.5, "seconds": 1}  # fmt: skip
    crowd = row | {"statuses": {"302": 9}, "faults": ["31 seats"], "people": 40, "seats": 30, "mails_left_after": 1}
    found = {2: {"rows": [row], "rush": crowd, "memory": {"web": 200}, "jobs": {}}}
    assert report.faults(found) == ["2 tenants, home: 1 errors ({'200': 8, '500': 1})", "2 tenants, rush: 31 seats"]
    assert "| home | 10 | 2 | 3 | 1 | 1, 2 | 100.0 | 50.0 |" in report.markdown(found)
    assert "31 seats" in report.markdown(found)


GUARDS = ("events_signup_fit", "trainings_registration_fit", "trainings_attendance_is_of_one_session")


def test_what_was_found_slow_goes_by_an_index(pdc):
    """Guards, even where they are first planned on an empty table; and the few mails of a month that one looks for."""
    unsent = Mail.objects.filter(sent_at=None)
    returned = Mail.objects.in_state(Mail.State.RETURNED).filter(bounce_code__startswith="5")
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE 'enable_seqscan=off' = ANY (proconfig)")
        assert {name for (name,) in cursor.fetchall()} == set(GUARDS)
        cursor.execute("SET LOCAL enable_seqscan = off")  # a demonstration has too few mails for PostgreSQL to care
        cursor.execute("SET LOCAL enable_sort = off")
    assert "mail_unsent" in unsent.order_by().explain()
    assert "mail_returned" in returned.order_by().explain()
