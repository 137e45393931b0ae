"""What is seen of the installation from outside: logs, measures (Prometheus), errors (Sentry)."""

import os
import socket
import tomllib
from pathlib import Path

from portal.settings.environment import env, fault
from portal.settings.shapes import check_dsn, check_token, check_writable

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def log_level() -> str:
    """Return from which level the portal's own logs are written; a library's never below WARNING."""
    level = env("LOG_LEVEL", "INFO").upper()
    if level not in LEVELS:
        fault(f"LOG_LEVEL is not one of {', '.join(LEVELS)}.")
    return level


def metrics_token(data_dir: Path) -> str:
    """Return what Prometheus says to be answered, or nothing: then nothing is measured.

    Several processes serve on one port, and any of them answers: each writes its figures in a file of a folder that
    those of one machine share, and whichever answers adds them up. prometheus_client reads where from the environment
    when it is imported, hence here. The folder is this machine's own (METRICS_DIR, best in memory), never shared
    with another: files are called after processes.
    """
    token = env("METRICS_TOKEN")
    check_token("METRICS_TOKEN", token)
    if token:
        folder = Path(env("METRICS_DIR") or data_dir / "measures" / socket.gethostname())
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            fault(f"METRICS_DIR names a folder that cannot be made ({type(error).__name__}).")
        else:
            check_writable("METRICS_DIR", folder)
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(folder))
    return token


def sentry_dsn() -> str:
    dsn = env("SENTRY_DSN")
    check_dsn("SENTRY_DSN", dsn)
    return dsn


def release(base_dir: Path) -> str:
    """Return the version of this code."""
    with open(base_dir / "pyproject.toml", "rb") as file:
        return tomllib.load(file)["project"]["version"]


def json_logging(logging: dict, level: str) -> dict:
    """Return ``logging`` writing one JSON object a line, and what the portal tells of its requests, tasks and jobs.

    The lines of django.tasks that say that all goes well are left out: ours say the same, and how long it took.
    """
    console = logging["handlers"]["console"] | {"formatter": "json"}
    return logging | {
        "formatters": {"json": {"()": "portal.operations.logs.JsonLines"}},
        "filters": logging["filters"] | {"only_trouble": {"()": "portal.operations.logs.OnlyTrouble"}},
        "handlers": {"console": console},
        "loggers": {
            # Django's own handlers would write the same again, in words, or by mail.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.tasks": {"filters": ["only_trouble"]},
            "portal": {"level": level},
        },
    }
