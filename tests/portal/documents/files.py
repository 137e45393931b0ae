"""Small real files, good and bad."""

import io
import zipfile

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from portal.demo import papers

WORDS = ["Le dépôt de garantie est versé à l’entrée.", "Une équipe mobile prévient les expulsions."]


def pdf(words=WORDS, title="Guide") -> bytes:
    return papers.pdf(title, list(words))


def locked_pdf() -> bytes:
    writer, file = PdfWriter(PdfReader(io.BytesIO(pdf()))), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


def scripted_pdf() -> bytes:
    writer, file = PdfWriter(PdfReader(io.BytesIO(pdf()))), io.BytesIO()
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    writer.write(file)
    return file.getvalue()


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "#0f5a6e").save(file, kind)
    return file.getvalue()


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def office(main: str, parts: dict[str, str | bytes]) -> bytes:
    """Return an Office package whose main part is of the type ``main``."""
    return zipped({"[Content_Types].xml": f'<Types><Override ContentType="{main}"/></Types>', **parts})


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def xlsx() -> bytes:
    strings = "<sst><si><t>Loyer plafonné</t></si><si><t>Charges</t></si></sst>"
    sheet = "<worksheet><c><v>1</v></c><c><f>SUM(A1)</f></c></worksheet>"
    return office(SHEET, {"xl/sharedStrings.xml": strings, "xl/worksheets/sheet1.xml": sheet})


def pptx() -> bytes:
    slide = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>Diapositive {}</a:t></a:r></a:p></p:sld>'
    return office(SLIDES, {f"ppt/slides/slide{n}.xml": slide.format(n) for n in (10, 2)})


def open_document(kind: str) -> bytes:
    content = "<office:document-content xmlns:office='o' xmlns:text='t'><text:p>Bonjour <text:span>à toutes</text:span> et à tous</text:p><text:p>Fin</text:p></office:document-content>"  # noqa: E501
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})


GOOD = {
    "pdf": pdf(), "docx": papers.docx("Titre", WORDS), "xlsx": xlsx(), "pptx": pptx(),
    "odt": papers.odt("Titre", WORDS), "ods": open_document("spreadsheet"), "odp": open_document("presentation"),
    "png": picture("PNG"), "jpg": picture("JPEG"), "webp": picture("WEBP"),
    "csv": "commune;logements\nLens;12\n".encode("cp1252"), "txt": "Été comme hiver.".encode(),
}  # fmt: skip


def uploaded(content: bytes, name: str = "guide.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def kept(content: bytes, name: str = "guide.pdf") -> ContentFile:
    return ContentFile(content, name)
