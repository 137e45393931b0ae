"""A tenant's six colours: readable together, in light and in dark, or refused with a colour that is.

Contrast as in WCAG 2.2, success criteria 1.4.3 (text, 4.5:1) and 1.4.11 (controls and drawings, 3:1). What the
stylesheet derives from the six is read from the stylesheet itself (portal.design.tokens).
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from portal.design import tokens
from portal.design.typography import french

TOKENS = ("brand_deep", "brand", "brand_soft", "brand_pale", "spark", "signal")
HEX = re.compile(r"#[0-9a-f]{6}")
SCHEME_WORDS = {"light": "clair", "dark": "sombre"}
TEXT, SHAPE = 4.5, 3
GROUNDS = {
    "paper": "le fond de page",
    "surface": "les encadrés",
    "sunken": "les bandes grises",
    "tint-pale": "les fonds pâles",
}
MAP = {"map-1": "un territoire clair", "map-2": "un territoire moyen", "map-3": "un territoire foncé"}


@dataclass(frozen=True)
class Pair:
    """Two colours that the stylesheet puts together, by their tokens; ``least``: the ratio that they must have."""

    one: str
    other: str
    least: float
    words: str
    schemes: tuple[str, ...] = tokens.SCHEMES

    def drawn_from(self, scheme: str) -> set[str]:
        """Return which of the tenant's six it depends on."""
        found = tokens.drawn_from(scheme, self.one) | tokens.drawn_from(scheme, self.other)
        return {name.replace("-", "_") for name in found} & set(TOKENS)

    def ratio(self, scheme: str, palette: dict[str, str]) -> float:
        return tokens.contrast(tokens.token(self.one, scheme, palette), tokens.token(self.other, scheme, palette))


@dataclass(frozen=True)
class Fault:
    pair: Pair
    scheme: str
    ratio: float


def _on(token: str, least: float, words: str, grounds: dict[str, str]) -> list[Pair]:
    return [Pair(token, ground, least, f"{words} sur {name}") for ground, name in grounds.items()]


PAIRS = (
    Pair("on-action", "action", TEXT, "texte d’un bouton"),
    Pair("on-action", "action-hover", TEXT, "texte d’un bouton sous la souris"),
    Pair("white", "brand", TEXT, "texte blanc sur la couleur principale"),
    Pair("white", "brand-deep", 7, "texte blanc sur la couleur profonde"),
    Pair("on-panel", "panel", TEXT, "texte d’un bandeau profond"),
    Pair("on-spark", "spark", TEXT, "texte sur la couleur vive"),
    Pair("ink", "tint", 7, "texte sur la couleur douce"),
    Pair("on-ok", "ok-tint", TEXT, "texte d’une étiquette « réalisée »"),
    *_on("ink", TEXT, "texte", GROUNDS),
    *_on("ink-soft", TEXT, "texte secondaire", GROUNDS),
    *_on("action", TEXT, "liens", GROUNDS),
    *_on("urgent", TEXT, "alerte", GROUNDS),
    *_on("ink", TEXT, "nom", MAP | {"map-other": "un autre territoire"}),
    *_on("edge", SHAPE, "bord d’un champ", GROUNDS),
    *_on("focus", SHAPE, "cadre du clavier", GROUNDS | {"map-1": MAP["map-1"], "map-3": MAP["map-3"]}),
    Pair("action", "tint", SHAPE, "bord d’un choix retenu"),
    Pair("action", "map-1", SHAPE, "point sur la carte"),
    *_on("map-edge", SHAPE, "bord d’un territoire", {"paper": GROUNDS["paper"], "map-3": MAP["map-3"]}),
    # In dark the active territory's pale outline stands against the map around it; its fill against the map too.
    Pair("map-edge", "spark", SHAPE, "bord du territoire choisi, sur sa couleur", schemes=("light",)),
    Pair("spark", "panel", SHAPE, "cadre du clavier et boutons d’un bandeau profond"),
)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (1 to 21) of two colours, ``#rrggbb``."""
    return tokens.contrast(tokens.of_hex(one), tokens.of_hex(other))


