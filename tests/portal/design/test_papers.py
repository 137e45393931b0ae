"""Papers: what is printed is what was written, tagged for those who listen to it, and nothing else is read."""

import datetime
import io
import re
import shutil
import unicodedata
from pathlib import Path

import pypdf
import pytest

from portal.design import papers
from portal.design.charts import Chart, Hidden
from portal.design.gallery import PAPER_DATA
from portal.design.look import Look
from portal.design.papers import BREAK_HERE, FOLDER, PaperError, print_paper

AT = datetime.datetime(2026, 6, 1, 7, 30, tzinfo=datetime.UTC)
LOOK = Look("Département d’exemple")
BEGINNING = '#import "/base.typ": *\n#show: paper\n'
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 9'><path fill='#abcdef' d='M0 0h90v9H0z'/></svg>"


def printed(template: str = "example", data: dict | None = None, **kwargs) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(as_bytes(template, data, **kwargs)))


def as_bytes(template: str = "example", data: dict | None = None, **kwargs) -> bytes:
    given = {"look": LOOK, "title": "Liste : les présents", "at": AT} | kwargs
    return print_paper(template, PAPER_DATA if data is None else data, **given)


def text_of(pdf: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in pdf.pages)


def on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace(BREAK_HERE, "").replace("\n", ""))


def tags(pdf: pypdf.PdfReader) -> list[dict]:
    """Return the elements of the structure, in the order of reading."""

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for each in node:
                yield from walk(each)
        elif isinstance(node, dict) and "/S" in node:
            yield node
            yield from walk(node.get("/K", pypdf.generic.ArrayObject()))

    return list(walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]))


def names(pdf: pypdf.PdfReader) -> list[str]:
    return [str(tag["/S"]) for tag in tags(pdf)]


@pytest.fixture
def write(tmp_path, monkeypatch):
    """``write(source)`` makes a template named « tried » beside the base, in a folder of its own."""
    folder = tmp_path / "papers"
    folder.mkdir()
    shutil.copy(FOLDER / "base.typ", folder)
    monkeypatch.setattr(papers, "FOLDER", folder)
    return lambda source: (folder / "tried.typ").write_text(source, encoding="utf-8")


def test_a_paper_says_what_it_is_to_those_who_listen():
    pdf = printed()
    root = pdf.trailer["/Root"]
    assert pdf.metadata.title == "Liste\N{NO-BREAK SPACE}: les présents"
    assert pdf.metadata.author == LOOK.name
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert re.search(r"pdfuaid:part[>=\"]+1\b", root["/Metadata"].get_data().decode())


def test_titles_tables_and_drawings_are_tagged():
    found = tags(printed())
    kinds = [str(tag["/S"]) for tag in found]
    assert [kind for kind in kinds if kind.startswith("/H") and kind != "/Hdr"] == ["/H1", "/H2", "/H2", "/H2"]
    assert kinds.count("/Table") == kinds.count("/THead") == 3
    scopes = [part["/Scope"] for tag in found if tag["/S"] == "/TH" for part in tag["/A"] if "/Scope" in part]
    assert len(scopes) == 9
    assert set(scopes) == {"/Column"}
    [drawing] = [tag for tag in found if tag["/S"] == "/Figure"]
    assert "Diagramme en barres\N{NO-BREAK SPACE}: Inscriptions aux formations" in drawing["/Alt"]


def test_a_paper_has_the_authority_the_date_and_the_number_of_each_page():
    pdf = printed(data=PAPER_DATA | {"people": ["Une personne (exemple)"] * 60})
    pages = [page.extract_text() for page in pdf.pages]
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert LOOK.name in page
        assert "Édité le 1er\N{NO-BREAK SPACE}juin 2026" in page
        assert f"Page {number} / {len(pages)}" in page


def test_the_day_is_that_of_the_clock_on_the_wall():
    late = datetime.datetime(2026, 7, 14, 22, 30, tzinfo=datetime.UTC)
    assert "15\N{NO-BREAK SPACE}juillet 2026" in text_of(printed(at=late))


def test_the_same_input_makes_the_same_bytes():
    assert as_bytes() == as_bytes()
    assert as_bytes() != as_bytes(at=AT + datetime.timedelta(seconds=1))


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd") #image("/etc/passwd")', '#read("base.typ")', "= Pas un titre", "$ x^2 $ et $",
        "*gras* _italique_", "@renvoi <ancre>",
        "`code` ```raw```", "\\ \\u{41} // pas un commentaire /* ni ceci */", "[x] {y} ~ -- ...",
        '"guillemets" \'apostrophes\'', "#let x = 1 #panic()", "}])#eval(\"1\")", "<script>alert(1)</script>",
        "%s {{ x }}",
    ],
)  # fmt: skip
def test_what_was_typed_prints_as_it_is_written(hostile):
    pdf = printed(data=PAPER_DATA | {"text": hostile, "people": [hostile]}, title=hostile)
    assert on_one_line(text_of(pdf)).count(on_one_line(hostile)) >= 3
    assert "root:" not in text_of(pdf)
    assert names(pdf).count("/H1") == 1


