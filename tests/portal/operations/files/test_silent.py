"""The server of files stops: visitors are told, nothing is kept by halves, and all is there when it comes back."""

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.documents import services
from portal.documents.models import Content, Document
from portal.documents.storage import SilentStorageError
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.library.test_keeping import EVERYONE
from tests.factories import make_image
from tests.portal.documents.files import kept, pdf
from tests.portal.documents.making import make_document, make_folder, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(db):
    return GuardedClient(PDC_HOST).login_as("alice")


@pytest.fixture
def nobody_answers(buckets, settings, monkeypatch):
    """``nobody_answers()``: from now on the storage does not."""

    def stop():
        for alias in ("default", "private", "archives"):
            storage = storages[alias]
            usual = storage.endpoint_url
            storage.endpoint_url, storage._bucket = "http://127.0.0.1:1", None
            storage._connections.__dict__.clear()
            stopped.append((storage, usual))

    def start():
        while stopped:
            storage, usual = stopped.pop()
            storage.endpoint_url, storage._bucket = usual, None
            storage._connections.__dict__.clear()

    stopped = []
    stop.over = start
    yield stop
    start()


def test_a_reader_is_told_and_reads_it_later(pdc, client, nobody_answers):
    document = make_document(make_folder())
    address = f"/extranet/bibliotheque/documents/{document.pk}/telecharger/"
    nobody_answers()
    told = client.get(address)
    assert told.status_code == 503
    assert "Les fichiers ne répondent pas" in told.text
    assert told["Retry-After"] == "60"
    assert client.get("/extranet/bibliotheque/").status_code == 200
    nobody_answers.over()
    assert client.get(address).getvalue() == pdf()


def test_what_is_sent_meanwhile_is_refused_whole(pdc, client, nobody_answers):
    folder = make_folder()
    nobody_answers()
    before = Document.objects.count()
    address = f"/extranet/bibliotheque/dossiers/{folder.slug}/deposer/"
    sent = client.post(address, {"files": SimpleUploadedFile("guide.pdf", pdf())} | EVERYONE)
    assert sent.status_code == 503, sent.status_code
    assert "envoyez-le de nouveau" in sent.text
    with pytest.raises(SilentStorageError):
        services.publish(kept(pdf()), by=user("alice"), audience=folder.audience, folder=folder)
    assert Document.objects.count() == before


def test_words_that_could_not_be_read_are_read_another_day(pdc, nobody_answers):
    document = make_document(make_folder(), pdf(["Le bail glissant"]))
    Content.objects.update(text="")
    nobody_answers()
    services.read_again()
    assert Content.objects.get(version__document=document).text == ""
    nobody_answers.over()
    services.read_again()
    assert "bail glissant" in Content.objects.get(version__document=document).text


def test_pages_with_images_stand_without_them(pdc, nobody_answers):
    image = make_image(pdc)
    cut = image.get_rendition("width-20")
    nobody_answers()
    assert GuardedClient(PDC_HOST).get("/").status_code == 200
    assert GuardedClient(PDC_HOST).get(cut.url).status_code == 503
