"""Reads rich text: its links, headings and paragraphs with their words, in order."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

READ = frozenset({"a", "p", "li", "h2", "h3", "h4", "h5", "h6"})
BOLD = frozenset({"b", "strong"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    words: str = ""
    has_plain_words: bool = False
    """Some of its words are not bold."""

    @property
    def leads_somewhere(self) -> bool:
        """An address of one's own, or the key of a page or document of the portal."""
        return bool((self.attributes.get("href") or "").strip("# ") or self.attributes.get("id"))

    @property
    def is_in_bold(self) -> bool:
        return bool(self.words) and not self.has_plain_words


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: list[Element] = []
        self._open: list[Element] = []
        self._bold = 0

    def handle_starttag(self, tag, attrs):
        if tag in BOLD:
            self._bold += 1
        elif tag in READ:
            element = Element(tag, dict(attrs))
            self.found.append(element)
            self._open.append(element)

    def handle_endtag(self, tag):
        if tag in BOLD:
            self._bold -= 1
        elif tag in READ:
            while self._open and self._open.pop().tag != tag:
                pass

    def handle_data(self, data):
        for element in self._open:
            element.words += data
            element.has_plain_words |= not self._bold and bool(data.strip())


def elements_of(html: str) -> list[Element]:
    """Return what rich text holds, its words without the spaces around them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for element in reader.found:
        element.words = " ".join(element.words.split())
    return reader.found
