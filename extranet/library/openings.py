"""« Qui a ouvert, qui n’a pas ouvert »: the members a document is for, and the last version each has opened."""

import datetime
from dataclasses import dataclass

from django.db.models import OuterRef, StringAgg, Subquery, Value

from portal.documents.models import Document
from portal.organisations.models import Affiliation
from portal.tenancy.models import Membership


@dataclass(frozen=True)
class Opening:
    """``number`` is the last version this member opened, None for none; ``last_at`` when."""

    name: str
    organisation: str
    number: int | None
    last_at: datetime.datetime | None
    has_opened: bool


def openings_of(document: Document) -> list[Opening]:
    """Return a row for each member the document is for, by name. Three queries."""
    current = document.current
    readings = {
        reading.membership_id: reading for reading in document.readings.select_related("version").order_by("pk")
    }
    members = _with_organisations(document.audience.members()).select_related("user")
    rows = [_row(member, readings.get(member.pk), current) for member in members.order_by("pk")]
    return sorted(rows, key=lambda row: row.name.casefold())


def _row(member: Membership, reading, current) -> Opening:
    return Opening(
        name=str(member.user),
        organisation=member.organisations or "",
        number=reading.version.number if reading else None,
        last_at=reading.last_at if reading else None,
        has_opened=bool(reading and current and reading.version.number >= current.number),
    )


def _with_organisations(members):
    names = (
        Affiliation.objects.current()
        .filter(membership=OuterRef("pk"))
        .order_by()
        .values("membership")
        .annotate(names=StringAgg("organisation__name", Value(", "), order_by="organisation__name"))
    )
    return members.annotate(organisations=Subquery(names.values("names")))
