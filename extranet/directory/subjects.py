"""What members are told about circles and about their team, at the pace they choose."""

from portal.notifications.subjects import Subject, declare
from portal.organisations.models import Affiliation

ANSWERS = declare(Subject(code="cercles_reponses", label="Cercles : réponses à mes demandes, entrées et sorties"))
REQUESTS = declare(Subject(code="cercles_demandes", label="Cercles que j’anime : demandes de rejoindre"))
REVIEWS = declare(
    Subject(
        code="revues", label="Mon équipe : revue trimestrielle",
        concerns=lambda membership: Affiliation.objects.of_referent(membership).exists(),
    )
)  # fmt: skip
