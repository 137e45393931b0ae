"""People read addresses; harvesters do not, with or without JavaScript: no page of the public side holds one."""

import re
from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.conftest import CASA_HOST, PDC_HOST

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|mailto:|[\w.+-]+(?:%40|&#64;|&#x40;)[\w-]+\.\w+")
SHOWN_ELSEWHERE = ("/boite-aux-lettres/", "/compte/", "/admin/", "/media/", "/static/")
"""The demonstration's mailbox shows mails; the others are not pages of the public side."""
MANY = ("/trouver/", "/agenda/", "/contact/", "/formations/")
MOST = 4  # pages of each of these: they repeat


@pytest.mark.parametrize("host", [PDC_HOST, CASA_HOST])
def test_no_public_page_holds_an_address_that_a_machine_reads(visit, host):
    visitor, seen, waiting, taken = visit(host), set(), deque(["/", "/contact/?sujet=presse"]), {}
    while waiting:
        address = waiting.popleft()
        if address in seen or address.startswith(SHOWN_ELSEWHERE) or _is_one_too_many(address, taken):
            continue
        seen.add(address)
        answer = visitor.get(address)
        kind = answer.headers.get("Content-Type", "")
        if answer.streaming:
            answer.getvalue()  # which closes its file
        if answer.streaming or not kind.startswith(("text/", "application/json")):
            continue
        text = answer.content.decode()
        assert ADDRESS.search(text) is None, (address, ADDRESS.search(text))
        if kind.startswith("text/html"):
            waiting.extend(_links(text, address))
    assert len(seen) > 15


def _is_one_too_many(address: str, taken: dict[str, int]) -> bool:
    part = next((part for part in MANY if address.startswith(part)), None)
    if part:
        taken[part] = taken.get(part, 0) + 1
    return part is not None and taken[part] > MOST


def _links(text: str, address: str) -> list[str]:
    found = [link["href"] for link in BeautifulSoup(text, "html.parser").find_all("a", href=True)]
    joined = [urldefrag(urljoin(address, link)).url for link in found if not urlsplit(link).scheme]
    return [link for link in joined if not urlsplit(link).netloc]