@pytest.mark.parametrize(
    "name", ["Žofia Łęcka-Ğüş", "Ναταλία", "Наталія", "نتالي", "נטלי", "Œuvre n° 3 – 12 €", "→ ☐ ✓"]
)
def test_names_of_other_alphabets_print(name):
    written = unicodedata.normalize("NFKC", text_of(printed(data=PAPER_DATA | {"text": name}))).replace("\xa0", " ")
    assert unicodedata.normalize("NFKC", name) in written


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("Nora 😀 là", "Nora  là"),
        ("👨‍👩‍👧👍🏽🇫🇷fin", "fin"), ("a\x00b\x07c\x1bd\x7fe", "abcde"), ("漢字 Ming", "Ming"),
        ("1️⃣ q\u20e3 q 1", "1 q q 1"),
        ("Nora\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe", "Norafdp.exe"), ("e\u0301te\u0301", "été"), ("x\udc00y", "xy"),
    ],
)  # fmt: skip
def test_what_no_font_draws_is_dropped_and_the_rest_stays(typed, left):
    lines = [line.strip() for line in text_of(printed(data=PAPER_DATA | {"text": typed})).splitlines()]
    assert left in lines


ADDRESS = "nora.exemple@collectivite-exemple.fr"
LONG = ("mot " * 2500, "a" * 10_000, "漢" * 10_000, "\n" * 10_000, "«" * 10_000, "a-" * 5_000, f"{ADDRESS} " * 300)


@pytest.mark.parametrize("text", LONG, ids=["words", "letters", "unknown", "lines", "quotes", "hyphens", "addresses"])
def test_ten_thousand_characters_print(text):
    pdf = printed(data=PAPER_DATA | {"text": text})
    for word in ("mot", "a", ADDRESS):
        assert text_of(pdf).replace("\n", "").count(word) >= 0.99 * text.count(word)  # a page may end within one
    widest = max(len(line) for line in text_of(pdf).replace(BREAK_HERE, "").splitlines())
    assert widest < 150


def test_an_address_is_broken_in_a_narrow_column_and_copied_whole(write):
    address = "coordinationlda.ruraliteexemple@departement-exemple.fr"
    write(BEGINNING + '#sheet(("Courriel", "Texte"), ((data.mail, data.mail),), columns: (3cm, 1fr))')
    lines = [line.strip() for line in text_of(printed("tried", {"mail": address})).splitlines()]
    assert address in lines[-2:-1] or any(address in line for line in lines)
    assert "coordinationlda." in lines
    assert BREAK_HERE not in "".join(lines)


def test_what_is_not_printed_has_no_place_to_break():
    pdf = printed(title="A" * 50, look=Look("B" * 50))
    assert (pdf.metadata.title, pdf.metadata.author) == ("A" * 50, "B" * 50)


def test_an_empty_paper_is_one_still():
    empty = {"text": "", "facts": [], "notice": "", "headers": ["Nom"], "rows": [], "people": []}
    chart = Chart("Rien", "Mois", ("Nombre",), ())
    assert "Aucune ligne." in text_of(printed(data=empty | {"headers": ["A", "B", "C"], "chart": chart.plain()}))


@pytest.mark.parametrize("value", [datetime.date(2026, 1, 1), b"x", {1, 2}, object()])
def test_data_that_are_not_plain_are_refused(value):
    with pytest.raises(TypeError):
        as_bytes(data=PAPER_DATA | {"text": value})


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.txt", "/../secret.txt", "papers/../../secret.txt"])
def test_a_template_reads_nothing_outside_of_its_folder(write, tmp_path, path):
    (tmp_path / "secret.txt").write_text("secret")
    write(f'#set document(title: "x")\n#let found = read("{path}")')
    with pytest.raises(PaperError, match=r"not found|escape"):
        as_bytes("tried")
    write('#set document(title: "x")\n#let found = read("base.typ")')
    assert as_bytes("tried")


@pytest.mark.parametrize("name", ["../pages/x", "/etc/passwd", "nowhere", ""])
def test_a_template_that_is_not_there_is_named(name):
    with pytest.raises(PaperError, match="there is no template"):
        as_bytes(name)


def test_no_template_runs_what_was_typed_nor_fetches_a_package():
    sources = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.typ")}
    assert not [name for name, source in sources.items() if re.search(r"\beval\(|@preview|\bread\(|plugin\(", source)]


