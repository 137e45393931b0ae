"""Files in a bucket of an S3-compatible storage. No object has an address of its own: the portal reads and hands out.

What the storage refuses or does not answer is an OSError, what it does not hold a FileNotFoundError: whoever copes
with a disk that fails copes with it too.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from portal.documents.storage import CHUNK, LostFileError, SilentStorageError

IN_MEMORY = 2 * 1024 * 1024  # bytes of an open file; the rest lies in a temporary one
AT_ONCE = 16 * 1024 * 1024  # bytes of an upload that goes in one piece
CONNECT_WITHIN, ANSWER_WITHIN = 5, 20  # seconds


class Bucket(S3Storage):
    """A bucket whose objects nobody reads but the portal, and that are never written over."""

    def __init__(self, *, addressing_style: str = "path", **options):
        # What some servers do not know is not asked of them: checksums in trailers came to S3 late.
        asked = Config(
            s3={"addressing_style": addressing_style}, signature_version="s3v4",
            connect_timeout=CONNECT_WITHIN, read_timeout=ANSWER_WITHIN, retries={"mode": "standard", "max_attempts": 2},
            request_checksum_calculation="when_required", response_checksum_validation="when_required",
        )  # fmt: skip
        super().__init__(
            client_config=asked, transfer_config=TransferConfig(multipart_threshold=AT_ONCE, use_threads=False),
            addressing_style=addressing_style, file_overwrite=False, default_acl=None, querystring_auth=True,
            custom_domain=None, security_token=None, session_profile=None, gzip=False, object_parameters={}, **options,
        )  # fmt: skip

    def url(self, name, parameters=None, expire=None, http_method=None):
        """Raise ValueError: what lies in a bucket is handed out by the portal alone."""
        raise ValueError("A file in a bucket has no public address.")

    def signed_url(self, name: str, *, seconds: int, content_type: str, disposition: str) -> str:
        """Return an address that gives one file, as this type and under this disposition, for some seconds."""
        said = {
            "ResponseContentType": content_type,
            "ResponseContentDisposition": disposition,
            "ResponseCacheControl": "private, no-store",
        }
        return super().url(name, parameters=said, expire=seconds)

    def stream(self, name: str, start: int, end: int) -> "Stream":
        """Return the bytes ``start`` to ``end`` (excluded), read from the bucket as they are asked for."""
        with _told(name):
            answer = self._object(name).get(Range=f"bytes={start}-{end - 1}")
        return Stream(name, answer["Body"])

    def fetched(self, name: str) -> tempfile.SpooledTemporaryFile:
        """Return a copy of a file, in memory while it is small, else on this machine's disk until it is closed."""
        copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (closed with the file it is of)
        try:
            with _told(name):
                for chunk in self._object(name).get()["Body"].iter_chunks(CHUNK):
                    copy.write(chunk)
        except BaseException:
            copy.close()
            raise
        copy.seek(0)
        return copy

    def _object(self, name: str):
        return self.bucket.Object(self._normalize_name(name))

    def _open(self, name, mode="rb"):
        if mode != "rb":
            raise ValueError("A file in a bucket is read, or saved whole.")
        return BucketFile(self, name)

    def _save(self, name, content):
        with _told(name):
            return super()._save(name, content)

    def delete(self, name):
        with _told(name):
            super().delete(name)

    def exists(self, name):
        with _told(name):
            return super().exists(name)

    def listdir(self, name):
        with _told(name):
            return super().listdir(name)

    def size(self, name):
        with _told(name):
            return super().size(name)

    def get_modified_time(self, name):
        with _told(name):
            return super().get_modified_time(name)


class ClosedBucket(Bucket):
    """Private files, archives: without an address, but the signed one of a moment where the operator allows it."""


class MediaBucket(Bucket):
    """Images and public documents: served at the portal's own address, so that no page asks another site."""

    def url(self, name, parameters=None, expire=None, http_method=None):
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"


class BucketFile(File):
    """A file of a bucket, read into a temporary one; opened again once it was closed, it is fetched again."""

    def __init__(self, storage: Bucket, name: str):
        super().__init__(storage.fetched(name), name)
        self.storage = storage

    def open(self, mode=None):
        if self.closed:
            self.file = self.storage.fetched(self.name)
        self.seek(0)
        return self


class Stream:
    """The bytes of an answer, piece by piece; the connection is let go with it."""

    def __init__(self, name: str, body):
        self.name, self.body, self.pieces = name, body, body.iter_chunks(CHUNK)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with _told(self.name):
            return next(self.pieces)

    def close(self) -> None:
        self.body.close()


@contextmanager
def _told(name: str):
    """Say what the storage says in the words of a disk."""
    try:
        yield
    except ClientError as error:
        said = error.response.get("Error", {}).get("Code", "")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if status == 404 and said != "NoSuchBucket":
            raise LostFileError(f"The bucket does not hold {name}.") from error
        raise SilentStorageError(f"The storage refuses: {said or status}.") from error
    except (BotoCoreError, Boto3Error) as error:
        raise SilentStorageError(f"The storage does not answer: {type(error).__name__}.") from error