def palette_of(colours: dict[str, str]) -> dict[str, str]:
    """Return the six by their names in the stylesheet."""
    return {name.replace("_", "-"): colours[name] for name in TOKENS}


def faults(colours: dict[str, str], pairs: Iterable[Pair] = PAIRS) -> Iterator[Fault]:
    """Tell which pairs cannot be read with these six colours."""
    palette = palette_of(colours)
    for pair in pairs:
        for scheme in pair.schemes:
            if (ratio := pair.ratio(scheme, palette)) < pair.least:
                yield Fault(pair, scheme, ratio)


def faults_by_colour(colours: dict[str, str]) -> dict[str, list[Fault]]:
    """Return the faults by the colour to change: of two, the one that is at fault elsewhere too, or the ground."""
    found: dict[str, list[Fault]] = {}
    for fault in sorted(faults(colours), key=lambda fault: len(fault.pair.drawn_from(fault.scheme))):
        own = fault.pair.drawn_from(fault.scheme)
        if not own:
            continue  # the stylesheet's own doing, which its tests hold
        ground = sorted(own & {name.replace("-", "_") for name in tokens.drawn_from(fault.scheme, fault.pair.other)})
        blamed = next((name for name in TOKENS if name in own and name in found), None)
        found.setdefault(blamed or (ground or sorted(own))[0], []).append(fault)
    return found


def nearby(field: str, colours: dict[str, str], *, apart_from: Iterable[str] = ()) -> str | None:
    """Return the colour nearest to ``colours[field]`` that can be read with the others, but for some; or None."""
    others = set(apart_from)
    own = [pair for pair in PAIRS if field in _six_of(pair) and not _six_of(pair) & others]
    lightness, chroma, hue = tokens.to_oklch(tokens.of_hex(colours[field]))
    tried = sorted(
        (math.hypot(step / 100 - lightness, chroma - kept), step / 100, kept)
        for step in range(101)
        for kept in (chroma, chroma * 0.8, chroma * 0.5)
    )
    for _, light, kept in tried:
        colour = tokens.as_hex(tokens.from_oklch(light, kept, hue))
        if not any(faults(colours | {field: colour}, own)):
            return colour
    return None


def clean_palette(tenant) -> None:
    """Raise ValidationError, tied to the colour at fault, when two colours cannot be read together.

    All the colours proposed go together: each is looked for with those proposed before it.
    """
    colours = {name: getattr(tenant, name) for name in TOKENS}
    if not all(HEX.fullmatch(colour) for colour in colours.values()):
        return  # its own validator says so
    errors, found = {}, faults_by_colour(colours)
    still_wrong = set(found)
    for field in sorted(found, key=TOKENS.index):
        still_wrong.discard(field)
        better = nearby(field, colours, apart_from=still_wrong)
        errors[field] = _sentence(found[field], better)
        colours[field] = better or colours[field]
    if errors:
        raise ValidationError(errors)


def _six_of(pair: Pair) -> set[str]:
    return set().union(*(pair.drawn_from(scheme) for scheme in pair.schemes))


def _sentence(found: list[Fault], better: str | None) -> str:
    worst = min(found, key=lambda fault: fault.ratio / fault.pair.least)
    words = (
        f"Contraste de {decimal(worst.ratio)} pour 1 ({worst.pair.words}, thème {SCHEME_WORDS[worst.scheme]}) : "
        f"il en faut {decimal(worst.pair.least)}."
    )
    if len(found) > 1:
        words += f" {len(found)} paires de couleurs ne se lisent pas."
    return french(f"{words} Essayez {better}." if better else words)


def decimal(number: float) -> str:
    """Return a ratio as French writes it, never rounded up to what it does not reach."""
    return f"{int(number * 10) / 10:g}".replace(".", ",")
