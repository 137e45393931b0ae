"""What keeps a page from going out: pure functions from what an editor wrote to what is wrong with it.

Headings that skip a level (RGAA 4.1, 9.1), links without words or address (6.1, 6.2), images without alternative
(1.1), tables without caption or headings (5.4, 5.6), and the words of a model that nobody replaced. Contrast is no
matter of a page: no block lets anyone choose a colour, and the colours of a tenant are checked where it chooses them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.images.blocks import ImageBlock

from portal.pages.blocks.links import LinkBlock
from portal.pages.written import Element, elements_of

TO_WRITE = re.compile(r"\[\s*à (écrire|choisir|remplacer)\b", re.IGNORECASE)
"""How a model marks what is left to write: « [à écrire : pour qui] »."""
FILE_NAME = re.compile(
    r"\.(jpe?g|png|gif|webp|avif|svg|heic|tiff?)$|^(img|dsc|dscn|image|photo)[ _-]?\d+$", re.IGNORECASE
)
VAGUE = frozenset({
    "ici", "cliquez ici", "cliquer ici", "lien", "ce lien", "en savoir plus", "lire la suite", "plus d’infos", "voir",
})  # fmt: skip
LONGEST_HEADING = 90  # characters; bold words beyond that are a paragraph

Path = tuple[int | str, ...]
"""Where in the blocks: the place of the block on the page, then names and places within it."""


@dataclass(frozen=True)
class Fault:
    """``words`` are for the editor. What is not ``is_serious`` is told, and keeps no page in."""

    path: Path
    words: str
    is_serious: bool = True


@dataclass(frozen=True)
class _Heading:
    path: Path
    level: int
    words: str


def faults_of(body: Iterable) -> list[Fault]:
    """Return what is wrong with the value of a StreamField, in the order of the page."""
    children = list(body)
    written = [leaf for place, child in enumerate(children) for leaf in _leaves(child.block, child.value, (place,))]
    found = [
        *chain.from_iterable(_of_leaf(*leaf) for leaf in written),
        *_of_levels(chain.from_iterable(_headings(child, place) for place, child in enumerate(children))),
        *_of_company(children),
    ]
    return sorted(found, key=lambda fault: fault.path[0])


def is_left_to_write(words: str) -> bool:
    """Say whether a model's own words are still there."""
    return bool(TO_WRITE.search(words))


def _leaves(block, value, path: Path) -> Iterator[tuple]:
    """Yield (block, value, path) of all that is written in a block, a link and an image being one thing each."""
    if value is None:
        return
    if isinstance(block, ImageBlock):
        yield block, value, path
    elif isinstance(block, TypedTableBlock):
        yield block, value, path
        cells = ((cell, path) for row in value.rows for cell in row)  # an editor is told of the table, not of a cell
        yield from chain.from_iterable(_leaves(cell.block, cell.value, where) for cell, where in cells)
    elif isinstance(block, blocks.StructBlock):
        if isinstance(block, LinkBlock):
            yield block, value, path
        for name, child in block.child_blocks.items():
            yield from _leaves(child, value.get(name), (*path, name))
    elif isinstance(block, blocks.ListBlock):
        for place, each in enumerate(value):
            yield from _leaves(block.child_block, each, (*path, place))
    else:
        yield block, value, path


def _of_leaf(block, value, path: Path) -> Iterator[Fault]:
    if isinstance(block, ImageBlock):
        yield from _of_image(value, path)
    elif isinstance(block, TypedTableBlock):
        yield from _of_table(value, path)
    elif isinstance(block, LinkBlock):
        yield from _of_link_words(value["label"] or "", (*path, "label"))
    elif isinstance(block, blocks.RichTextBlock):
        yield from _of_text(value.source, path)
    elif isinstance(value, str):
        yield from _of_words(value, path)


def _of_words(words: str, path: Path) -> Iterator[Fault]:
    if is_left_to_write(words):
        yield Fault(path, "Il reste ici un texte du modèle « [à écrire…] » : remplacez-le, ou retirez-le.")


def _of_text(html: str, path: Path) -> Iterator[Fault]:
    yield from _of_words(html, path)
    for element in elements_of(html):
        if element.tag == "a":
            yield from _of_link(element, path)
        elif element.tag.startswith("h") and not element.words:
            yield Fault(path, "Un sous-titre est vide : écrivez-le, ou retirez sa ligne.")
        elif element.tag == "p" and _passes_for_a_heading(element):
            yield Fault(
                path,
                f"« {element.words} » est en gras et tient lieu de titre : faites-en un sous-titre, ou une phrase.",
                is_serious=False,
            )


