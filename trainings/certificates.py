"""Certificates: what somebody followed, in hours, half-day by half-day, with a code that anybody may check."""

import datetime
import enum
from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from events.words import day, hours_on
from portal.design.look import Look
from portal.design.papers import print_paper
from trainings import words
from trainings.models import Certificate, HalfDay, Presence, Registration, Session
from trainings.models.presences import read_code

CORRECTED = "Les présences ont été corrigées."
FROM_A_FILE = (
    "Pas de certificat : cette présence est reprise d’un fichier, qui ne dit pas les demi-journées suivies. "
    "L’organisme de formation peut en attester."
)
PAPERS = {"certificat": "Certificat de réalisation", "attestation": "Attestation de formation"}
"""The two papers, by the name of their file: sources disagree on which one is asked for, and by whom."""


class Outcome(enum.Enum):
    """What became of somebody’s certificate."""

    SAME = enum.auto()
    ISSUED = enum.auto()
    REPLACED = enum.auto()
    REVOKED = enum.auto()


def keep_true(
    registration: Registration, session: Session, followed: Sequence[HalfDay], *, now: datetime.datetime
) -> Outcome:
    """Issue what somebody is due for the half-days they followed; revoke what says otherwise.

    Within the transaction that locked the session. Who followed none has none.
    """
    due = _written(registration, session, followed) if followed else None
    held = registration.certificates.valid().first()
    if held and due and (held.half_days, held.hours) == (due.half_days, due.hours):
        return Outcome.SAME
    if held:
        held.revoked_at, held.reason = now, CORRECTED
        held.save(update_fields=["revoked_at", "reason"])
    if due:
        due.issued_at = now
        due.save()
        return Outcome.REPLACED if held else Outcome.ISSUED
    return Outcome.REVOKED if held else Outcome.SAME


def why_none(registration: Registration) -> str:
    """Return why somebody who came has no certificate: a file said so, and not which half-days; "" for others."""
    has_come = registration.presence in (Presence.PRESENT, Presence.PARTLY)
    return FROM_A_FILE if has_come and not registration.certificates.valid().exists() else ""


def found(typed: str) -> Certificate | None:
    """Return the certificate of a code, valid or revoked: one query, whatever was typed."""
    return Certificate.objects.filter(code=read_code(typed)[:40]).first()


def paper_of(certificate: Certificate, kind: str, *, look: Look, address: str) -> bytes:
    """Print one of the two papers (PDF): what the certificate says, and the address where it is checked."""
    data = {
        "name": certificate.name, "organisation": certificate.organisation, "training": certificate.title,
        "aims": [[sort, lines] for sort, lines in words.blocks(certificate.aims)], "institute": certificate.institute,
        "hours": words.hours(certificate.hours), "from": day(certificate.starts_on), "to": day(certificate.ends_on),
        "half_days": [[each] for each in half_days_of(certificate)], "code": certificate.shown_code,
        "address": address, "authority": look.name,
    }  # fmt: skip
    title = f"{PAPERS[kind]} : {certificate.title}"
    return print_paper(f"trainings/{kind}", data, look=look, title=title, at=certificate.issued_at)


def half_days_of(certificate: Certificate) -> list[str]:
    """Return « mardi 2 mars 2027, de 9 h à 12 h 30 » for each half-day that was followed."""
    return [_said(*map(datetime.datetime.fromisoformat, each)) for each in certificate.half_days]


def _said(start: datetime.datetime, end: datetime.datetime) -> str:
    date = timezone.localdate(start)
    return f"{day(date)}, {hours_on(date, start, end)}"


def _written(registration: Registration, session: Session, followed: Sequence[HalfDay]) -> Certificate:
    training = session.training
    minutes = sum(round((each.ends_at - each.starts_at).total_seconds() / 60) for each in followed)
    return Certificate(
        registration=registration, name=str(registration.membership.user),
        organisation=registration.organisation.name if registration.organisation else "",
        title=training.title, aims=training.aims, institute=training.institute.name,
        hours=(Decimal(minutes) / 60).quantize(Decimal("0.01")),
        half_days=[[each.starts_at.isoformat(), each.ends_at.isoformat()] for each in followed],
        starts_on=timezone.localdate(followed[0].starts_at), ends_on=timezone.localdate(followed[-1].ends_at),
    )  # fmt: skip
