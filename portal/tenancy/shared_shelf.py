"""The database cache where processes share what visitors are shown: Django's, with one statement to keep a page.

Django asks for the number of rows and for the row before it writes one; a page that nobody kept yet is to cost few
queries. What is over goes by a job (portal.jobs.housekeeping) rather than at a write.
"""

import base64
import datetime
import pickle

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone


class SharedShelf(DatabaseCache):
    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """Keep ``value``, over what was there."""
        over = datetime.datetime.fromtimestamp(self.get_backend_timeout(timeout), tz=datetime.UTC)
        kept = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1")
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{self._table}" (cache_key, value, expires) VALUES (%s, %s, %s)'  # noqa: S608 (a name of ours)
                " ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires",
                [self.make_and_validate_key(key, version=version), kept, over],
            )

    def erase_expired(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{self._table}" WHERE expires < %s', [timezone.now()])  # noqa: S608 (a name of ours)
