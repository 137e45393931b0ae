"""How many times a piece of work asked the database, and for how long."""

import time
from contextlib import ExitStack

from django.db import connections


class Counted:
    """Count the queries of the block, on the connections that this thread has or Django would open for it."""

    def __init__(self):
        self.count, self.seconds = 0, 0.0
        self._stack = ExitStack()

    def __enter__(self):
        for connection in connections.all():
            self._stack.enter_context(connection.execute_wrapper(self._count))
        return self

    def __exit__(self, *error):
        self._stack.close()

    def _count(self, execute, sql, params, many, context):
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - started
