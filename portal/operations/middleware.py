"""Every answer has a number, a line in the logs and a place in the measures, whoever gave it: a kept page too."""

import logging
import re
import time

from django.conf import settings

from portal.jobs import origin
from portal.jobs.origin import Origin
from portal.operations import measures
from portal.operations.queries import Counted

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{1,64}")
logger = logging.getLogger("portal.access")


class ObservedMiddleware:
    """First of all: what it measures ends when the answer begins to leave; a body that streams takes longer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.perf_counter()
        with origin.use(Origin(request_id=_number(request), request=request)) as work, Counted() as queries:
            measures.begins()
            try:
                response = self.get_response(request)
            finally:
                measures.ends()
            seconds = time.perf_counter() - started
            route = measures.route_of(request)
            measures.note_request(request, response.status_code, route, seconds, queries)
            logger.info(
                "request",
                extra={
                    "status": response.status_code, "duration_ms": round(1000 * seconds, 1),
                    "queries": queries.count, "route": route,
                },
            )  # fmt: skip
        response[HEADER] = work.request_id
        return response


def _number(request) -> str:
    """Return the number that a proxy of ours gave, if it is well-formed, or a new one."""
    given = request.headers.get(HEADER, "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
    return given if WELL_FORMED.fullmatch(given) else origin.new_id()
