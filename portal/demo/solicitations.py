"""Records the impact assessment of a demonstration tenant that takes solicitations in, and opens them once."""

import datetime

from extranet.solicitations import setting_up
from extranet.solicitations.models import ImpactAssessment
from portal.demo.content.solicitations import ASSESSMENTS
from portal.design.typography import french
from portal.tenancy.models import Tenant
from portal.tenancy.reviewed import months_after


def load_assessment(tenant: Tenant, today: datetime.date) -> None:
    """Record it, unless its staff did; inside its context. What they switched since stays as it is."""
    said = ASSESSMENTS.get(tenant.slug)
    if said is None or setting_up.assessment_of(tenant):
        return
    carried_out_on = today - datetime.timedelta(days=said["days_ago"])
    texts = {name: french(said[name]) for name in ("carried_out_by", "reference", "controller")}
    setting_up.record(
        ImpactAssessment(
            carried_out_on=carried_out_on, review_on=months_after(carried_out_on, 36),
            legal_basis=said["legal_basis"], retention_months=said["retention_months"], **texts,
        ),
        by=None,
    )  # fmt: skip
    setting_up.switch_on(tenant, by=None)
