"""Solicitations of these tests: the partner is diane, the platform that of alice (Lens-Hénin)."""

import datetime

from django.utils import timezone

from extranet.solicitations import services, setting_up
from extranet.solicitations.models import ImpactAssessment, Solicitation
from extranet.solicitations.models.lists import (
    Age,
    Difficulty,
    Hope,
    Household,
    InformedHow,
    Situation,
    Tried,
    Urgency,
)
from portal.tenancy.models import Membership, Tenant
from portal.territories.models import Commune, Platform
from tests.portal.documents.making import member as member_of

LENS = "62498"


def today() -> datetime.date:
    return timezone.localdate()


def fields(**others) -> dict:
    """What a whole request says."""
    said = {
        "household": Household.PARENT, "ages": [Age.ADULT, Age.CHILD], "situation": Situation.GUEST,
        "difficulties": [Difficulty.ACCESS], "tried": [Tried.SIAO], "tried_text": "Deux refus en commission.",
        "hoped": Hope.SUPPORT, "hoped_text": "", "urgency": Urgency.MONTH, "informed_on": today(),
        "informed_how": InformedHow.NOTICE,
    }  # fmt: skip
    return said | others


def draft(by: Membership, *, commune: str = LENS, platform: str = "lens-henin", **others) -> Solicitation:
    row = Solicitation(
        asked_by=by, commune=Commune.objects.get(code=commune), platform=Platform.objects.get(slug=platform),
        **fields(**others),
    )  # fmt: skip
    return services.save_draft(row)


def send(solicitation: Solicitation) -> Solicitation:
    return services.send(solicitation, by=solicitation.asked_by)


def record_assessment(tenant: Tenant) -> ImpactAssessment:
    """What an authority decides before the module may be on."""
    return setting_up.record(
        ImpactAssessment(
            tenant=tenant, carried_out_on=today(), carried_out_by="DPO", reference="A1", controller=tenant.name,
            legal_basis="mission",
        ),
        by=None,
    )  # fmt: skip


def open_module(tenant: Tenant) -> None:
    """Switch solicitations on, with the assessment that they open with."""
    if setting_up.assessment_of(tenant) is None:
        record_assessment(tenant)
    setting_up.switch_on(tenant, by=None)
    tenant.refresh_from_db()


def study(solicitation: Solicitation) -> Solicitation:
    return services.study(solicitation, by=member_of("alice"))
