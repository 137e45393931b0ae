"""The mention « Accessibilité : … conforme », computed (décret n° 2019-768, article 4; déclaration, 3 years)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

FULL, PARTIAL, NONE = "totalement conforme", "partiellement conforme", "non conforme"
VALID_YEARS = 3


@dataclass(frozen=True)
class Audited:
    """What the mention needs of one audit."""

    key: int
    date: datetime.date
    rate: Decimal
    withdrawn_on: datetime.date | None = None

    def counts_on(self, day: datetime.date) -> bool:
        is_withdrawn = self.withdrawn_on is not None and self.withdrawn_on <= day
        return self.date <= day <= anniversary(self.date, VALID_YEARS) and not is_withdrawn


def anniversary(day: datetime.date, years: int) -> datetime.date:
    """Return the last day of a term in years: the same day of the month, or the month's last (CPC, article 641)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def audit_that_counts(audits: Iterable[Audited], day: datetime.date) -> Audited | None:
    """Return the latest audit made by ``day`` if it still counts then: an older one says nothing any more."""
    made = sorted((each for each in audits if each.date <= day), key=lambda each: (each.date, each.key))
    return made[-1] if made and made[-1].counts_on(day) else None


def state_of(audits: Iterable[Audited], day: datetime.date) -> str:
    """Return « totalement conforme » at 100 %, « partiellement » from 50 %, else « non », as without an audit."""
    audit = audit_that_counts(audits, day)
    if audit is None or audit.rate < 50:
        return NONE
    return FULL if audit.rate >= 100 else PARTIAL
