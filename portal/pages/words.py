"""The words of a page, cut to what a list or a search engine shows."""

import re

LONGEST = 200
"""Signs of a description: search engines show about 160, and cut by themselves."""
SPACES = re.compile(r"[ \t\r\n]+")


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return a text on one line, whole or up to its last whole word, with an ellipsis. No-break spaces stay."""
    line = SPACES.sub(" ", text).strip()
    if len(line) <= longest:
        return line
    return f"{line[: longest + 1].rpartition(' ')[0].rstrip(' ,;:.–') or line[:longest]}…"


def first_words(stream) -> str:
    """Return the beginning of a StreamField's text, or nothing."""
    return shortened(" ".join(str(words) for words in stream.stream_block.get_searchable_content(stream)))
