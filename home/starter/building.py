"""Small words to write a page's blocks with."""

import uuid
from typing import Any

from portal.design.typography import french

NAMESPACE = uuid.UUID("6f0d6f1e-8a3c-4c39-9a52-6a1c86f4d0aa")


def block(kind: str, value: Any) -> dict:
    return {"type": kind, "value": value}


def text(*paragraphs: str) -> dict:
    """Paragraphs; one that begins with ``<`` is kept as the HTML it is."""
    return block("text", "".join(p if p.startswith("<") else f"<p>{p}</p>" for p in paragraphs))


def heading(words: str) -> dict:
    return block("heading", words)


def bullets(*items: str) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def titled(title: str, words: str) -> dict:
    return {"title": title, "text": words}


def callout(tone: str, title: str, words: str) -> dict:
    return block("callout", {"tone": tone, "title": title, "text": f"<p>{words}</p>"})


def finished(blocks: list[dict], seed: str) -> list[dict]:
    """Return the blocks with French spacing and, so that loading twice writes the same, stable ids."""
    return [
        {"type": b["type"], "value": typeset(b["value"]), "id": str(uuid.uuid5(NAMESPACE, f"{seed}/{i}"))}
        for i, b in enumerate(blocks)
    ]


def typeset(value: Any) -> Any:
    """Return the value with French spacing in all its words."""
    if isinstance(value, str):
        return value if value.startswith(("http", "/")) else french(value)
    if isinstance(value, list):
        return [typeset(item) for item in value]
    if isinstance(value, dict):
        return {name: typeset(item) for name, item in value.items()}
    return value
