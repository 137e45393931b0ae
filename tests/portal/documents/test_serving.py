"""A file is given to who may open it, whole or by parts, and never to a cache that others read."""

import hashlib

import pytest

from portal.documents import services
from portal.documents.models import Reading
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.portal.documents import files
from tests.portal.documents.making import make_document, make_folder, member

pytestmark = pytest.mark.django_db
CONTENT = files.pdf()


@pytest.fixture
def document(pdc):
    return make_document(make_folder(reach="choisis", kinds=["bailleur"]), CONTENT, name="Guide d’été.pdf")


@pytest.fixture
def address(document):
    return f"/extranet/bibliotheque/documents/{document.pk}/telecharger/"


@pytest.fixture
def bob(db):
    return GuardedClient(PDC_HOST).login_as("bob")


def read(response) -> int:
    """Read an answer to its end, which closes the file; return its status."""
    assert response.getvalue() or response.status_code
    return response.status_code


def test_a_file_leaves_whole_and_closed_to_caches(bob, address):
    response = bob.get(address, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    assert response.getvalue() == CONTENT
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(CONTENT))
    assert response["Cache-Control"] == "private, no-cache"
    assert response["ETag"] == f'"{hashlib.sha256(CONTENT).hexdigest()}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert response["Content-Disposition"].startswith("inline")
    assert "Content-Encoding" not in response
    saved = bob.get(f"{address}?telecharger")
    assert saved["Content-Disposition"].startswith("attachment; filename*=utf-8''Guide%20")
    read(saved)


@pytest.mark.parametrize("kind", ["docx", "csv", "txt", "png"])
def test_only_pdf_and_images_are_shown_in_the_browser(pdc, bob, kind):
    other = make_document(make_folder(), files.GOOD[kind], name=f"x.{kind}")
    response = bob.get(f"/extranet/bibliotheque/documents/{other.pk}/telecharger/")
    assert response["Content-Disposition"].startswith("inline" if kind == "png" else "attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response.getvalue() == files.GOOD[kind]


@pytest.mark.parametrize(
    ("asked", "start", "end"), [("bytes=0-9", 0, 10), ("bytes=5-", 5, None), ("bytes=-7", -7, None),
                                ("bytes=10-999999", 10, None)],
)  # fmt: skip
def test_a_part_is_that_part(bob, address, asked, start, end):
    response = bob.get(address, headers={"Range": asked})
    part = CONTENT[start:end]
    first = start % len(CONTENT)
    assert response.status_code == 206
    assert response.getvalue() == part
    assert response["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{len(CONTENT)}"
    assert response["Content-Length"] == str(len(part))


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=-0"])
def test_a_part_that_is_not_there_is_416(bob, address, asked):
    response = bob.get(address, headers={"Range": asked})
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(CONTENT)}")


@pytest.mark.parametrize(
    "headers", [{"Range": "bytes=0-1,4-5"}, {"Range": "bytes=9-2"}, {"Range": "pages=1-2"}, {"Range": "bytes=-"},
                {"Range": "bytes=0-1", "If-Range": '"une-autre"'}],
)  # fmt: skip
def test_what_is_not_understood_or_of_another_version_is_the_whole(bob, address, headers):
    assert bob.get(address, headers=headers).getvalue() == CONTENT


def test_what_the_browser_has_already_is_not_sent_again_but_checked(bob, address, document):
    first = bob.get(address)
    etag, _ = first["ETag"], read(first)
    again = bob.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert GuardedClient(PDC_HOST).login_as("diane").get(address, headers={"If-None-Match": etag}).status_code == 404


def test_nobody_else_gets_it(document, address):
    assert GuardedClient(PDC_HOST).get(address).status_code == 302
    assert GuardedClient(PDC_HOST).login_as("diane").get(address).status_code == 404
    assert GuardedClient(CASA_HOST).login_as("ezra").get(address).status_code == 404
    assert GuardedClient(CASA_HOST).login_as("fanny").get(address).status_code == 404
    for path in (document.current.file.name, f"../private/{document.current.file.name}"):
        assert GuardedClient(PDC_HOST).login_as("bob").get(f"/media/{path}").status_code == 404


def test_a_former_version_keeps_its_address(bob, document):
    services.add_version(document, files.kept(files.pdf(["Corrigé"])), by=None)
    first, second = (f"/extranet/bibliotheque/documents/{document.pk}/versions/{n}/" for n in (1, 2))
    assert bob.get(first).getvalue() == CONTENT
    assert bob.get(second).getvalue() == files.pdf(["Corrigé"])
    for number in ("3", "99999999999999999999"):
        assert bob.get(f"/extranet/bibliotheque/documents/{document.pk}/versions/{number}/").status_code == 404


def test_an_opening_is_written_once_and_a_glance_is_not(bob, address, document):
    read(bob.head(address))
    read(bob.get(address, headers={"Range": "bytes=5-9"}))
    read(bob.get(address, headers={"Sec-Purpose": "prefetch"}))
    assert not Reading.objects.filter(document=document).exists()
    read(bob.get(address))
    read(bob.get(address))
    reading = Reading.objects.get(document=document)
    assert (reading.membership, reading.version.number) == (member("bob"), 1)


def test_a_file_that_the_storage_has_lost_is_a_404(bob, address, document):
    document.current.file.storage.delete(document.current.file.name)
    assert bob.get(address).status_code == 404
    assert not Reading.objects.filter(document=document).exists()
