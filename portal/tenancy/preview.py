"""Six colours seen before they are kept: real components in both themes, and what can be read of each pair."""

import json
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from portal.design import tokens
from portal.design.gallery import MAP
from portal.tenancy.palette import HEX, PAIRS, TOKENS, decimal, palette_of
from portal.tenancy.permissions import CHANGE_IDENTITY

THEMES = {"light": "clair", "dark": "sombre"}
NAMES = tuple(name.replace("_", "-") for name in TOKENS)


def asked_colours(asked, tenant) -> dict[str, str]:
    """Return the six that are asked for; what is not written as a colour is the tenant's own."""
    asked = {name: str(asked.get(name) or "").strip().lower() for name in TOKENS}
    return {name: value if HEX.fullmatch(value) else getattr(tenant, name) for name, value in asked.items()}


def panel(asked, tenant) -> dict:
    """Return what the screen shows beside its form: an address a theme, and the ratio of each pair in both."""
    colours = asked_colours(asked, tenant)
    palette = palette_of(colours)
    rows = []
    for pair in PAIRS:
        ratios = {scheme: pair.ratio(scheme, palette) for scheme in pair.schemes}
        cells = [
            {"scheme": scheme, "ratio": decimal(ratios[scheme]), "is_fault": ratios[scheme] < pair.least}
            if scheme in ratios
            else {"scheme": scheme, "ratio": "", "is_fault": False}
            for scheme in THEMES
        ]
        rows.append({"words": pair.words, "least": decimal(pair.least), "cells": cells})
    address = reverse("tenant_identity_preview")
    return {
        "frames": [
            {"scheme": scheme, "words": words, "url": f"{address}?{urlencode({'theme': words} | colours)}"}
            for scheme, words in THEMES.items()
        ],
        "rows": rows,
        "faults": sum(cell["is_fault"] for row in rows for cell in row["cells"]),
        "pairs_json": json.dumps(
            [{"one": pair.one, "other": pair.other, "least": pair.least, "schemes": pair.schemes} for pair in PAIRS]
        ),
    }


@require_safe
@never_cache
@xframe_options_sameorigin
@permission_required(CHANGE_IDENTITY, raise_exception=True)
def page(request):
    """A page of components, for a frame of the screen, in the colours and the theme of its address."""
    colours = asked_colours(request.GET, request.tenant)
    scheme = _scheme(request)
    address = f"{reverse('tenant_identity_preview_css')}?{urlencode({'theme': THEMES[scheme]} | colours)}"
    return render(request, "tenancy/admin/identity_preview.html", {"stylesheet": address, "map": MAP, "scheme": scheme})


@require_safe
@never_cache
@permission_required(CHANGE_IDENTITY, raise_exception=True)
def stylesheet(request):
    """The tokens of one theme, whatever theme the browser has, over six colours."""
    scheme = _scheme(request)
    palette = palette_of(asked_colours(request.GET, request.tenant))
    derived = {name: value for name, value in tokens.written(scheme).items() if name not in NAMES}
    rules = "".join(f"--{name}:{value};" for name, value in (palette | derived).items())
    return HttpResponse(f":root{{color-scheme:{scheme};{rules}}}", content_type="text/css")


def _scheme(request) -> str:
    return "dark" if request.GET.get("theme") == THEMES["dark"] else "light"


urlpatterns = [
    path("identite/apercu/", page, name="tenant_identity_preview"),
    path("identite/apercu.css", stylesheet, name="tenant_identity_preview_css"),
]
