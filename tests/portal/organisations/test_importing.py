"""Organisations out of a spreadsheet: the fate of each line is read before anything is written."""

import csv
import io

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.design.spreadsheets import guarded, read, unguarded
from portal.organisations import importing
from portal.organisations.importing import Fate, plan
from portal.organisations.models import Organisation
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.extranet.directory.people import many_organisations, member

pytestmark = pytest.mark.django_db
IMPORT, EXPORT = "/admin/annuaire/importer/", "/admin/annuaire/exporter/"
HEADER = "Nom;Nature;Plateformes;Commune du siège;Téléphone\n"


@pytest.fixture
def gael(pdc):
    return GuardedClient(PDC_HOST).login_as("gael")


def upload(client, content: str | bytes, name: str = "liste.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def signed(response) -> str:
    return BeautifulSoup(response.text, "html.parser").find("input", attrs={"name": "confirmed"})["value"]


def fates(text: str, encoding: str = "utf-8", name: str = "liste.csv") -> list[tuple]:
    return [(line.number, str(line.fate)) for line in plan(read(name, text.encode(encoding)))]


def reasons(text: str) -> str:
    return " ".join(detail for line in plan(read("l.csv", text.encode())) for detail in line.details).replace(
        "\xa0", " "
    )


def test_each_line_has_its_fate_and_nothing_is_written_before_it_is_confirmed(gael):
    before = Organisation.objects.count()
    shown = upload(gael, HEADER + "Foyer neuf;association;Lens-Hénin, Artois;Lens;03 21 11 11 11\n"
                   "CCAS d’une ville (exemple);CCAS ou CIAS;Lens-Hénin;62427;03 21 22 22 22\n"
                   "Mission locale (exemple);mission locale;Calaisis;Calais (62193);\n"
                   "Mauvaise;château;Mars;Nulle-Part;12\n"
                   "foyer NEUF;association;;;\n")  # fmt: skip
    text = " ".join(shown.text.split()).replace("\xa0", " ")
    assert "1 créée, 1 modifiée, 1 inchangée, 2 refusées." in text
    assert "Téléphone : 03 21 00 00 03 → 03 21 22 22 22" in text
    for words in ("nature inconnue", "plateforme inconnue : « Mars »", "commune inconnue", "déjà à la ligne 2"):
        assert words in text
    assert Organisation.objects.count() == before
    done = gael.post(IMPORT, {"confirmed": signed(shown)}, follow=True)
    assert "Import terminé" in done.text
    new = Organisation.objects.get(name="Foyer neuf")
    assert [each.name for each in new.platforms.order_by("name")] == ["Artois", "Lens-Hénin"]
    assert new.seat_id == "62498"
    assert not new.is_proposed
    assert Organisation.objects.get(name="CCAS d’une ville (exemple)").phone == "03 21 22 22 22"
    assert Organisation.objects.count() == before + 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_comes_back_unchanged(gael, kind):
    Organisation.objects.filter(name__startswith="SIAO").update(
        mission="=1+1 ; « guillemets »\r\net une seconde ligne", internal_contact="'apostrophe",
        phone="+33 6 12 34 56 78",
        website="https://exemple.fr/?a=1", ended_on="2026-03-01",
    )  # fmt: skip
    file = gael.get(f"{EXPORT}?format={kind}")
    assert file.status_code == 200
    lines = plan(read(f"liste.{kind}", file.content))
    assert len(lines) == Organisation.objects.count()
    assert {line.fate for line in lines} == {Fate.SAME}, [line.details for line in lines if line.fate != Fate.SAME]


def test_no_cell_is_a_formula(gael):
    Organisation.objects.create(name="=HYPERLINK(1)", kind="autre", mission="+cmd", internal_contact="@x")
    rows = list(csv.reader(io.StringIO(gael.get(EXPORT).content.decode("utf-8-sig")), delimiter=";"))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    book = openpyxl.load_workbook(io.BytesIO(gael.get(EXPORT + "?format=xlsx").content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell.value for cell in cells if cell.value.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("text", ["=1", "+33", "-a", "@b", "'", "'=1", "'a", "''", "\tx", "a", ""])
def test_the_guard_is_taken_off_as_it_was_put_on(text):
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_usual_encodings_and_separators_are_read(pdc, encoding, separator):
    text = (
        separator.join(["Nom", "Nature", "Ce qu’elle fait"]) + "\n" + separator.join(["Évêché", "association", "Été"])
    )
    [line] = plan(read("l.csv", text.encode(encoding)))
    assert (line.name, line.fate, line.organisation.mission) == ("Évêché", Fate.CREATED, "Été")


def test_an_absent_column_changes_nothing_an_empty_cell_empties(pdc):
    name = "CCAS d’une ville (exemple)"
    assert fates(f"Nom\n{name}\n") == [(2, "inchangée")]
    assert reasons(f"Nom;Téléphone\n{name};\n") == "Téléphone : 03 21 00 00 03 → vide"


def test_a_workbook_s_numbers_and_days_are_read_as_they_were_meant(pdc):
    import datetime

    book = openpyxl.Workbook()
    book.active.append(
        ["Nom", "Nature", "Commune du siège", "Téléphone", "N’existe plus depuis le", "Tout le territoire"]
    )
    book.active.append(["Foyer", "SIAO", 6004, 321111111, datetime.datetime(2026, 3, 1), True])
    out = io.BytesIO()
    book.save(out)
    [line] = plan(read("l.xlsx", out.getvalue()))
    made = line.organisation
    assert line.fate == Fate.CREATED, line.details
    assert (made.seat_id, made.phone, str(made.ended_on), made.covers_everything) == (
        "06004", "0321111111", "2026-03-01", True,
    )  # fmt: skip


def test_a_name_of_several_communes_asks_for_the_code(pdc):
    assert "écrivez le code INSEE" in reasons("Nom;Nature;Commune du siège\nFoyer;association;Beaumont\n")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "l.csv", "vide"),
        (b"Nature\nassociation\n", "l.csv", "nommer les colonnes"),
        (b"Nom;Nom\na;b\n", "l.csv", "deux fois"),
        (b"\0\1\2", "l.csv", "ne se lit pas"),
        (b"PK\3\4 pas un classeur", "l.xlsx", "ne se lit pas"),
        (b'Nom\n"jamais ferm\xe9', "l.csv", "ne se lit pas"),
        (b"Nom\n" + b"a\n" * 2001, "l.csv", "2\u202f000 lignes"),
        (b"Nom\n" + b"a" * (2 * 1024 * 1024), "l.csv", "dépasse 2"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_at_its_field(gael, content, name, words):
    answer = upload(gael, content, name)
    assert answer.status_code == 422
    assert words in answer.text


def test_what_was_read_is_what_is_written_by_who_read_it_and_soon(gael, monkeypatch):
    token = signed(upload(gael, HEADER + "Foyer neuf;association;;;\n"))
    alice = GuardedClient(PDC_HOST).login_as("alice")
    ezra = GuardedClient(CASA_HOST).login_as("ezra")
    for client, confirmed in ((alice, token), (ezra, token), (gael, token + "x"), (gael, "n’importe quoi")):
        assert "Rien n’a été importé" in client.post(IMPORT, {"confirmed": confirmed}, follow=True).text
    monkeypatch.setattr(importing, "CONFIRMED_WITHIN", -1)
    assert "Rien n’a été importé" in gael.post(IMPORT, {"confirmed": token}, follow=True).text
    monkeypatch.undo()
    Organisation.objects.create(name="Foyer neuf", kind="ccas")  # its fate is another now
    assert "Rien n’a été importé" in gael.post(IMPORT, {"confirmed": token}, follow=True).text
    assert Organisation.objects.get(name="Foyer neuf").kind == "ccas"


def test_all_or_nothing(gael, pdc, monkeypatch):
    rows = read("l.csv", (HEADER + "Foyer A;association;;;\nFoyer B;association;;;\n").encode())
    user = member("gael").user
    token = importing.sign(rows, plan(rows), user=user)
    save = Organisation.save

    def fail(self, *args, **kwargs):
        if self.name == "Foyer B":
            raise RuntimeError
        save(self, *args, **kwargs)

    monkeypatch.setattr(Organisation, "save", fail)
    with pytest.raises(RuntimeError):
        importing.apply(token, by=user)
    assert not Organisation.objects.filter(name__startswith="Foyer").exists()


def test_two_thousand_lines_are_read_in_a_flat_number_of_queries(pdc):
    def count(lines: int) -> int:
        text = HEADER + "".join(f"Structure {n:04};association;Artois;62498;03 21 00 00 00\n" for n in range(lines))
        rows = read("l.csv", text.encode())
        with CaptureQueriesContext(connection) as queries:
            assert len(plan(rows)) == lines
        return len(queries)

    many_organisations(pdc, 300)
    assert count(1) == count(2000) <= 6


@pytest.mark.parametrize(("person", "status"), [("alice", 200), ("chloe", 200), ("iris", 403), ("bob", 403)])
def test_keepers_alone_import_and_export(pdc, person, status):
    client = GuardedClient(PDC_HOST).login_as(person)
    assert {client.get(address).status_code for address in (IMPORT, EXPORT)} == {status}
    assert client.post(IMPORT, {"confirmed": "x"}).status_code in {status, 302}


def test_an_export_holds_nothing_of_the_neighbour(gael, casa):
    assert "GALICE" not in gael.get(EXPORT).content.decode()
    assert "GALICE" in GuardedClient(CASA_HOST).login_as("ezra").get(EXPORT).content.decode()
