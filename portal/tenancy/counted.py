"""What some kept pages show that moves too often to refresh a whole tenant for it: the seats of a session.

An app says below which path its pages show it, and how the database tells one state of it from another. The request of
such a page has that read in the one query that finds its tenant, and the key of the kept page holds it: nobody writes
anything more when a seat is taken, and nobody waits for anybody.
"""

from django.db.models import Value
from django.db.models.expressions import BaseExpression

_marks: dict[str, BaseExpression] = {}


def count_below(path: str, mark: BaseExpression) -> None:
    """Have ``mark`` read at each request below ``path`` (« /formations/ »): an expression on a TenantDomain, a text.

    It is to be another after each change of what is counted, and never again what it was.
    """
    _marks[path] = mark


def mark_for(path: str) -> BaseExpression:
    """Return what is read anew for this path: nothing for most."""
    return next((mark for below, mark in _marks.items() if path.startswith(below)), Value(""))
