"""Production starts whole or not at all: all that is wrong is named in one message, and no secret is in it."""

import os
import re
import subprocess
import sys
from functools import cache

import pytest

from tests.portal.test_production import ENVIRONMENT
from tests.test_architecture import ROOT

NEEDED = ("SECRET_KEY", "DATABASE_URL", "PLATFORM_HOSTS", "DEFAULT_FROM_EMAIL", "EMAIL_HOST",
          "ALLAUTH_TRUSTED_PROXY_COUNT")  # fmt: skip
WRONG = {
    "SECRET_KEY": "short-and-s3cr3t",
    "DATABASE_URL": "mysql://portal:s3cr3t@db.example.org/portal",
    "DATABASE_POOL_SIZE": "-1",
    "PLATFORM_HOSTS": "https://portail.example.org",
    "DEFAULT_FROM_EMAIL": "nobody at example",
    "ALLAUTH_TRUSTED_PROXY_COUNT": "-1",
    "EMAIL_HOST": "smtp://s3cr3t.example.org",
    "EMAIL_PORT": "s3cr3t",
    "EMAIL_PASSWORD": "s3cr3t",
    "EMAIL_USE_TLS": "s3cr3t",
    "CACHE_URL": "redis:/s3cr3t",
    "CLAMAV_ADDRESS": "clamd s3cr3t",
    "SECURITY_CONTACT": "s3cr3t",
    "METRICS_TOKEN": "s3cr3t",
    "PROCONNECT_ISSUER": "http://s3cr3t.example.org",
    "SENTRY_DSN": "https://s3cr3t.example.org",
    "LOG_LEVEL": "s3cr3t",
    "METRICS_DIR": str(ROOT / "manage.py" / "measures"),
    "PORTAL_DATA_DIR": str(ROOT / "manage.py" / "data"),
}


def bare(**given) -> dict[str, str]:
    """The environment of a machine, with this said to the portal and nothing else."""
    named = {**ENVIRONMENT, **WRONG, "ARCHIVES_DIR": ""}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.removesuffix("_FILE") not in named and not name.startswith("DJANGO_")
    }
    return kept | {"DJANGO_SETTINGS_MODULE": "portal.settings.production"} | given


@cache
def _started(given: tuple) -> subprocess.CompletedProcess:
    show = "from django.conf import settings as s; print(s.SECRET_KEY, s.DATABASES['default'].get('PASSWORD'))"
    return subprocess.run(
        [sys.executable, "-c", show], cwd=ROOT, env=bare(**dict(given)), capture_output=True, text=True, check=False
    )


def start(**given) -> subprocess.CompletedProcess:
    return _started(tuple(given.items()))


def test_all_that_is_missing_is_named_at_once():
    refused = start()
    assert refused.returncode
    for name in NEEDED:
        assert f"  - Set {name} in the environment" in refused.stderr


@pytest.mark.parametrize("name", WRONG)
def test_whatever_is_not_understood_is_named_at_once(name):
    refused = start(**WRONG)
    assert refused.returncode
    told = refused.stderr.partition("The environment is not complete:")[2]
    assert re.search(rf"\b{name}\b", told)


def test_no_value_is_shown():
    told = start(**WRONG).stderr
    assert "The environment is not complete" in told
    assert "s3cr3t" not in told


def test_secrets_may_be_in_files(tmp_path):
    key, url = tmp_path / "key", tmp_path / "url"
    key.write_text(ENVIRONMENT["SECRET_KEY"] + "\n")
    url.write_text("postgresql://portal:from-a-file@db.example.org/portal\r\n")
    rest = {name: value for name, value in ENVIRONMENT.items() if name not in {"SECRET_KEY", "DATABASE_URL"}}
    started = start(**rest, SECRET_KEY_FILE=str(key), DATABASE_URL_FILE=str(url))
    assert started.stdout == f"{ENVIRONMENT['SECRET_KEY']} from-a-file\n", started.stderr


def test_a_value_given_twice_a_file_that_is_not_there_and_an_empty_one_are_refused(tmp_path):
    key, empty = tmp_path / "key", tmp_path / "empty"
    key.write_text(ENVIRONMENT["SECRET_KEY"])
    empty.write_text("\n")
    rest = {name: value for name, value in ENVIRONMENT.items() if name not in {"DATABASE_URL", "EMAIL_HOST"}}
    refused = start(
        **rest, SECRET_KEY_FILE=str(key), DATABASE_URL_FILE=str(empty), EMAIL_HOST_FILE=str(tmp_path / "none")
    )
    assert refused.returncode
    assert "SECRET_KEY and SECRET_KEY_FILE are both given" in refused.stderr
    assert "Set DATABASE_URL in the environment" in refused.stderr
    assert "EMAIL_HOST_FILE names a file that cannot be read (FileNotFoundError)" in refused.stderr
    assert ENVIRONMENT["SECRET_KEY"] not in refused.stderr
