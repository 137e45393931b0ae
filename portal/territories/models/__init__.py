from portal.territories.models.coordination import Absence, Coordination, people_who_may_answer, who_answers
from portal.territories.models.coverage import CoverageException, CoverageRule
from portal.territories.models.geography import Cedex, Commune, Departement, Intercommunality, PlaceName
from portal.territories.models.platforms import OtherBody, Platform
from portal.territories.models.renewal import Renewal, ToCheck

__all__ = [
    "Absence",
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
    "Renewal",
    "ToCheck",
    "people_who_may_answer",
    "who_answers",
]
