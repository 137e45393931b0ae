"""Asks ClamAV about a file, by its INSTREAM protocol: zINSTREAM, then pieces each after its length, then zero."""

import contextlib
import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings

CHUNK = 64 * 1024  # bytes
TIMEOUT = 60  # seconds
LONGEST_ANSWER = 4096  # bytes


@dataclass(frozen=True)
class Verdict:
    """``signature`` names what was found; "" when nothing was."""

    signature: str = ""

    @property
    def is_clean(self) -> bool:
        return not self.signature


class ScanError(RuntimeError):
    """The file could not be judged: nobody answered, or not in words that are known."""


def is_configured() -> bool:
    return bool(settings.CLAMAV_ADDRESS)


def scan(file: BinaryIO) -> Verdict:
    """Return what ClamAV says of ``file``. Raises ScanError when it says nothing."""
    file.seek(0)
    try:
        with contextlib.closing(_connected(settings.CLAMAV_ADDRESS)) as clamd:
            clamd.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                clamd.sendall(struct.pack("!I", len(chunk)) + chunk)
            clamd.sendall(struct.pack("!I", 0))
            return _read(clamd)
    except OSError as error:
        raise ScanError(f"{type(error).__name__}: {error}") from error


def _connected(address: str) -> socket.socket:
    """Connect to « host:port », or to the Unix socket of that path."""
    if address.startswith("/"):
        clamd = socket.socket(socket.AF_UNIX)
        clamd.settimeout(TIMEOUT)
        try:
            clamd.connect(address)
        except OSError:
            clamd.close()
            raise
        return clamd
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT)


def _read(clamd: socket.socket) -> Verdict:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER and (piece := clamd.recv(1024)):
        said += piece
    words = said.partition(b"\0")[0].decode("utf-8", "replace").strip()
    if words == "stream: OK":
        return Verdict()
    if words.endswith(" FOUND"):
        return Verdict(words.removeprefix("stream: ").removesuffix(" FOUND") or "?")
    raise ScanError(words or "no answer")