def _passes_for_a_heading(paragraph: Element) -> bool:
    is_short = len(paragraph.words) <= LONGEST_HEADING and not paragraph.words.endswith((".", "!", "?", "…", ":"))
    return paragraph.is_in_bold and is_short


def _of_link(link: Element, path: Path) -> Iterator[Fault]:
    if not link.words:
        yield Fault(path, "Un lien n’a pas de mots : écrivez où il mène, ou retirez-le.")
    elif not link.leads_somewhere:
        yield Fault(path, f"Le lien « {link.words} » ne mène nulle part : donnez-lui une adresse, ou retirez-le.")
    else:
        yield from _of_link_words(link.words, path)


def _of_link_words(words: str, path: Path) -> Iterator[Fault]:
    said = words.strip(" .…>→\N{NO-BREAK SPACE}").lower().replace("'", "’")
    if said in VAGUE or said.startswith(("http://", "https://", "www.")):
        told = f"Le lien « {words} » ne dit pas où il mène à qui l’entend seul : nommez la page ou le document."
        yield Fault(path, told, is_serious=False)


def _of_image(image, path: Path) -> Iterator[Fault]:
    if getattr(image, "decorative", False):
        return
    alternative = (getattr(image, "contextual_alt_text", "") or "").strip()
    if not alternative:
        told = "Cette image n’a pas de texte de remplacement : écrivez-le, ou cochez qu’elle est décorative."
        yield Fault((*path, "alt_text"), told)
    elif FILE_NAME.search(alternative):
        told = "Le texte de remplacement est un nom de fichier : dites ce que l’image montre."
        yield Fault((*path, "alt_text"), told)
    else:
        yield from _of_words(alternative, (*path, "alt_text"))


def _of_table(table: TypedTable, path: Path) -> Iterator[Fault]:
    if not table.columns or not table.row_data:
        yield Fault(path, "Ce tableau est vide : donnez-lui au moins une colonne et une ligne, ou retirez-le.")
        return
    if not (table.caption or "").strip():
        yield Fault(path, "Ce tableau n’a pas de titre : écrivez sa légende, qui dit de quoi il parle.")
    if not all((column["heading"] or "").strip() for column in table.columns):
        yield Fault(path, "Une colonne n’a pas d’en-tête : nommez chacune.")
    for words in (table.caption or "", *(column["heading"] or "" for column in table.columns)):
        yield from _of_words(words, path)


# The page as a whole --------------------------------------------------------------------------------------


def _headings(child, place: int) -> Iterator[_Heading]:
    """Yield the headings of a block: its title, of level 2 unless the block says otherwise, then those of its texts."""
    level = getattr(child.block.meta, "title_level", 2)
    title = _title_of(child)
    if title and level:
        yield _Heading((place,), level, title)
    for block, value, path in _leaves(child.block, child.value, (place,)):
        if isinstance(block, blocks.RichTextBlock):
            for element in elements_of(value.source):
                if element.tag.startswith("h") and element.words:
                    yield _Heading(path, int(element.tag[1]), element.words)


def _title_of(child) -> str:
    if isinstance(child.block, blocks.StructBlock) and not isinstance(child.block, ImageBlock):
        return child.value.get("title") or ""
    return child.value if child.block_type == "heading" else ""


def _of_levels(headings: Iterable[_Heading]) -> Iterator[Fault]:
    """The page's title is of level 1; each heading is at most one level below the one before."""
    level = 1
    for heading in headings:
        if heading.level > level + 1:
            missing = "un bloc « Intertitre »" if level == 1 else f"un titre de niveau {level + 1}"
            told = f"« {heading.words} » est un titre de niveau {heading.level} : il manque {missing} au-dessus."
            yield Fault(heading.path, told)
        level = heading.level


def _of_company(children: list) -> Iterator[Fault]:
    """Some blocks are one a page: two calls to action call nobody."""
    seen = Counter()
    for place, child in enumerate(children):
        seen[child.block_type] += 1
        if seen[child.block_type] == 2 and getattr(child.block.meta, "is_alone", False):
            yield Fault((place,), f"Un seul bloc « {child.block.label} » par page : retirez celui-ci.")
