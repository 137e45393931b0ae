"""The rules of the house for CSS and scripts."""

import gzip
import re
from pathlib import Path

import pytest

from portal.design.storage import STYLESHEETS, inline
from tests.e2e.addresses import OPERATOR, PAGES
from tests.portal.design.stylesheet import CSS

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "portal/design/static"
TEMPLATES = ROOT / "templates"


def _rules(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_a_component_stylesheet_has_the_name_of_its_template():
    templates = {path.stem for path in (TEMPLATES / "components").glob("*.html")}
    assert {path.stem for path in (CSS / "components").glob("*.css")} <= templates


def test_a_block_is_drawn_by_one_stylesheet():
    """Two components of one name would dress each other."""
    drawn = {}
    for path in [*(CSS / "components").glob("*.css"), *(CSS / "elements").glob("*.css")]:
        for block in set(re.findall(r"^\.([a-z-]+) \{", _rules(path), re.MULTILINE)):
            drawn.setdefault(block, []).append(path.name)
    assert not {block: files for block, files in drawn.items() if len(files) > 1}


def test_every_stylesheet_is_imported_once_or_loaded_by_the_one_page_of_its_name():
    imported = [path for text in map(_text, STYLESHEETS) for path in re.findall(r'url\("([^"]+\.css)"\)', text)]
    pages = {path: path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")}
    alone = [
        (path.stem, f"alone/{name}")
        for path, text in pages.items()
        for name in re.findall(r"css/alone/(\S+\.css)", text)
    ]
    files = [str(path.relative_to(CSS)) for path in CSS.rglob("*.css") if not _is_bundle(path)]
    assert sorted([*imported, *(sheet for _, sheet in alone)]) == sorted(files)
    assert all(sheet == f"alone/{page}.css" for page, sheet in alone)


def test_a_sheet_that_one_page_loads_is_in_the_layer_of_components():
    for path in (CSS / "alone").glob("*.css"):
        assert re.fullmatch(r"\s*@layer components \{\n.*\n\}\n", _rules(path), re.DOTALL), path


def test_colours_are_written_in_the_tokens_only():
    raw = re.compile(r"#[0-9a-f]{3,8}\b|(?<![\w-])(?:rgb|hsl|oklch|oklab)\((?!var\()", re.IGNORECASE)
    faults = {
        path.name: found
        for path in CSS.rglob("*.css")
        if path.name != "tokens.css" and (found := raw.findall(_rules(path)))
    }
    assert not faults


def test_every_custom_property_exists():
    defined = set(re.findall(r"--([\w-]+)\s*:", "".join(_rules(path) for path in CSS.rglob("*.css"))))
    used = set(re.findall(r"var\(--([\w-]+)", "".join(_rules(path) for path in CSS.rglob("*.css"))))
    assert used <= defined


def test_components_are_selected_by_class_and_state():
    tagged = re.compile(r"(?:^|[\s,>+~}])(?:[a-z][a-z0-9]*)(?=[.\[])|#[a-z][\w-]*\s*[{,.:]")
    faults = {}
    for path in (CSS / "components").glob("*.css"):
        selectors = re.findall(r"(?:^|[{}])\s*([^{}@]+)\{", _rules(path))
        if found := [selector.strip() for selector in selectors if tagged.search(f" {selector.strip()}")]:
            faults[path.name] = found
    assert not faults


@pytest.mark.parametrize(("name", "most"), [*zip(STYLESHEETS, (12_000, 4_000), strict=True)])
def test_a_bundle_holds_every_rule_in_its_layer(name, most):
    """A visitor loads the first alone."""
    bundle = inline(_text(name), lambda path: (CSS / path).read_text(encoding="utf-8"))
    assert "@import" not in bundle
    assert bundle.count("{") == bundle.count("}")
    assert len(gzip.compress(bundle.encode())) < most


@pytest.mark.django_db
@pytest.mark.parametrize(("host", "address"), [page for page in PAGES if page[0] != OPERATOR])
def test_a_visitor_needs_nothing_of_the_members_stylesheet(visit, host, address):
    ours, theirs = (_classes(name) for name in STYLESHEETS)
    page = visit(host).get(address).content.decode()
    worn = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
    assert not worn & (theirs - ours)


def _text(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _is_bundle(path: Path) -> bool:
    return str(path.relative_to(STATIC)) in STYLESHEETS


def _classes(name: str) -> set[str]:
    files = [CSS / path for path in re.findall(r'url\("([^"]+\.css)"\)', _text(name))]
    return {found for path in files for found in re.findall(r"\.([a-z][\w-]*)", _rules(path))}


def test_scripts_stay_small():
    """Every page has the menu's and the mail's; no page has more than one of the others."""
    sizes = {path.stem: path.stat().st_size for path in (STATIC / "design/js").glob("*.js")}
    everywhere = sizes.pop("menu") + sizes.pop("mail")
    assert everywhere + max(sizes.values()) < 8_000


def test_templates_have_no_inline_style_nor_handler():
    faulty = re.compile(r"\sstyle=|\son(?:click|change|submit|load)=|<style|javascript:")
    assert not [path for path in TEMPLATES.rglob("*.html") if faulty.search(path.read_text(encoding="utf-8"))]


def test_templates_have_french_spaces():
    """No ordinary space before a double sign, in what people read."""
    marks = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<code.*?</code>|<pre.*?</pre>", re.DOTALL)
    comments = re.compile(r"\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
    faults = {}
    for path in TEMPLATES.rglob("*.html"):
        text = marks.sub("x", comments.sub("", path.read_text(encoding="utf-8")))
        if found := re.findall(r"[\wx>] [;!?:»](?=[\s<])|« (?! )|\w'\w", re.sub(r"<[^>]*>", "", text)):
            faults[str(path.relative_to(TEMPLATES))] = found
    assert not faults
