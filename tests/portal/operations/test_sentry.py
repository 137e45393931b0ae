"""What leaves for Sentry when something breaks: where and for which tenant; nothing of anybody."""

import logging

import pytest
import sentry_sdk
from django.conf import settings

from portal.accounts.models import User
from portal.operations import sentry
from tests.conftest import PDC_HOST, GuardedClient
from tests.counterparts.sentry import taking_envelopes
from tests.portal.jobs.conftest import queue  # noqa: F401 (a fixture)
from tests.portal.operations.test_logs import ADDRESS, IP, KEY, NAME, break_the_search, fails

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(monkeypatch):
    """Errors go to a server of this machine; ``received()`` is what it got."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with taking_envelopes() as envelopes:
        sentry.start(envelopes.dsn)

        def wait_and_see():
            sentry_sdk.flush(20)
            return envelopes

        yield wait_and_see
        sentry_sdk.get_client().close()
        sentry_sdk.get_global_scope().set_client(None)


def breaking(monkeypatch) -> GuardedClient:
    break_the_search(monkeypatch)
    client = GuardedClient(
        PDC_HOST, REMOTE_ADDR=IP, HTTP_X_FORWARDED_FOR=IP, HTTP_USER_AGENT="Firefox", HTTP_REFERER=f"http://x/{KEY}"
    )
    client.raise_request_exception = False
    return client.login_as("alice")


def test_an_error_arrives_without_who_met_it(received, monkeypatch):
    client = breaking(monkeypatch)
    logging.getLogger("portal").warning("avant : %s", NAME)
    page = client.get(f"/recherche/?q={NAME}")
    assert page.status_code == 500
    envelopes = received()
    [event] = envelopes.events
    assert event["tags"] == {"tenant": "pas-de-calais", "request_id": page["X-Request-ID"]}
    assert event["user"] == {"id": str(User.objects.get(email="alice@demo.example").pk)}
    assert event["request"] == {"method": "GET", "url": "/recherche/"}
    assert (event["transaction"], event["environment"], event["release"]) == ("search", "production", settings.RELEASE)
    assert [each["type"] for each in event["exception"]["values"]] == ["KeyError", "IntegrityError"]
    assert event["exception"]["values"][-1]["stacktrace"]["frames"][-1]["function"] == "breaks"
    session = client.cookies["sessionid"].value
    for private in (
        NAME,
        "Duchamp",
        ADDRESS,
        "ccas.example",
        "alice",
        session,
        IP,
        "Firefox",
        KEY,
        "vars",
        "breadcrumbs",
    ):
        assert private not in envelopes.body, private


def test_nor_what_was_posted(received, monkeypatch):
    def breaks(form):
        posted = form.data["message"]
        raise ValueError(posted)

    client = breaking(monkeypatch)
    monkeypatch.setattr("django.forms.forms.BaseForm.is_valid", breaks)
    form = {"name": NAME, "email": ADDRESS, "message": NAME, "subject": "information", "website": ""}
    assert client.post("/contact/lens-henin/", form).status_code == 500
    envelopes = received()
    assert envelopes.events[0]["exception"]["values"][-1]["type"] == "ValueError"
    for private in (NAME, "Duchamp", ADDRESS):
        assert private not in envelopes.body, private


def test_a_task_that_fails_is_told_by_its_name(received, pdc, queue):  # noqa: F811
    fails.enqueue()
    queue()
    [event] = received().events
    assert (
        event["tags"].items() >= {"tenant": "pas-de-calais", "task": "tests.portal.operations.test_logs.fails"}.items()
    )
    assert ADDRESS not in received().body


def test_without_an_address_nothing_is_set_up(monkeypatch):
    monkeypatch.setattr(sentry_sdk, "init", lambda *args, **kwargs: pytest.fail("Sentry was set up."))
    sentry.start("")
    assert not sentry_sdk.get_client().is_active()
