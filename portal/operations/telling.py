"""What may be told of an error and of the work it broke: to the logs, and to Sentry. Nothing personal.

An exception's own words may hold anything: a name that was typed, a row that was refused. Its type, where it was
raised and a number (of PostgreSQL, the system, the mail server) are told instead; never a local variable.
"""

import errno
import traceback
from collections.abc import Iterator

from portal.accounts.logs import masked
from portal.database import context
from portal.jobs import origin

DEEPEST = 10
"""Exceptions of a chain."""
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def origin_of_this_work() -> dict[str, str | int]:
    """Return who asks and for what, in plain values; what is not known is left out."""
    now, asking = origin.current(), context.current()
    told = {
        "request_id": now.request_id,
        "tenant": asking.slug if isinstance(asking, context.TenantContext) else now.tenant or _host_s_tenant(now),
        "task": now.task,
        "task_id": now.task_id,
        "job": now.job,
    }
    if now.request is not None:
        told |= {
            "user_id": user_id(now.request),
            "method": method(now.request),
            "path": masked(now.request.path),
        }
    return {name: value for name, value in told.items() if value}


def _host_s_tenant(now: origin.Origin) -> str:
    return getattr(getattr(now.request, "tenant", None), "slug", "")


def user_id(request) -> int | None:
    """Return the key of whoever is signed in, if this request has looked; it is not made to look."""
    return getattr(getattr(request, "_cached_user", None), "pk", None)


def method(request) -> str:
    return request.method if request.method in METHODS else "OTHER"


def name_of(error: BaseException) -> str:
    """Return the type of an error, and its number if it has one: « OperationalError 57P01 »."""
    kind = type(error)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return f"{module}{kind.__qualname__} {_number(error)}".rstrip()


def _number(error: BaseException) -> str:
    if number := getattr(error, "sqlstate", None) or getattr(error, "smtp_code", None):
        return str(number)
    if isinstance(error, OSError) and error.errno:
        return errno.errorcode.get(error.errno, str(error.errno))
    return ""


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, then what it came from, as a traceback would."""
    for _ in range(DEEPEST):
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if error is None:
            return


def stack_of(error: BaseException) -> str:
    """Return where an error was raised, and those that it came from; the most telling one last."""
    parts = ["".join(traceback.format_tb(each.__traceback__)) + name_of(each) for each in chain_of(error)]
    return "\n\n".join(reversed(parts))
