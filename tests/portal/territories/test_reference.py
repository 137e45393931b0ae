"""A faulty file is refused whole, by name and line."""

import shutil

import pytest

from portal.territories.importing import DATA
from portal.territories.reference import ReferenceError, read_reference

FILES = {
    "departements.csv": "code,name,region_code,region_name\n62,Pas-de-Calais,32,Hauts-de-France\n",
    "epci.csv": "siren,name,type\n246200364,CA de Lens - Liévin,CA\n",
    "communes.csv": (
        "code,name,departement,epci_siren,population,postal_codes\n"
        "62498,Lens,62,246200364,32000,62300\n"
        "62510,Liévin,62,246200364,,62800 62801\n"
    ),
    "communes_anciennes.csv": "name,old_code,current_code,kind,until\nLans,62498,62498,renommee,\n",
    "noms_usuels.csv": "name,current_code,current_name\nLens-Ville,62498,Lens\n",
    "cedex.csv": "cedex,label,codes\n62307,LENS,62498\n",
    "contours-62.geojson": (
        '{"type":"FeatureCollection", "features": [\n'
        '{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]},'
        '"properties":{"code":"62498"}}\n]}\n'
    ),
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_right_folder_is_read_whole(folder):
    reference = read_reference(folder)
    assert reference.communes["62510"][4:] == (None, ["62800", "62801"])
    assert reference.contours["62498"] == [[[0, 0], [1, 0], [1, 1], [0, 0]]]
    assert ("62498", "ancien", "Lans") in reference.names
    assert len(reference.names) == 4


def test_the_reference_we_ship_is_right():
    reference = read_reference(DATA)
    assert (len(reference.communes), len(reference.cedex), len(reference.contours)) == (34969, 10784, 911)


def lines(name, number, text):
    """Return the file with its line ``number`` (from 1) replaced; one more line when it is past the end."""
    kept = FILES[name].splitlines()
    kept[number - 1 : number] = [text]
    return "\n".join(kept) + "\n"


CONTOUR = FILES["contours-62.geojson"].splitlines()[1]


@pytest.mark.parametrize(
    ("name", "number", "text", "words"),
    [
        ("communes.csv", 1, "code,name,departement,population,postal_codes", "epci_siren"),
        ("communes.csv", 4, "62498,Encore,62,246200364,1,62300", "double"),
        ("communes.csv", 3, "62510,Liévin,63,246200364,1,62800", "« 63 », inconnu"),
        ("communes.csv", 3, "62510,Liévin,62,999999999,1,62800", "« 999999999 », inconnu"),
        ("communes.csv", 3, "6251,Liévin,62,246200364,1,62800", "forme inattendue"),
        ("communes.csv", 3, "٦٢٥١٠,Liévin,62,246200364,1,62800", "forme inattendue"),
        ("communes.csv", 3, "62510,Liévin,62,246200364,beaucoup,62800", "nombre"),
        ("communes.csv", 3, "62510,Liévin,62,246200364,1,6280", "code postal"),
        ("communes.csv", 3, "62510,,62,246200364,1,62800", "vide"),
        ("communes.csv", 3, "62510,…,62,246200364,1,62800", "chercher"),
        ("communes.csv", 3, "62510,Lié\x07vin,62,246200364,1,62800", "contrôle"),
        ("communes.csv", 3, "62510,Liévin,62", "3 valeurs au lieu de 6"),
        ("communes.csv", 3, '62510,"Lié"vin,62,246200364,1,62800', "illisible"),
        ("epci.csv", 3, "246200364,Encore,CA", "double"),
        ("epci.csv", 2, "246200364,Lens,SIVOM", "SIVOM"),
        ("departements.csv", 3, "62,Encore,32,Hauts-de-France", "double"),
        ("departements.csv", 2, "062,Pas-de-Calais,32,Hauts-de-France", "forme inattendue"),
        ("communes_anciennes.csv", 2, "Lans,62498,62000,renommee,", "« 62000 », inconnu"),
        ("noms_usuels.csv", 2, "Lens-Ville,62000,Lens", "« 62000 », inconnu"),
        ("cedex.csv", 3, "62307,LENS,62498", "double"),
        ("cedex.csv", 2, "62307,LENS,62498 62000", "inconnue"),
        ("cedex.csv", 2, "62307,LENS,", "inconnue"),
        ("contours-62.geojson", 2, CONTOUR.replace("62498", "62000"), "62000"),
        ("contours-62.geojson", 2, CONTOUR.replace(",[0,0]]", "]"), "fermé"),
        ("contours-62.geojson", 2, CONTOUR.replace("Polygon", "Point"), "illisible"),
        ("contours-62.geojson", 2, "{]", "JSON"),
    ],
)  # fmt: skip
def test_a_fault_is_refused_with_its_file_and_line(folder, name, number, text, words):
    (folder / name).write_text(lines(name, number, text), encoding="utf-8")
    with pytest.raises(ReferenceError) as refusal:
        read_reference(folder)
    assert (refusal.value.file, refusal.value.line) == (name, number)
    assert words in refusal.value.what
    assert str(refusal.value).startswith(f"{name}, ligne {number} : ")


def test_another_encoding_is_refused_with_its_line(folder):
    (folder / "communes.csv").write_bytes(FILES["communes.csv"].encode("latin-1"))
    with pytest.raises(ReferenceError, match=r"communes\.csv, ligne 3 : .*UTF-8"):
        read_reference(folder)


def test_a_missing_file_is_refused_by_name(folder):
    (folder / "cedex.csv").unlink()
    with pytest.raises(ReferenceError, match=r"cedex\.csv.*absent"):
        read_reference(folder)


def test_a_folder_may_have_no_contours_and_begin_with_a_byte_order_mark(folder):
    (folder / "contours-62.geojson").unlink()
    (folder / "communes.csv").write_text(FILES["communes.csv"], encoding="utf-8-sig")
    assert read_reference(folder).contours == {}


def test_a_folder_that_does_not_exist_is_refused(tmp_path):
    shutil.rmtree(tmp_path)
    with pytest.raises(ReferenceError):
        read_reference(tmp_path)
