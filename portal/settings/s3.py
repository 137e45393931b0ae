"""Files in buckets of an S3-compatible storage, by address; unset, in folders of this machine.

« s3://KEY:SECRET@host[:port]/bucket[/folder]?region=…&tls=1&path_style=1&ca=/file.pem ». The key and the secret may
stay out of the address: S3_KEY and S3_SECRET are those of every address that names none. Each of them, addresses
included, may lie in a file that « …_FILE » names.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import env, env_int, reads_settings

NAMES = {
    "default": "MEDIA_URL_S3", "private": "PRIVATE_URL_S3", "archives": "ARCHIVES_URL_S3", "backups": "BACKUP_URL_S3",
}  # fmt: skip
"""Of each storage (``settings.STORAGES``), the variable that names its bucket."""
BACKENDS = {"default": "portal.documents.buckets.MediaBucket"}
CLOSED = "portal.documents.buckets.ClosedBucket"
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
FORM = "s3://KEY:SECRET@host[:port]/bucket[/folder]?region=…&tls=0|1&path_style=0|1&ca=/file.pem"
OPTIONS = {"region", "tls", "path_style", "ca"}
LONGEST_SIGNED = 60  # seconds


@dataclass(frozen=True)
class Place:
    """Where a part's files lie."""

    host: str
    bucket: str
    folder: str

    def holds(self, other: "Place") -> bool:
        same = (self.host, self.bucket) == (other.host, other.bucket)
        return same and f"{other.folder}/".startswith(f"{self.folder}/" if self.folder else "")


def bucket_options(name: str) -> dict:
    """Return the options of a bucket's backend for the address that ``name`` gives, or nothing when it is unset.

    Secrets are in it: what is refused is named, never shown.
    """
    if not (url := env(name).strip()):
        return {}
    try:
        parts = urlsplit(url)
        asked = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query), keep_blank_values=True))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refused(name, "it is no address") from None
    bucket, _, folder = parts.path.strip("/").partition("/")
    if parts.scheme != "s3" or not host or parts.fragment:
        raise _refused(name, "it does not say which server")
    if not BUCKET.fullmatch(bucket) or ".." in folder.split("/"):
        raise _refused(name, "it does not say which bucket")
    if unknown := sorted(asked.keys() - OPTIONS):
        raise _refused(name, f"it has {len(unknown)} option(s) that are not known")
    tls = _flag(name, asked, "tls", default=True)
    key, secret = _credentials(name, parts)
    host = f"[{host}]" if ":" in host else host
    return {
        "access_key": key, "secret_key": secret, "bucket_name": bucket, "location": folder,
        "endpoint_url": f"{'https' if tls else 'http'}://{host}{f':{port}' if port else ''}",
        "region_name": asked.get("region") or "us-east-1",
        "addressing_style": "path" if _flag(name, asked, "path_style", default=True) else "virtual",
        "verify": asked.get("ca") or True,
    }  # fmt: skip


@reads_settings(otherwise={})
def in_buckets(on_disk: dict) -> dict:
    """Return ``on_disk`` with the parts that have an address in their buckets, each in a place of its own."""
    found, places = {}, {}
    for alias, name in NAMES.items():
        if options := bucket_options(name):
            place = Place(options["endpoint_url"], options["bucket_name"], options["location"])
            for other, taken in places.items():
                if place.holds(taken) or taken.holds(place):
                    raise ImproperlyConfigured(f"{name} and {other} name the same place: give each its own bucket.")
            places[name] = place
            found[alias] = {"BACKEND": BACKENDS.get(alias, CLOSED), "OPTIONS": options}
    return on_disk | found


@reads_settings(otherwise=0)
def env_signed_seconds(name: str) -> int:
    """Return for how long a signed address of a private file is good; 0: none is ever made."""
    seconds = env_int(name, 0)
    if not 0 <= seconds <= LONGEST_SIGNED:
        raise ImproperlyConfigured(f"{name}={seconds} is not between 0 (no signed address) and {LONGEST_SIGNED}.")
    return seconds


def _credentials(name: str, parts) -> tuple[str, str]:
    key, secret = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(key) != bool(secret):
        raise _refused(name, "it has a key without its secret, or a secret without its key")
    missing = [] if key else [each for each in ("S3_KEY", "S3_SECRET") if not env(each)]
    if missing:
        raise ImproperlyConfigured(f"{name} holds no key: set {' and '.join(missing)} (or …_FILE), or write it there.")
    return (key, secret) if key else (env("S3_KEY"), env("S3_SECRET"))


def _flag(name: str, asked: dict, option: str, *, default: bool) -> bool:
    if asked.get(option, "1" if default else "0") not in {"0", "1"}:
        raise _refused(name, f"« {option} » is 0 or 1")
    return asked.get(option, "1" if default else "0") == "1"


def _refused(name: str, why: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is not understood: {why}. Give {FORM}")
