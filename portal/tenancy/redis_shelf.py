"""What processes share, in Redis or Valkey: Django's cache, with a stand-in while the server is silent.

A lost Redis takes nothing down and opens nothing. The stand-in is what serves where there is no Redis: pages are found
on the shelf of the database, and attempts to sign in are counted in its table. To count nothing meanwhile would let
anybody try for ever; to refuse would lock everybody out. What was counted on one side is not known to the other: when
Redis is lost, and when it is back, somebody may have their number of attempts once more, and a code of the second
factor, good for ninety seconds, may serve twice. A page cannot be stale, whoever kept it: its key holds the version of
the tenant.

The database has walls between tenants; here the key is the wall, as it is in memory (portal.tenancy.cache_keys).

What stays in the memory of each process (``CACHES["default"]``) is fragments, several to a page, and pictures: their
keys hold the version of what they show, so sharing them would add a journey for each and make nothing fresher.
"""

import base64
import functools
import json
import logging
import time
from collections import defaultdict
from collections.abc import Callable

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

PATIENCE = 0.5  # seconds, to connect and to answer: a database does better than a Redis that is slower
REST = 5  # seconds without asking a server that was silent
COUNT_ONE_MORE = "if redis.call('EXISTS', KEYS[1]) == 1 then return redis.call('INCRBY', KEYS[1], ARGV[1]) end"


class PlainSerializer:
    """Values as JSON: Django would pickle them, and whoever writes to the server could have code of theirs run here."""

    def dumps(self, value) -> str:
        return json.dumps(value, default=lambda content: {"base64": base64.b64encode(content).decode()})

    def loads(self, kept: bytes):
        return json.loads(kept, object_hook=self._bytes)

    def _bytes(self, read: dict) -> dict | bytes:
        return base64.b64decode(read["base64"]) if read.keys() == {"base64"} else read


class Line:
    """Whether a server answers, as this process knows; its threads, and all that is kept there, know it together."""

    def __init__(self):
        self.is_cut, self.asked_again_at = False, 0.0

    def is_worth_asking(self) -> bool:
        return not self.is_cut or time.monotonic() >= self.asked_again_at

    def cut(self, error: RedisError) -> None:
        if not self.is_cut:
            logger.warning("Redis does not answer, and the database does in its place: %s", error)
        self.is_cut, self.asked_again_at = True, time.monotonic() + REST

    def mended(self) -> None:
        if self.is_cut:
            logger.warning("Redis answers again.")
        self.is_cut = False


def or_the_stand_in(ask: Callable) -> Callable:
    """Ask Redis, or the stand-in for the same when it is silent, full or not to be written to."""

    @functools.wraps(ask)
    def answer(self, *args, **kwargs):
        if self.line.is_worth_asking():
            try:
                answered = ask(self, *args, **kwargs)
            except RedisError as error:
                self.line.cut(error)
            else:
                self.line.mended()
                return answered
        return getattr(self.stand_in, ask.__name__)(*args, **kwargs)

    return answer


class RedisShelf(RedisCache):
    """Django's, which answers by the cache that ``INSTEAD`` names when the server does not."""

    lines: dict[str, Line] = defaultdict(Line)

    def __init__(self, server: list[str], params: dict):
        super().__init__(server, params)
        self._instead = params["INSTEAD"]
        self.line = self.lines[self._servers[0]]
        self._options = {
            "serializer": PlainSerializer(),
            "retry": Retry(NoBackoff(), 0),
            "socket_connect_timeout": PATIENCE,
            "socket_timeout": PATIENCE,
        }

    @property
    def stand_in(self):
        return caches[self._instead]

    add = or_the_stand_in(RedisCache.add)
    get = or_the_stand_in(RedisCache.get)
    set = or_the_stand_in(RedisCache.set)
    touch = or_the_stand_in(RedisCache.touch)
    delete = or_the_stand_in(RedisCache.delete)
    get_many = or_the_stand_in(RedisCache.get_many)
    has_key = or_the_stand_in(RedisCache.has_key)
    set_many = or_the_stand_in(RedisCache.set_many)
    delete_many = or_the_stand_in(RedisCache.delete_many)

    @or_the_stand_in
    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Count in one go: Django looks first, and a counter that ends in between would come back without an end."""
        key = self.make_and_validate_key(key, version=version)
        value = self._cache.get_client(key, write=True).eval(COUNT_ONE_MORE, 1, key, delta)
        if value is None:
            raise ValueError(f"Key '{key}' not found.")
        return value

    @or_the_stand_in
    def clear(self) -> None:
        """Forget what is kept under this name alone: Django would empty the server, others' things too."""
        client = self._cache.get_client(write=True)
        for key in client.scan_iter(f"{self.key_prefix}:*", count=1000):
            client.delete(key)
