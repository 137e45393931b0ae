"""Tags and filters of every template (a builtin library: no ``{% load %}``)."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.template import defaultfilters
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.design.typography import NBSP, french, french_date

register = template.Library()

ICONS = Path(__file__).resolve().parents[1] / "icons"


@cache
def _drawing(name: str) -> str:
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8").strip()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return the drawing ``portal/design/icons/<name>.svg`` inline; always beside words, so hidden from readers."""
    return mark_safe(  # noqa: S308 – our own files
        f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{_drawing(name)}</svg>'
    )


@register.filter
def mail(address: str) -> SafeString | str:
    """Show an address that people read and harvesters do not: js/mail.js makes it a link.

    Where scripts run the stylesheet writes « @ » from the first moment, so that the link takes the place that was laid
    out.
    """
    local, at, domain = (address or "").rpartition("@")
    if not at:
        return ""
    said = mark_safe('<span class="mail__said"> <span class="mail__at">[arobase]</span> </span>')
    return format_html(
        '<span class="mail" data-mail>{}<wbr><span class="mail__sign"></span>{}{}</span>', local, said, domain
    )


ADDRESS = re.compile(r"([^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+\.[^\s@<>()\[\],;:.]{2,})")


@register.filter
def mails_in(text: str) -> SafeString:
    """Show a text; each address in it as ``mail`` shows one."""
    parts = ADDRESS.split(text or "")
    return format_html_join("", "{}", ((mail(part) if n % 2 else part,) for n, part in enumerate(parts)))


@register.filter
def no_mails(text: str) -> str:
    """Leave the addresses out of a text: for what programs read, harvesters among them."""
    return ADDRESS.sub("", text or "").strip()


@register.filter
def nbsp(text: str) -> str:
    """Keep French signs with their words. What was safe stays safe: only spaces change."""
    if hasattr(text, "__html__"):
        return mark_safe(french(text.__html__()))  # noqa: S308
    return french(str(text))


@register.filter(expects_localtime=True, is_safe=False)
def date(value, form: str | None = None) -> str:
    """Django’s filter, in French to the letter: « 1er juin 2026 à 8 h 30 »."""
    return french_date(defaultfilters.date(value, form))


@register.filter
def capital(text: str) -> str:
    """Return the text with its first letter as a capital, the others untouched."""
    return str(text)[:1].upper() + str(text)[1:]


@register.filter
def spoken_list(items) -> str:
    """Return « Lens, Liévin et Avion »."""
    *first, last = [str(item) for item in items] or [""]
    return f"{', '.join(first)} et {last}" if first else last


