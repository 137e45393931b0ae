"""Reads an answer as a spy would: status line, headers, cookies, body, and what lies in a spreadsheet."""

import io
import zipfile
from dataclasses import dataclass
from urllib.parse import unquote_plus

from tests.isolation.sweep.marks import Marks


@dataclass(frozen=True)
class Fault:
    """One thing that should not have come: a leak, a write, or an error of the server."""

    role: str
    method: str
    url: str
    name: str
    kind: str
    evidence: str

    def __str__(self):
        return f"{self.kind:8} {self.role:16} {self.method:8} {self.url[:150]} [{self.name}]: {self.evidence}"


def read(response) -> bytes:
    """Return all that was sent after the headers, spreadsheets unpacked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK" and "spreadsheet" in response.headers.get("Content-Type", ""):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body += b"\n".join(archive.read(name) for name in archive.namelist())
    return body


def leaks_of(response, sent: str, marks: Marks):
    """Yield (where, evidence) for each mark of the other tenant in the answer.

    ``sent`` is the request's own address and body: its words may be echoed, but for an address to go to.
    """
    sent = unquote_plus(sent).lower()
    assert marks.canary not in sent, f"A request never carries the canary: {sent[:300]}"
    needles = [marks.canary, *(word for word in (marks.probe, marks.host) if word not in sent)]
    head = "\n".join(
        [response.reason_phrase, *(f"{k}: {v}" for k, v in response.headers.items()), str(response.cookies)]
    ).lower()
    body = read(response).lower()
    location = response.headers.get("Location", "").lower()
    if location.split("?")[0].startswith((f"http://{marks.host}", f"https://{marks.host}", f"//{marks.host}")):
        yield "LOCATION", location[:120]
    for needle in needles:
        if needle in head:
            yield "HEADER", _around(head, needle)
        if (at := body.find(needle.encode())) >= 0:
            yield "BODY", _around(body[max(0, at - 100) : at + 100].decode(errors="replace"), needle)
            return


def _around(text: str, needle: str) -> str:
    at = text.find(needle)
    return " ".join(text[max(0, at - 70) : at + len(needle) + 20].split())
