"""How a screen of ours is drawn in the back-office: its trail, its forms, what is asked to be confirmed.

For the agenda, and for what else is kept in the same way.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.forms import Media
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.design.typography import french

CONFIRMED, CORRECT = "confirmed", "correct"


def form_screen(view):
    """A screen that is read, then sent."""
    return require_http_methods(["GET", "HEAD", "POST"])(view)


def is_sent(request) -> bool:
    """Say whether the form is to be acted on: somebody who goes back to correct it only reads it again."""
    return request.method == "POST" and CORRECT not in request.POST


def draw(
    request, template: str, title: str, trail: Iterable[tuple[str, str]], *, icon: str, forms: Iterable = (), **context
):
    """Draw a screen below ``trail``: pairs of an address and a name, "" being the screen itself."""
    forms = list(forms)
    steps = [(reverse("wagtailadmin_home"), "Accueil"), *trail]
    shared = {
        "header_title": title, "page_title": title, "header_icon": icon,
        "breadcrumbs_items": [{"url": url, "label": label} for url, label in steps],
        "faulty": [form for form in forms if form.errors], "media": sum((form.media for form in forms), start=Media()),
    }  # fmt: skip
    return render(request, template, shared | context, status=422 if shared["faulty"] else 200)


@dataclass
class Foreseen:
    """What is about to happen, in words: one sentence a line, then what it touches, one by one."""

    lines: list[str] = field(default_factory=list)
    groups: list[tuple[str, list[str]]] = field(default_factory=list)

    def say(self, line: str) -> None:
        self.lines.append(french(line))

    def name(self, title: str, rows: Iterable[str]) -> None:
        if rows := [french(row) for row in rows]:
            self.groups.append((french(title), rows))

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr((self.lines, self.groups)).encode()).hexdigest()[:32]


def is_confirmed(request, foreseen: Foreseen) -> bool:
    """Say whether exactly this was read and agreed to: if somebody signed up since, it is asked again."""
    return request.POST.get(CONFIRMED) == foreseen.digest


def to_confirm(request, foreseen: Foreseen, *, label: str, is_loss: bool = True) -> dict:
    """Return what ``events/admin/confirm.html`` shows; what was typed goes with it, to be sent again or corrected."""
    typed = [(name, value) for name, values in request.POST.lists() for value in values
             if name not in {"csrfmiddlewaretoken", CONFIRMED, CORRECT}]  # fmt: skip
    has_changed = CONFIRMED in request.POST
    return {"foreseen": foreseen, "typed": typed, "label": label, "has_changed": has_changed, "is_loss": is_loss}
