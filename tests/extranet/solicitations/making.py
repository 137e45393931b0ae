"""Solicitations of these tests: the partner is diane, the platform that of alice (Lens-Hénin)."""

import datetime

from django.utils import timezone

from extranet.solicitations import services
from extranet.solicitations.models import Solicitation
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
from portal.tenancy.models import Membership, Module
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


def study(solicitation: Solicitation) -> Solicitation:
    return services.study(solicitation, by=member_of("alice"))


def open_module(tenant) -> None:
    tenant.modules = [*tenant.modules, Module.SOLICITATIONS]
    tenant.save(update_fields=["modules"])
