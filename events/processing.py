"""What the calendar keeps of people."""

from events.models.sign_ups import KEPT_FOR
from portal.tenancy.models import Module
from portal.tenancy.processing import Processing, declare, in_words

declare(
    Processing(
        code="sign_ups", order=160, title="Les inscriptions à l’agenda", module=Module.CALENDAR,
        data="nom, organisation, réponse et place donnée",
        purpose="donner les places, prévenir d’un changement, préparer la rencontre et le bilan de l’année",
        recipients="l’équipe qui tient l’agenda ; les autres membres, si la rencontre montre qui vient",
        kept=f"{in_words(KEPT_FOR)} après la date",
    ),
)  # fmt: skip
