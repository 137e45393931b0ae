"""A public document is found by the words inside it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.pages import document_words
from portal.pages.models import DocumentText, PortalDocument
from tests.portal.documents.files import pdf, xlsx
from tests.portal.search.making import results, titles

pytestmark = pytest.mark.django_db


def make(tenant, content: bytes, name: str = "guide.pdf", title: str = "Guide") -> PortalDocument:
    file = SimpleUploadedFile(name, content)
    return PortalDocument.objects.create(title=title, file=file, collection=tenant.root_collection)


def test_the_words_of_a_pdf_are_found_and_marked(pdc):
    document = make(pdc, pdf(["Le cautionnement des trottinettes est remboursé."]))
    (result,) = results(pdc, "trottinette")
    assert (result.title, result.url, result.source.label) == ("Guide", document.url, "Document")
    assert "<mark>trottinettes</mark>" in result.extract


def test_those_of_a_spreadsheet_too(pdc):
    make(pdc, xlsx(), "loyers.xlsx", "Barème d’essai")
    assert "Barème d’essai" in titles(pdc, "loyer plafonné")


def test_another_file_is_read_in_its_place(pdc):
    document = make(pdc, pdf(["Les trottinettes."]))
    document.file = SimpleUploadedFile("autre.pdf", pdf(["Les patinettes."]))
    document.save()
    assert titles(pdc, "trottinettes") == []
    assert titles(pdc, "patinettes") == ["Guide"]


def test_a_file_that_does_not_read_is_found_by_its_title(pdc):
    make(pdc, b"%PDF-1.7 rien", title="Trottinette")
    assert titles(pdc, "trottinette") == ["Trottinette"]


def test_a_document_that_goes_takes_its_words(pdc):
    before = set(DocumentText.objects.values_list("pk", flat=True))
    document = make(pdc, pdf(["Les trottinettes."]))
    assert DocumentText.objects.count() == len(before) + 1
    document.delete()
    assert titles(pdc, "trottinettes") == []
    assert set(DocumentText.objects.values_list("pk", flat=True)) == before


def test_those_that_were_never_read_are_read_by_night(pdc):
    make(pdc, pdf(["Les trottinettes."]))
    DocumentText.objects.all().delete()
    assert titles(pdc, "trottinettes") == []
    document_words.read_the_unread()
    assert titles(pdc, "trottinettes") == ["Guide"]
