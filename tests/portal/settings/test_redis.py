"""CACHE_URL: understood, or refused at the start, by name."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import WITHOUT_REDIS
from portal.settings.redis import env_redis, shared_in_redis
from tests.test_architecture import ROOT


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("", ""),
        ("redis://cache.example:6379/1", "redis://cache.example:6379/1"),
        ("rediss://portail:secret@cache.example", "rediss://portail:secret@cache.example"),
        ("valkey://cache.example/2", "redis://cache.example/2"),
        ("valkeys://cache.example", "rediss://cache.example"),
        (" unix:///run/redis/redis.sock?db=3 ", "unix:///run/redis/redis.sock?db=3"),
    ],
)
def test_redis_and_valkey_are_understood(monkeypatch, given, used):
    monkeypatch.setenv("CACHE_URL", given)
    assert env_redis("CACHE_URL") == used


@pytest.mark.parametrize(
    "given",
    ["memcached://cache.example", "redis", "redis://", "unix://", "cache.example:6379", "redis://cache:port/0",
     "http://cache.example:secret@x", "redis://cache.example:99999", "redis://cache?db=un"],
)  # fmt: skip
def test_anything_else_is_refused_by_name_and_not_repeated(monkeypatch, given):
    monkeypatch.setenv("CACHE_URL", given)
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL is not understood") as refused:
        env_redis("CACHE_URL")
    assert "secret" not in str(refused.value)


def test_the_start_is_refused():
    started = subprocess.run(
        [sys.executable, "-c", "import portal.settings.base"],
        cwd=ROOT, env=os.environ | {"CACHE_URL": "redis:/cache"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert started.returncode
    assert "CACHE_URL is not understood" in started.stderr


def test_unset_everything_stays_in_the_database():
    assert shared_in_redis(WITHOUT_REDIS, "") == WITHOUT_REDIS


def test_the_memory_of_each_process_stays_its_own():
    caches = shared_in_redis(WITHOUT_REDIS, "redis://cache.example")
    assert caches["default"] == WITHOUT_REDIS["default"]
    assert caches["pages-without-redis"] == WITHOUT_REDIS["pages"]
    for name in ("pages", "counters", "throttles"):
        assert caches[name]["KEY_FUNCTION"] == WITHOUT_REDIS[name].get("KEY_FUNCTION")
