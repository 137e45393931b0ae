"""Every address of a resolver, as a format and the names of its arguments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver
from django.utils.regex_helper import normalize

from portal.tenancy.scoping import TenantModel

ARGUMENT = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Address:
    """``name`` is namespaced; a nameless address is called by its format.

    ``model``: the tenant's model that a viewset serves.
    """

    name: str
    format: str
    arguments: tuple[str, ...]
    model: type[TenantModel] | None = None

    def url(self, values: dict[str, Any]) -> str:
        return "/" + self.format % values


def addresses_of(urlconf: str) -> list[Address]:
    """Return each address once, the first that answers when two are written alike."""
    found = {}
    for address in _walk(get_resolver(urlconf), "", ()):
        found.setdefault(address.format, address)
    return list(found.values())


def _walk(resolver, prefix: str, namespaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        for part, _ in normalize(pattern.pattern.regex.pattern):
            written = prefix + part.replace("\\-", "-")
            if isinstance(pattern, URLPattern):
                name = ":".join([*namespaces, pattern.name or written])
                yield Address(name, written, tuple(ARGUMENT.findall(written)), _model_of(pattern.callback))
            else:
                inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
                yield from _walk(pattern, written, inner)


def _model_of(callback) -> type[TenantModel] | None:
    model = (getattr(callback, "view_initkwargs", None) or {}).get("model")
    return model if isinstance(model, type) and issubclass(model, TenantModel) else None
