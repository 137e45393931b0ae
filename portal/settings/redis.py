"""Where processes share what they keep: the database, or Redis (Valkey speaks alike) when ``CACHE_URL`` names one."""

from django.core.exceptions import ImproperlyConfigured
from redis.connection import parse_url

from portal.settings.environment import env, reads_settings

SPOKEN = {"valkey": "redis", "valkeys": "rediss"}
"""What redis-py knows under another name; « unix », « redis » and « rediss » it knows."""
SHARED = ("pages", "counters", "throttles")


@reads_settings(otherwise="")
def env_redis(name: str) -> str:
    """Return the address of the server that ``name`` gives, as redis-py wants it, or nothing.

    A password may be in it: what is refused is named, never shown.
    """
    url = env(name).strip()
    scheme, _, rest = url.partition("://")
    url = f"{SPOKEN.get(scheme, scheme)}://{rest}" if rest else url
    try:
        if url and not parse_url(url).keys() & {"host", "path"}:
            raise ValueError("It names neither a host nor a socket.")
    except ValueError as error:
        known = "redis://, rediss://, valkey://, valkeys:// or unix://"
        raise ImproperlyConfigured(f"{name} is not understood: give {known}, then where the server is.") from error
    return url


def shared_in_redis(caches: dict, url: str) -> dict:
    """Return ``caches`` with those of SHARED in the server at ``url``; each is its own stand-in when that is silent."""
    if not url:
        return caches
    stand_ins = {f"{name}-without-redis": caches[name] for name in SHARED}
    in_redis = {
        name: {
            "BACKEND": "portal.tenancy.redis_shelf.RedisShelf",
            "LOCATION": [url],
            "KEY_PREFIX": name,
            "KEY_FUNCTION": caches[name].get("KEY_FUNCTION"),
            "INSTEAD": f"{name}-without-redis",
        }
        for name in SHARED
    }
    return caches | stand_ins | in_redis
