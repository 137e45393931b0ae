"""What each role may do, as data: the apps declare it at start, the tenants' groups follow it.

A capability is written once, with the roles that have it and the permissions it stands for. From here come the
groups (portal.tenancy.roles), the table that staff read in the back-office, and the one in the README.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import ImproperlyConfigured

from portal.tenancy.models import Role

DESCRIPTIONS = {
    Role.ADMINISTRATION: "Tout ce qui est de la collectivité, et l’équipe elle-même.",
    Role.COORDINATION: "Tient les contacts et la couverture des plateformes que l’on coordonne ou supplée, et répond à "
    "leurs demandes d’accès ; écrit des pages sans les publier.",
    Role.COMMUNICATION: "Publie les pages, tient les médias, les services et les contacts de toutes les plateformes.",
    Role.REDACTION: "Écrit des pages et les propose à la relecture ; ne publie pas.",
    Role.TRAINER: "N’ouvre pas l’administration ; ses propres sessions lui seront ouvertes.",
    Role.ELECTED: "N’ouvre pas l’administration ; les chiffres lui seront ouverts, jamais les dossiers.",
}
"""Each role in one sentence, for whoever gives it."""


@dataclass(frozen=True, kw_only=True)
class Capability:
    """Something that some roles may do.

    ``label`` says it as a person would, under the heading ``area``. It stands for ``permissions``
    ("app.codename"), permissions ``on_pages`` (on the home page and all below) and ``on_media`` (on the
    tenant's root collection). Code that asks for one by name asks ``user.has_perm("app.codename")``.
    """

    code: str
    area: str
    label: str
    roles: frozenset[Role]
    permissions: tuple[str, ...] = ()
    on_pages: tuple[str, ...] = ()
    on_media: tuple[str, ...] = ()


_declared: dict[str, Capability] = {}


def declare(*capabilities: Capability) -> None:
    """Add capabilities to those of the portal. Raises ImproperlyConfigured when a code is already taken."""
    for capability in capabilities:
        if _declared.setdefault(capability.code, capability) != capability:
            raise ImproperlyConfigured(f"Two capabilities are called « {capability.code} ».")


def capabilities() -> list[Capability]:
    """Return all of them, area by area, in the order in which the apps declared them."""
    areas = list(dict.fromkeys(capability.area for capability in _declared.values()))
    return sorted(_declared.values(), key=lambda capability: areas.index(capability.area))


def model_permissions(model: str, *actions: str) -> tuple[str, ...]:
    """Return ``("home.add_service", "home.change_service")`` for ``("home.service", "add", "change")``."""
    app, name = model.split(".")
    return tuple(f"{app}.{action}_{name}" for action in actions)


@dataclass(frozen=True)
class Row:
    """A line of the matrix: a capability, and whether each role (in the order of Role) has it."""

    label: str
    cells: list[tuple[Role, bool]]


def matrix() -> list[tuple[str, list[Row]]]:
    """Return role × capability, area by area."""
    return [
        (area, [Row(each.label, [(role, role in each.roles) for role in Role]) for each in members])
        for area, members in groupby(capabilities(), key=lambda capability: capability.area)
    ]


def matrix_as_markdown() -> str:
    """Return the table of the README."""
    return "\n".join(_lines(["qui peut…", *(role.label for role in Role)], _markdown_rows()))


def _markdown_rows() -> Iterable[list[str]]:
    for area, rows in matrix():
        for row in rows:
            yield [f"{area} : {row.label}", *("oui" if has else "–" for _, has in row.cells)]


def _lines(head: list[str], rows: Iterable[list[str]]) -> Iterable[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
