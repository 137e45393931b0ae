"""Identifiers in addresses, made from names."""

import re

from django.db.models import QuerySet
from django.utils.text import slugify


def apart(name: str) -> str:
    """Part elided words, which an address would run together: « plan-d-action », not « plan-daction »."""
    return re.sub("['’]", " ", name)


def free_slug(name: str, rows: QuerySet, *, otherwise: str, longest: int = 70) -> str:
    """Return an address for a thing of this name that none of ``rows`` has; it stays when the name changes.

    ``otherwise``: what is numbered where the name has no letter that an address may have.
    """
    wanted = slugify(name)[:longest] or otherwise
    taken = set(rows.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := wanted if n == 1 else f"{wanted}-{n}") not in taken)
