"""Taking one wall away, to see that the other holds, or both, to see that the sweep sees."""

import contextlib
from collections.abc import Iterator
from unittest.mock import patch

from django.db import connection

from portal.database.engine import base
from portal.tenancy.scoping import Asking


@contextlib.contextmanager
def without_the_orm() -> Iterator[None]:
    """Let every manager show every row: each condition becomes ``column = column``."""

    def always_true(self, compiler, connection, **kwargs):
        return compiler.compile(self.source_expressions[0])

    with patch.object(Asking, "as_sql", always_true):
        yield


@contextlib.contextmanager
def without_the_database() -> Iterator[None]:
    """Let PostgreSQL show every row: whoever asks has the role whose policies are true, the tenant still said."""

    said = base.session_of

    def passing_all(asking):
        return (base.PLATFORM_ROLE, *said(asking)[1:])

    with patch.object(base, "session_of", passing_all):
        connection._said = None
        yield
    connection._said = None
