"""Whose it looks like: what an authority puts of itself on what leaves the portal."""

import re
from dataclasses import dataclass, fields

PLAIN_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Look:
    """How an authority's papers look: its name, its six colours (``#rrggbb``), the file of its logo."""

    name: str
    place: str = "Logement d’abord"
    brand_deep: str = "#0b3440"
    brand: str = "#0f5a6e"
    brand_soft: str = "#d3e8ec"
    brand_pale: str = "#eef6f7"
    spark: str = "#f2b33d"
    signal: str = "#b93a26"
    logo: bytes = b""

    def __post_init__(self):
        if wrong := [name for name, value in self.colours.items() if not PLAIN_COLOUR.fullmatch(value)]:
            raise ValueError(f"not written as #rrggbb: {', '.join(wrong)}")

    @property
    def colours(self) -> dict[str, str]:
        return {
            each.name: getattr(self, each.name) for each in fields(self) if each.name not in {"name", "place", "logo"}
        }
