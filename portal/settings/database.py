"""Where the rows are: PostgreSQL by address, or the embedded server; who stands between, and who may answer for it."""

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import env, env_int, reads_settings
from portal.settings.shapes import database_url

ENGINE = "portal.database.engine"
KNOWN_POOLING = ("session", "transaction")
# A machine that is gone says nothing: found out in a minute, not in hours.
KEEPALIVES = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


@reads_settings(otherwise={"default": {"ENGINE": ENGINE}})
def databases(embedded: str) -> dict[str, dict]:
    """Return DATABASES: ``default``; ``direct`` behind a pooler; ``replica`` where there is one for figures.

    ``embedded`` is the address without DATABASE_URL. Raises ImproperlyConfigured naming what is missing or not
    understood, never what it holds: passwords are in addresses.
    """
    pooling = env("DATABASE_POOLING", "session").strip()
    if pooling not in KNOWN_POOLING:
        raise ImproperlyConfigured(f"DATABASE_POOLING is not understood: use {' or '.join(KNOWN_POOLING)}.")
    is_pooled = pooling == "transaction"
    found = {"default": _pool(_parsed("DATABASE_URL", embedded)) | {"TIMEOUTS": _timeouts()} | _behind(pooling)}
    if is_pooled:
        if not env("DATABASE_DIRECT_URL"):
            raise ImproperlyConfigured(
                "Set DATABASE_DIRECT_URL: behind a pooler in transaction mode, migrations and the locks of the "
                "scheduler and of workers need sessions of their own."
            )
        found["direct"] = _parsed("DATABASE_DIRECT_URL")
    if env("DATABASE_REPLICA_URL"):
        found["replica"] = _replica(pooling)
    return found


def _parsed(name: str, instead: str = "") -> dict:
    parsed = dj_database_url.parse(database_url(name) or instead, engine=ENGINE, conn_health_checks=True)
    usual = {"connect_timeout": env_int("DATABASE_CONNECT_TIMEOUT", 5, least=1)} | KEEPALIVES
    return parsed | {"OPTIONS": usual | parsed.get("OPTIONS", {})}


def _pool(parsed: dict) -> dict:
    """Let the threads of a process share sessions; one that the server closed is replaced before it is given."""
    size = env_int("DATABASE_POOL_SIZE", 8, least=0)
    pool = {"min_size": 1, "max_size": size, "timeout": 10}
    return parsed | {"OPTIONS": parsed["OPTIONS"] | {"pool": pool}} if size else parsed


def _timeouts() -> dict[str, str]:
    """Return what ends by itself in a web request; manage.py's commands may take longer."""
    seconds = {
        "statement_timeout": env_int("DATABASE_STATEMENT_TIMEOUT", 30, least=0),
        "idle_in_transaction_session_timeout": env_int("DATABASE_IDLE_TIMEOUT", 60, least=0),
    }
    return {name: f"{value}s" for name, value in seconds.items() if value}


def _behind(pooling: str) -> dict:
    return {"POOLING": pooling, "DISABLE_SERVER_SIDE_CURSORS": pooling == "transaction"}


def _replica(pooling: str) -> dict:
    """A copy for figures. It is asked in vain for two seconds at most; no pool, which would wait for longer."""
    parsed = _parsed("DATABASE_REPLICA_URL")
    parsed["OPTIONS"]["connect_timeout"] = min(2, parsed["OPTIONS"]["connect_timeout"])
    lag = env_int("DATABASE_REPLICA_MAX_LAG", 30, least=0)
    return parsed | {"CONN_MAX_AGE": 60, "TIMEOUTS": _timeouts(), "MAX_LAG": lag} | _behind(pooling)
