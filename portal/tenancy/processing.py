"""What this portal does with personal data, as data: each app declares its own, « Données personnelles » shows it.

One entry a form or a use of data (RGPD, articles 13 and 30). Figures come from the code that keeps to them.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import ImproperlyConfigured

from portal.tenancy.models import Module, Tenant

DAYS_A_YEAR = 365


class Basis(Enum):
    """Why it is lawful (RGPD, article 6), and which rights go with it (articles 15 to 21)."""

    PUBLIC_TASK = (
        "l’exercice d’une mission d’intérêt public (RGPD, article 6, 1, e)",
        "accès, rectification, effacement, limitation, opposition",
    )
    LEGAL_DUTY = (
        "le respect d’une obligation légale (RGPD, article 6, 1, c)",
        "accès, rectification, limitation",
    )
    NO_CONSENT_NEEDED = (
        "la fourniture du service demandé : aucun accord n’est à recueillir (loi n° 78-17, article 82)",
        "effacement par les réglages du navigateur",
    )

    def __init__(self, words: str, rights: str):
        self.words, self.rights = words, rights


@dataclass(frozen=True, kw_only=True)
class Processing:
    """French, for whoever reads the page. ``kept`` and ``basis`` may depend on the tenant; ``module``: shown where
    it is on.

    ``more`` says what else should be known, a sentence each.
    """

    code: str
    order: int
    title: str
    data: str
    purpose: str
    recipients: str
    kept: str | Callable[[Tenant], str]
    basis: Basis | Callable[[Tenant], Basis] = Basis.PUBLIC_TASK
    more: tuple[str, ...] = ()
    module: Module | None = None

    def kept_by(self, tenant: Tenant) -> str:
        """Return how long this tenant keeps it."""
        return self.kept(tenant) if callable(self.kept) else self.kept

    def basis_for(self, tenant: Tenant) -> Basis:
        """Return why it is lawful here: some bases are what a tenant recorded."""
        return self.basis if isinstance(self.basis, Basis) else self.basis(tenant)


_declared: dict[str, Processing] = {}


def declare(*processings: Processing) -> None:
    """Add entries. Raises ImproperlyConfigured when a code is already taken."""
    for processing in processings:
        if _declared.setdefault(processing.code, processing) != processing:
            raise ImproperlyConfigured(f"Two uses of personal data are called « {processing.code} ».")


def processings_of(tenant: Tenant) -> list[Processing]:
    """Return what concerns this tenant: what is said of a module that is off would not be true."""
    concerned = (each for each in _declared.values() if each.module is None or tenant.has_module(each.module))
    return sorted(concerned, key=lambda each: (each.order, each.code))


def in_words(time: datetime.timedelta) -> str:
    """Return « 24 heures », « 90 jours », « 12 mois » or « 3 ans »."""
    if time < datetime.timedelta(days=2):
        return f"{time // datetime.timedelta(hours=1)} heures"
    years, rest = divmod(time.days, DAYS_A_YEAR)
    if rest:
        return f"{time.days} jours"
    return f"{years} ans" if years > 1 else "12 mois"
