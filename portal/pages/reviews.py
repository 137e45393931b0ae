"""What is to be read again, of any app: who is asked, what waits for them, and « relu, rien à changer ».

An app says so at start: ``reviewed(Figure, label="Chiffres clés", title_field="title", edit_url_name="figure:edit",
roles=KEEPERS)``. Its model has a date ``review_on``: portal.tenancy.reviewed.Reviewed brings it.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import CharField, Count, DateTimeField, Min, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from portal.design.templatetags.design import spoken_list
from portal.design.typography import french
from portal.notifications.attention import Item
from portal.tenancy.models import Membership, Role
from portal.tenancy.reviewed import MONTHS, Reviewed, months_after

__all__ = ["Reviewed", "reviewed", "waiting_rows"]

WAITS = "relire"
"""How the rows of ``waiting_rows`` are called among those of other apps."""
SOON = datetime.timedelta(days=30)

Own = Callable[[Membership], QuerySet | None]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """``roles`` are asked about every row; of the others, ``own`` tells the rows, None where it is not their matter."""

    model: type[models.Model]
    label: str
    title_field: str
    edit_url_name: str
    roles: frozenset[Role]
    own: Own | None = None

    @property
    def code(self) -> str:
        return self.model._meta.model_name

    def of(self, membership: Membership | None) -> QuerySet | None:
        """Return the rows that this member is asked about (None: the operator, about all); None for who is not."""
        if membership is None or membership.has_role(*self.roles):
            return self.model._default_manager.all()
        return self.own(membership) if self.own else None

    def counted(self, count: int) -> str:
        """Return « 1 chiffre clé » or « 3 chiffres clés »."""
        names = self.model._meta
        return f"{count} {names.verbose_name if count == 1 else names.verbose_name_plural}"


@dataclass(frozen=True)
class Section:
    """What the list shows of one kind."""

    kind: Kind
    rows: list[models.Model]


KINDS: dict[str, Kind] = {}


def reviewed(
    model: type[models.Model], *, label: str, title_field: str, edit_url_name: str, roles, own: Own | None = None
) -> None:
    """Have the rows of ``model`` read again. Raises ValueError when another model has its name."""
    kind = Kind(
        model=model, label=label, title_field=title_field, edit_url_name=edit_url_name, roles=frozenset(roles), own=own
    )
    if KINDS.setdefault(kind.code, kind).model is not model:
        raise ValueError(f"Two kinds of what is read again are named « {kind.code} ».")


def kinds_of(membership: Membership | None) -> list[tuple[Kind, QuerySet]]:
    """Return each kind that this member is asked about, and its rows; asks nothing of the database."""
    found = [(kind, kind.of(membership)) for kind in KINDS.values()]
    return sorted(((kind, rows) for kind, rows in found if rows is not None), key=lambda pair: pair[0].label)


def sections_for(membership: Membership | None, day: datetime.date) -> list[Section]:
    """Return what is to be read again by ``day`` and soon after, kind by kind; one query a kind."""
    return [
        Section(kind, list(rows.filter(review_on__lte=day + SOON).order_by("review_on", kind.title_field, "pk")))
        for kind, rows in kinds_of(membership)
    ]


@transaction.atomic
def reread(kind: Kind, row: models.Model, *, by) -> datetime.date:
    """Write that nothing was to be changed, and return when it is to be read again: a period from today."""
    row.review_on = months_after(timezone.localdate(), getattr(row, "review_months", MONTHS))
    row.save(update_fields=["review_on"])
    log(row, "pages.reread", user=by, title=str(getattr(row, kind.title_field)))
    return row.review_on


def waiting_rows(membership: Membership) -> QuerySet | None:
    """Return ``(kind, key, title, at)`` for each kind of which this member has something overdue; None without a right.

    ``key`` is the code of the kind, ``title`` how many there are, ``at`` since when. Ready for a union,
    which is to be followed by ``order_by()``.
    """
    today = timezone.localdate()
    rows = [_overdue(kind, rows, today) for kind, rows in kinds_of(membership)] if membership.opens_back_office else []
    return rows[0].union(*rows[1:], all=True).order_by() if rows else None


def _overdue(kind: Kind, rows: QuerySet, today: datetime.date) -> QuerySet:
    """Count in one row, or none."""
    return (
        rows.filter(review_on__lte=today)
        .order_by()
        .annotate(kind=Value(WAITS, CharField()), key=Value(kind.code, CharField()))
        .values("kind", "key")
        .annotate(title=Cast(Count("pk"), CharField()), at=Cast(Min("review_on"), DateTimeField()))
        .filter(at__isnull=False)  # there is always a row, of nothing too
        .values_list("kind", "key", "title", "at")
    )


def item_of(key: str, title: str, at: datetime.datetime) -> Item:
    """Return the line that a row of ``waiting_rows`` becomes: « 3 chiffres clés à relire »."""
    words = french(f"{KINDS[key].counted(int(title))} à relire")
    return Item(
        title=words, url=f"{reverse('reviews:index')}#{key}-section", at=at, detail="La date de relecture est passée."
    )


def sum_of(rows: list[tuple[str, str, str, datetime.datetime]]) -> tuple[int, str]:
    """Return how many are overdue in all, and of what: « 2 chiffres clés et 1 plateforme »."""
    counts = {key: int(count) for _, key, count, _ in rows}
    return sum(counts.values()), spoken_list(KINDS[key].counted(count) for key, count in counts.items())
