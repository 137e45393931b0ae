"""Two people on two connections, for real: the second comes while the first one's transaction is still open."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

from portal.database import context

WAITING = "SELECT count(*), pg_sleep(0.02) FROM pg_locks WHERE NOT granted"


def refusal_of_the_second(first: Callable, second: Callable, refused: type[Exception]) -> Exception | None:
    """Do ``first``, and ``second`` at the same time; return how the second was refused, once the first was done.

    Fails where the second does not wait for the first. Both ask as whoever asks now; what they write is committed.
    """
    asking, refusals = context.current(), []

    def do_too():
        with context.use(asking):
            try:
                second()
            except refused as refusal:
                refusals.append(refusal)
            finally:
                connections.close_all()

    thread = threading.Thread(target=do_too)
    with transaction.atomic():
        first()
        thread.start()
        _wait_for_who_waits()
    thread.join()
    return refusals[0] if refusals else None


def _wait_for_who_waits() -> None:
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
    pytest.fail("The second request did not wait.")
