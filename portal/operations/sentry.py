"""Errors go to Sentry when its address is given (SENTRY_DSN), without anything personal; unset, nothing is sent.

The kit is given what the logs hold, and nothing else: none of its integrations reads a request. What leaves is built
anew here, field by field, so that what a later version of the kit adds to an event stays.
"""

import logging

import sentry_sdk
from django.conf import settings
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

from portal.accounts.logs import masked
from portal.jobs import origin
from portal.operations import measures
from portal.operations.telling import chain_of, name_of, origin_of_this_work

AS_IT_IS = ("event_id", "timestamp", "level", "platform", "logger", "release", "environment", "server_name", "sdk")
OF_A_FRAME = ("filename", "module", "function", "lineno", "in_app", "pre_context", "context_line", "post_context")
TAGS = ("tenant", "request_id", "task", "task_id", "job")


def start(dsn: str) -> None:
    """Send errors to ``dsn`` from here on; nothing when it is empty."""
    if not dsn:
        return
    sentry_sdk.init(
        dsn,
        release=settings.RELEASE,
        environment=settings.SENTRY_ENVIRONMENT,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            # What the portal writes as an error, its stack included; nothing is remembered before it.
            LoggingIntegration(level=None, event_level=logging.ERROR, sentry_logs_level=None),
            ExcepthookIntegration(),
            DedupeIntegration(),
            AtexitIntegration(callback=lambda pending, timeout: None),
        ],
        # « send_default_pii » is off until asked for.
        max_request_body_size="never",
        include_local_variables=False,
        max_breadcrumbs=0,
        send_client_reports=False,
        auto_session_tracking=False,
        traces_sample_rate=None,
        before_send=only_what_may_leave,
    )


def only_what_may_leave(event: dict, hint: dict) -> dict:
    """Return a new event with what may be told of ``event``."""
    told = {name: event[name] for name in AS_IT_IS if name in event}
    work = origin_of_this_work()
    told["tags"] = {name: str(work[name]) for name in TAGS if name in work}
    if "user_id" in work:
        told["user"] = {"id": str(work["user_id"])}
    if (request := origin.current().request) is not None:
        told["request"] = {"method": work["method"], "url": work["path"]}
        told["transaction"] = measures.route_of(request)
    if entry := event.get("logentry"):
        told["logentry"] = {"message": masked(entry.get("formatted") or entry.get("message") or "")}
    if values := event.get("exception", {}).get("values"):
        told["exception"] = {"values": [_exception(value) for value in values]}
        if error := (hint.get("exc_info") or (None, None))[1]:
            told["exception"]["values"][-1]["value"] = " ← ".join(name_of(each) for each in chain_of(error))
    return told


def _exception(value: dict) -> dict:
    """Return the type of an exception and where it was raised, without its own words."""
    frames = (value.get("stacktrace") or {}).get("frames", [])
    kept = [{name: frame[name] for name in OF_A_FRAME if name in frame} for frame in frames]
    return {"type": value.get("type"), "module": value.get("module"), "value": "", "stacktrace": {"frames": kept}}
