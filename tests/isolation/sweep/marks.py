"""The words that betray a tenant. No request ever carries the canary, so that an answer with it is no echo."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Marks:
    """``canary`` stands in every text; ``probe`` too, and may be searched for or be part of an address.

    Both are single lower-case words, safe in a slug, a host name, a URL, a JSON string and a search index.
    """

    canary: str
    probe: str
    host: str

    @property
    def text(self) -> str:
        return f"{self.canary} {self.probe}"


MARKS = {
    "pas-de-calais": Marks("canaripdc5b2e", "sondepdc", "pas-de-calais.localhost"),
    "casa": Marks("canaricasa7f3a", "sondecasa", "casa.localhost"),
}
