from portal.territories.models.coverage import Coordination, CoverageException, CoverageRule
from portal.territories.models.geography import Cedex, Commune, Departement, Intercommunality, PlaceName
from portal.territories.models.platforms import OtherBody, Platform

__all__ = [
    "Cedex",
    "Commune",
    "Coordination",
    "CoverageException",
    "CoverageRule",
    "Departement",
    "Intercommunality",
    "OtherBody",
    "PlaceName",
    "Platform",
]
