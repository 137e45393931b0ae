"""Files lie in buckets: everything that works on a disk works, and nobody gets at them but through the portal."""

import io
import zipfile
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.files.storage import storages

from portal.documents import left_files, services
from portal.documents.archives import pack
from portal.documents.models import Content, Document, Reading, Version
from portal.documents.storage import CHUNK
from portal.pages.models import TenantPictures
from portal.pages.pictures import letterhead_of
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.factories import make_document as make_public_document
from tests.factories import make_image
from tests.portal.documents.clamd import EICAR, Clamd
from tests.portal.documents.files import kept, pdf
from tests.portal.documents.making import make_document, make_folder, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("buckets")]
CONTENT = pdf(["Le bail glissant"])


@pytest.fixture
def document(pdc):
    return make_document(make_folder(), CONTENT, name="Guide d’été.pdf")


@pytest.fixture
def bob(db):
    return GuardedClient(PDC_HOST).login_as("bob")


def address_of(document: Document) -> str:
    return f"/extranet/bibliotheque/documents/{document.pk}/telecharger/"


def test_a_private_file_is_read_by_members_whole_or_by_parts(document, bob, buckets):
    (key,) = buckets.keys("prives")
    assert key == document.current.file.name
    whole = bob.get(address_of(document))
    assert (whole.status_code, whole.getvalue()) == (200, CONTENT)
    assert whole["Content-Length"] == str(len(CONTENT))
    part = bob.get(address_of(document), headers={"Range": "bytes=5-14"})
    assert (part.status_code, part.getvalue()) == (206, CONTENT[5:15])
    end = bob.get(address_of(document), headers={"Range": "bytes=-7"})
    assert end.getvalue() == CONTENT[-7:]
    assert Reading.objects.filter(document=document).count() == 1


def test_a_large_file_passes_in_small_pieces(pdc, bob):
    content = b"mot " * 500_000
    large = make_document(make_folder(), content, name="long.txt")
    pieces = list(bob.get(address_of(large)).streaming_content)
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= CHUNK


def test_neither_the_neighbour_nor_whoever_guesses_the_bucket_s_address_gets_it(document, buckets):
    neighbour = GuardedClient(CASA_HOST).login_as("fanny")
    assert neighbour.get(address_of(document)).status_code == 404
    assert GuardedClient(PDC_HOST).get(f"/media/{document.current.file.name}").status_code == 404
    key = document.current.file.name
    for guess in (f"prives/{key}", f"prives/{key}?versionId=null", "prives", "prives?list-type=2"):
        answer = requests.get(f"{buckets.endpoint}/{guess}", timeout=10)
        assert answer.status_code >= 400
        assert CONTENT[:8] not in answer.content and key not in answer.text
    grants = buckets.client().get_object_acl(Bucket="prives", Key=key)["Grants"]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]
    for alias in ("private", "archives"):
        with pytest.raises(ValueError, match="no public address"):
            storages[alias].url(key)


def test_where_the_operator_allows_it_a_browser_fetches_it_for_seconds_after_the_check(
    document, bob, buckets, settings
):
    settings.PRIVATE_SIGNED_SECONDS = 40
    assert GuardedClient(CASA_HOST).login_as("fanny").get(address_of(document)).status_code == 404
    answer = bob.get(f"{address_of(document)}?telecharger")
    assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert asked["X-Amz-Expires"] == ["40"]
    assert asked["response-content-type"] == ["application/pdf"]
    assert asked["response-content-disposition"][0].startswith("attachment; filename*=utf-8''Guide%20d")
    assert buckets.secret not in answer["Location"]
    buckets.asks_no_key_for(1)  # this server cannot tell a signed address from none
    got = requests.get(answer["Location"], timeout=10)
    assert (got.status_code, got.content, got.headers["Content-Type"]) == (200, CONTENT, "application/pdf")
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert Reading.objects.filter(document=document).exists()
    # What stands in a page of ours comes from here: its policy takes nothing from elsewhere.
    assert bob.get(address_of(document), headers={"Sec-Fetch-Dest": "image"}).getvalue() == CONTENT


def test_its_words_are_found_and_it_is_judged(pdc, settings):
    clamd = Clamd()
    settings.CLAMAV_ADDRESS = clamd.address
    sound = make_document(make_folder(), CONTENT)
    services.add_version(sound, kept(pdf([EICAR])), by=user("alice"))
    clamd.close()
    assert "bail glissant" in Content.objects.get(version__document=sound, version__number=1).text
    assert clamd.received[0] == CONTENT
    assert list(sound.versions.values_list("number", "scan")) == [(2, "infecte"), (1, "sain")]


def test_several_leave_as_one_archive(document):
    file, packed = pack([("Guide", document.current), ("Perdu", Version(kind="pdf", file="t/1/documents/aa/aa"))])
    with file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    assert archive.read("Guide.pdf") == CONTENT
    assert len(packed) == 1


def test_an_erased_document_leaves_the_bucket(document, buckets, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.delete(document)
    assert buckets.keys("prives") == []


def test_an_image_is_cut_and_comes_from_the_portal_s_own_address(pdc, buckets):
    image = make_image(pdc)
    cut = image.get_rendition("fill-20x20|format-webp")
    assert buckets.keys("media") == sorted([image.file.name, cut.file.name])
    assert cut.url == f"/media/{cut.file.name}"
    served = GuardedClient(PDC_HOST).get(cut.url)
    assert served["Content-Type"] == "image/webp"
    assert served.getvalue()[8:12] == b"WEBP"
    assert GuardedClient(CASA_HOST).get(cut.url).status_code == 404
    image.file.close()
    assert image.get_rendition("width-10").width == 10  # read again from the bucket
    assert image.get_file_size() == image.file.size


def test_a_logo_is_on_the_papers(pdc):
    chosen, _ = TenantPictures.objects.get_or_create(tenant=pdc)
    chosen.logo = make_image(pdc)
    chosen.save()
    assert letterhead_of(pdc).logo[8:12] == b"WEBP"


def test_a_public_document_is_read_by_everybody_through_its_own_view(pdc, buckets):
    public = make_public_document(pdc)
    served = GuardedClient(PDC_HOST).get(public.url)
    assert (served.status_code, served.getvalue()) == (200, b"%PDF-1.7 plan")
    assert GuardedClient(PDC_HOST).get(f"/media/{public.file.name}").status_code == 404
    assert GuardedClient(CASA_HOST).get(public.url).status_code == 404
    buckets.client().delete_object(Bucket="media", Key=public.file.name)
    assert GuardedClient(PDC_HOST).get(public.url).status_code == 404


def test_what_was_given_up_is_found_by_its_age_and_erased(document, buckets, monkeypatch):
    stray = storages["private"].save(f"t/{document.tenant_id}/documents/aa/stray", kept(b"x"))
    monkeypatch.setattr("portal.documents.left_files.SETTLED_AFTER", -services.READ_AGAIN_FOR)
    left_files.erase()
    assert stray not in buckets.keys("prives")
    assert document.current.file.name in buckets.keys("prives")
