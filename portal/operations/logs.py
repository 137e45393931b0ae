"""One JSON object a line, for production (LOGGING): when, what, from which request, for which tenant. Nothing personal.

What a line may hold is named here; whatever else a library hangs on its records (the request, its headers, the
values of a query) stays out.
"""

import datetime
import logging

from pythonjsonlogger.json import JsonFormatter

from portal.accounts.logs import masked
from portal.operations.telling import name_of, origin_of_this_work, stack_of

EXTRAS = ("status", "duration_ms", "queries", "route")
"""What our own records add."""


class JsonLines(JsonFormatter):
    """``time`` (UTC, RFC 3339), ``level``, ``logger``, ``message``, where the work comes from, EXTRAS, the error."""

    def __init__(self):
        super().__init__(json_ensure_ascii=False)

    def add_fields(self, log_data, record, message_dict):
        """Choose every field: the parent would add all that hangs on the record."""
        moment = datetime.datetime.fromtimestamp(record.created, tz=datetime.UTC)
        log_data["time"] = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        log_data["level"], log_data["logger"] = record.levelname, record.name
        log_data["message"] = masked(record.message)
        log_data |= origin_of_this_work()
        log_data |= {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            log_data |= {"exception": name_of(error), "stack": stack_of(error)}

    def formatException(self, exc_info):
        return ""  # told by add_fields, without the words of the exception


class OnlyTrouble(logging.Filter):
    """Let warnings and errors through."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING
