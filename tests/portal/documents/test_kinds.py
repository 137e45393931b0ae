"""A file is what its content says, whatever it is called."""

import io

import pytest

from portal.demo import papers
from portal.documents.kinds import BOMB, BROKEN, LOCKED, OLD, OTHER, PROGRAM, RefusedFileError, recognise
from portal.documents.text import text_of
from tests.portal.documents import files

WORD_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
BAD = {
    "a page": (b"<!DOCTYPE html><p>Bonjour", OTHER),
    "a page after spaces": (b"\n  <html><body>", OTHER),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', OTHER),
    "a script in a text": (b"Bonjour <script>alert(1)</script>", OTHER),
    "a Windows program": (b"MZ" + bytes(200), OTHER),
    "a Linux program": (b"\x7fELF" + bytes(200), OTHER),
    "a shell script": (b"#!/bin/sh\nrm -rf /", OTHER),
    "a GIF": (b"GIF89a" + bytes(60), OTHER),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), OLD),
    "any zip": (files.zipped({"lisez-moi.txt": "x"}), OTHER),
    "a jar": (files.zipped({"META-INF/MANIFEST.MF": "x", "A.class": b"\xca\xfe\xba\xbe"}), OTHER),
    "macros by their type": (files.office(WORD_WITH_MACROS, {"word/document.xml": "<d/>"}), PROGRAM),
    "macros by their part": (files.office(files.SHEET, {"xl/vbaProject.bin": b"x"}), PROGRAM),
    "OpenDocument macros": (files.zipped({"mimetype": "application/vnd.oasis.opendocument.text",
                                          "content.xml": "<x/>", "Basic/Standard/M.xml": "Sub"}), PROGRAM),
    "a locked OpenDocument": (files.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x",
                                            "META-INF/manifest.xml": "<manifest:encryption-data/>"}), LOCKED),
    "a bomb": (files.office(files.SHEET, {"xl/worksheets/sheet1.xml": bytes(40_000_000)}), BOMB),
    "a locked PDF": (files.locked_pdf(), LOCKED),
    "a PDF with a script": (files.scripted_pdf(), PROGRAM),
    "half a PDF": (b"%PDF-1.7\nrien", BROKEN),
    "half a zip": (papers.docx("Titre", [])[:200], BROKEN),
    "half an image": (files.picture("PNG")[:60], BROKEN),
    "noise": (bytes(range(1, 32)) * 20, OTHER),
}  # fmt: skip


@pytest.mark.parametrize("kind", files.GOOD)
def test_each_accepted_kind_is_recognised_under_any_name(kind):
    name = "tableau.csv" if kind == "csv" else "programme.exe"
    assert recognise(io.BytesIO(files.GOOD[kind]), name) == kind


@pytest.mark.parametrize("what", BAD)
def test_what_is_refused_says_why(what):
    content, reason = BAD[what]
    with pytest.raises(RefusedFileError) as refused:
        recognise(io.BytesIO(content), "rapport.pdf")
    assert str(refused.value) == str(RefusedFileError(reason))


@pytest.mark.parametrize("kind", ["pdf", "docx", "odt"])
def test_the_words_are_read(kind):
    text = text_of(io.BytesIO(files.GOOD[kind]), kind)
    assert "dépôt de garantie" in text
    assert "équipe mobile prévient" in text


def test_the_words_of_sheets_and_slides_are_read_in_order():
    assert text_of(io.BytesIO(files.xlsx()), "xlsx") == "Loyer plafonné Charges"
    assert text_of(io.BytesIO(files.pptx()), "pptx") == "Diapositive 2 Diapositive 10"
    assert text_of(io.BytesIO(files.GOOD["odp"]), "odp") == "Bonjour à toutes et à tous Fin"
    assert text_of(io.BytesIO(files.GOOD["csv"]), "csv") == "commune;logements Lens;12"
    assert text_of(io.BytesIO(files.GOOD["png"]), "png") == ""


def test_what_an_xml_would_fetch_or_swell_is_not():
    evil = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><text:p xmlns:text="t">&a;</text:p>'
    file = files.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": evil})
    with pytest.raises(ValueError, match="EntitiesForbidden"):
        text_of(io.BytesIO(file), "odt")