def test_papers_have_french_spaces():
    faulty = re.compile(r"\w [;!?»](?!=)|\w\]? :[ \]]|« (?! )|«[^\s ]|\w'\w")
    code = re.compile(r"^\s*//.*$|//.*$", re.MULTILINE)
    faults = {
        path.name: faulty.findall(code.sub("", path.read_text(encoding="utf-8"))) for path in FOLDER.rglob("*.typ")
    }
    assert not {name: found for name, found in faults.items() if found}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>\"))", "missing alt text"),
        ("#drawing(rect())", "say in `alt` what it shows"),
        ("== Un titre sauté", "skipped from heading level 1 to 3"),
        ("#nowhere", "unknown variable: nowhere"),
        ("Un signe que nous n’avons pas : 漢", "could not be displayed"),
    ],
)
def test_a_template_at_fault_is_explained_with_its_line(write, source, words):
    write(BEGINNING + source)
    with pytest.raises(PaperError, match=r"tried\.typ makes no PDF/UA-1") as refusal:
        as_bytes("tried")
    assert words in str(refusal.value)
    assert "tried.typ:3:" in str(refusal.value) or "#drawing" in source


def test_the_header_of_a_long_table_comes_back_on_each_page(write):
    write(BEGINNING + "#sheet(data.headers, data.rows)")
    rows = [[f"Personne {n}", "Une association"] for n in range(200)]
    pdf = printed("tried", {"headers": ["Nom de la personne", "Organisation"], "rows": rows})
    pages = [page.extract_text() for page in pdf.pages]
    assert len(pages) > 3
    assert all("Nom de la personne" in page for page in pages)
    found = names(pdf)
    assert (found.count("/Table"), found.count("/TH"), found.count("/TD")) == (1, 2, 400)


def test_a_paper_may_lie_on_its_side(write):
    write('#import "/base.typ": *\n#show: paper.with(landscape: true)\n= Présences')
    page = printed("tried", {}).pages[0].mediabox
    assert (round(page.width), round(page.height)) == (842, 595)
    write(BEGINNING)
    upright = printed("tried", {}).pages[0].mediabox
    assert (round(upright.width), round(upright.height)) == (595, 842)


def test_a_paper_takes_the_fonts_of_the_project_alone():
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in printed().pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts == {"AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Bold"}


def drawn(colour: str, pdf: pypdf.PdfReader) -> bool:
    """Say whether a page paints with ``#rrggbb``."""
    wanted = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    content = " ".join(page.get_contents().get_data().decode("latin-1") for page in pdf.pages)
    painted = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) (?:scn?|SCN?|rg)\b", content)
    return any(all(abs(float(a) - b) < 0.003 for a, b in zip(each, wanted, strict=True)) for each in painted)


@pytest.mark.django_db
def test_each_tenant_prints_in_its_own_colours_and_name(pdc, casa):
    papers_of = {tenant: printed(look=tenant.look) for tenant in (pdc, casa)}
    for tenant, other in ((pdc, casa), (casa, pdc)):
        pdf = papers_of[tenant]
        assert tenant.name in text_of(pdf)
        assert drawn(tenant.brand, pdf)
        assert drawn(tenant.brand_deep, pdf)
        assert not drawn(other.brand, pdf)
        assert other.name not in text_of(pdf)


def test_a_logo_stands_in_the_place_of_the_sign():
    assert not drawn("#abcdef", printed())
    assert drawn("#abcdef", printed(look=Look("Ville d’exemple", logo=SVG)))


@pytest.mark.parametrize("logo", [b"not an image", b"\x89PNG\r\n\x1a\n broken", b"<svg", b"GIF89a", SVG[:-20]])
def test_a_logo_that_does_not_read_leaves_the_sign(logo):
    assert as_bytes(look=Look(LOOK.name, logo=logo)) == as_bytes()


@pytest.mark.parametrize("colour", ["red", "#fff", "#0f5a6e'/><script>", "#0F5A6E"])
def test_a_look_has_plain_colours(colour):
    with pytest.raises(ValueError, match="brand"):
        Look("Ville d’exemple", brand=colour)


def test_a_chart_on_paper_has_its_table(write):
    write(BEGINNING + "#chart(data.chart)")
    chart = Chart("Présences", "Plateforme", ("2025", "2026"), (("Lens", (1234, Hidden())), ("Ternois", (None, 0))),
                  unit="personnes", source="émargement")  # fmt: skip
    pdf = printed("tried", {"chart": chart.plain()})
    text = text_of(pdf).replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
    for words in ("Présences (personnes)", "masqué : moins de 5", "Source : émargement"):
        assert words in text
    assert text.count("1 234") == 2
    assert text.count("non renseigné") == 2
    assert names(pdf).count("/TH") == 3


@pytest.mark.django_db
def test_an_editor_reads_the_example_of_a_paper(pdc_client):
    response = pdc_client.login_as("gael").get("/habillage/exemple.pdf")
    assert response["Content-Type"] == "application/pdf"
    pdf = pypdf.PdfReader(io.BytesIO(response.content))
    assert "Département du Pas-de-Calais" in text_of(pdf)


def test_the_fonts_have_their_licence_beside_them():
    assert "SIL Open Font License" in (Path(papers.FONTS) / "OFL.txt").read_text(encoding="utf-8")