# What could end a script, or begin another, as JSON writes it: the signs of django.utils.html.json_script.
ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def linked_data(data: dict) -> SafeString:
    """Return data for search engines, as a script that no browser runs."""
    written = json.dumps(data, ensure_ascii=False).translate(ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308 – escaped above


# French elision and contraction -------------------------------------------------------------------------

VOWELS = "aàâeéèêëiîïoôuùûüyœæ"


@register.filter
def of(name: str) -> str:
    """Put « de » before a commune's name: « d’Arras », « de Lens », « du Touquet », « des Attaques »."""
    return _with("de", {"Le ": "du ", "Les ": "des "}, str(name), f"d’{name}" if name[:1].lower() in VOWELS else "")


@register.filter
def at(name: str) -> str:
    """Put « à » before a commune's name: « à Lens », « au Touquet », « aux Attaques »."""
    return _with("à", {"Le ": "au ", "Les ": "aux "}, str(name))


def _with(word: str, contracted: dict[str, str], name: str, elided: str = "") -> str:
    for article, short in contracted.items():
        if name.startswith(article):
            return short + name.removeprefix(article)
    return elided or f"{word} {name}"


EPCI = {
    "CA ": "la communauté d’agglomération ",
    "CC ": "la communauté de communes ",
    "CU ": "la communauté urbaine ",
    "Eurométropole ": "l’eurométropole ",
    "Métropole ": "la métropole ",
    "métropole ": "la métropole ",
    "Communauté ": "la communauté ",
}


@register.filter
def full_name(intercommunality) -> str:
    """Return « la communauté d’agglomération de Lens - Liévin » for « CA de Lens - Liévin »."""
    name = intercommunality.name.replace("'", "’").replace(" - ", f"{NBSP}- ")
    for start, words in EPCI.items():
        if name.startswith(start):
            return words + name.removeprefix(start)
    return f"l’intercommunalité «{NBSP}{name}{NBSP}»"


# Figures and maps ----------------------------------------------------------------------------------------


@register.simple_tag
def bar_widths(value: str, compared: str) -> dict[str, str] | None:
    """Return the widths, in percent, of two bars that compare « 19,3 » with « 14,1 »; None when not numbers."""
    try:
        here, there = (float(re.sub(r"[\s\u202f]", "", str(number)).replace(",", ".")) for number in (value, compared))
    except ValueError:
        return None
    most = max(here, there)
    if most <= 0 or min(here, there) < 0:
        return None
    return {"here": f"{100 * here / most:.0f}%", "there": f"{100 * there / most:.0f}%"}


LONG_LABEL = 14
LABEL_SIZE, LETTER = 23, 0.56
"""On a telephone: height of a label in the map's units (a map is about 600 wide), mean width of a letter in ems."""


@register.filter
def label_lines(name: str) -> list[str]:
    """Break a name of the map in short lines, after a hyphen or at a space: « Sud-Arrageois- », « Ternois »."""
    lines = [""]
    for word in re.findall(r"[^-\s]+-?\s*", name):
        if lines[-1] and len(lines[-1] + word.rstrip()) > LONG_LABEL:
            lines.append("")
        lines[-1] += word
    return [line.rstrip() for line in lines]


@dataclass(frozen=True)
class Territory:
    """One shape of a map, as the template draws it."""

    shape: Any
    lines: list[str]
    tone: int
    is_active: bool
    is_roomy: bool
    """Its label would cover another one on a telephone, and gives way there."""


@register.simple_tag
def territories_of(shapes, active="") -> list[Territory]:
    """Return the shapes in the order of drawing: the active ones (slugs, or words in one string) last, on top."""
    active = active.split() if isinstance(active, str) else list(active or [])
    rows, boxes = [], []
    for tone, shape in sorted(enumerate(shapes), key=lambda row: row[1].slug not in active):
        lines = label_lines(shape.name)
        box = _label_box(shape, lines)
        is_roomy = any(_overlap(box, other) for other in boxes)
        if not is_roomy:
            boxes.append(box)
        rows.append(Territory(shape, lines, tone % 3 + 1, shape.slug in active, is_roomy))
    return rows[::-1]


def _label_box(shape, lines: list[str]) -> tuple[float, float, float, float]:
    half = max(map(len, lines)) * LABEL_SIZE * LETTER / 2
    top = shape.label_y - LABEL_SIZE
    return shape.label_x - half, top, shape.label_x + half, top + len(lines) * LABEL_SIZE


def _overlap(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


# Forms ---------------------------------------------------------------------------------------------------

KINDS = {
    "checkbox": "check",
    "radio": "choices",
    "radioselect": "choices",
    "checkboxselectmultiple": "choices",
}


@register.inclusion_tag("components/field.html")
def field(bound_field, label: str = "", hint: str | None = None, *, is_one_way: bool = False) -> dict:
    """Render a form's field: label, hint (the field's help text; "" for none), error, each tied to the control.

    ``is_one_way``: it may stay empty when another one is filled in, so « facultatif » would mislead.
    """
    widget = bound_field.field.widget
    kind = KINDS.get(widget.__class__.__name__.lower()) or KINDS.get(getattr(widget, "input_type", ""), "text")
    hint = bound_field.help_text if hint is None else hint
    name = bound_field.auto_id or bound_field.html_name
    hint_id, error_id = f"{name}-aide" if hint else "", f"{name}-erreur" if bound_field.errors else ""
    described_by = " ".join(filter(None, (error_id, hint_id)))
    attrs = {"class": f"field__input {widget.attrs.get('class', '')}".strip()} if kind != "choices" else {}
    if kind != "choices" and described_by:
        attrs["aria-describedby"] = described_by
    if not hint:
        bound_field.help_text = ""  # or Django would name it beside the control
    attrs["placeholder"] = False  # the label says it, and stays
    if bound_field.errors:
        attrs["aria-invalid"] = "true"
    return {
        "field": bound_field,
        "control": bound_field.as_widget(attrs=attrs),
        "label": label or bound_field.label,
        "hint": hint,
        "hint_id": hint_id,
        "error_id": error_id,
        "described_by": described_by,
        "kind": kind,
        "is_optional": not bound_field.field.required and kind == "text" and not is_one_way,
    }


@register.simple_tag(takes_context=True)
def page_address(context, number: int, key: str) -> str:
    """Return the query of another page of a list; what was asked stays as it is."""
    query = context["request"].GET.copy()
    query[key] = number
    return f"?{query.urlencode()}"


@register.filter
def is_current(url: str, path: str) -> bool:
    """Say whether the page at ``path`` is the one at ``url`` or below it; the home page is only itself."""
    return path == url or (url != "/" and path.startswith(url))


@register.filter
def digits(phone: str) -> str:
    """Return a number as a ``tel:`` link takes it: digits, and a leading + if there is one."""
    return re.sub(r"[^\d+]", "", phone or "")
