"""On which grounds this tenant takes solicitations in, as those who use it are told: who answers, why it is lawful,
how long texts stay, whom to write to. Read with the small facts of the tenant: it costs a page no query of its own.
"""

import datetime
from dataclasses import dataclass

from extranet.solicitations.models import ImpactAssessment
from extranet.solicitations.models.assessments import LONGEST_RETENTION
from portal.tenancy.facts import declare, facts_of
from portal.tenancy.models import Tenant
from portal.tenancy.processing import Basis

ASSESSMENT, PUBLISHER = "solicitations", "publisher"
"""Our own fact, and that of the legal notice, which names the data protection officer."""

declare(
    ASSESSMENT, lambda tenant: ImpactAssessment.objects.filter(tenant=tenant),
    "carried_out_on", "carried_out_by", "reference", "controller", "legal_basis", "basis_note", "retention_months",
)  # fmt: skip


@dataclass(frozen=True)
class Grounds:
    controller: str
    basis: Basis
    note: str
    months: int
    assessed_on: datetime.date
    assessed_by: str
    reference: str
    address: str
    dpo: str
    dpo_contact: str

    @property
    def dpo_lines(self) -> list[str]:
        return [line for line in (self.dpo, *self.dpo_contact.splitlines()) if line.strip()]


def grounds_of(tenant: Tenant) -> Grounds | None:
    """Return what ``tenant`` recorded, or None while it has not."""
    rows = facts_of(tenant, ASSESSMENT)
    if not rows:
        return None
    [said], publishers = rows, facts_of(tenant, PUBLISHER)
    publisher = publishers[0] if publishers else {}
    return Grounds(
        controller=said["controller"], basis=ImpactAssessment(legal_basis=said["legal_basis"]).basis,
        note=said["basis_note"], months=said["retention_months"],
        assessed_on=datetime.date.fromisoformat(said["carried_out_on"]), assessed_by=said["carried_out_by"],
        reference=said["reference"], address=publisher.get("address", "").strip(),
        dpo=publisher.get("dpo_name", "").strip(), dpo_contact=publisher.get("dpo_contact", "").strip(),
    )  # fmt: skip


def months_of(tenant: Tenant) -> int:
    """Return for how many months texts stay: the longest that may be, where nothing is recorded."""
    grounds = grounds_of(tenant)
    return grounds.months if grounds else LONGEST_RETENTION


def basis_of(tenant: Tenant) -> Basis:
    grounds = grounds_of(tenant)
    return grounds.basis if grounds else Basis.PUBLIC_TASK
