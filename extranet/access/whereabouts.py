"""Where somebody works, from the commune they typed: which commune, and which platform answers there."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from portal.design.templatetags.design import spoken_list
from portal.design.typography import french
from portal.territories import finder
from portal.territories.finder import Outcome
from portal.territories.models import Commune, Platform


@dataclass(frozen=True)
class Whereabouts:
    """Without a platform, nobody answers there but the administration: outside, or another body's territory."""

    commune: Commune | None = None
    platform: Platform | None = None


def locate(typed: str, *, chosen: Platform | None, tenant_id: int) -> Whereabouts:
    """Return where ``typed`` is; a platform that was ``chosen`` wins over the commune's.

    Raises ValidationError, in words that help, when it is no place or several with different answers.
    """
    answer = finder.find(typed, tenant_id=tenant_id)
    if answer.outcome is Outcome.NONE:
        raise ValidationError(french(f"Nous ne connaissons pas « {answer.query} » : écrivez une commune."))
    if answer.outcome is Outcome.SUGGEST:
        names = [place.commune.name for place in answer.places[:4]]
        raise ValidationError(
            french(f"Nous ne connaissons pas « {answer.query} ». Vouliez-vous dire : {', '.join(names)} ?")
        )
    places = [place for place in answer.places if chosen is None or place.platform == chosen]
    if answer.outcome is Outcome.CHOICE and chosen is None:
        raise ValidationError(_choice(answer))
    commune = places[0].commune if len(places) == 1 else None
    return Whereabouts(commune, chosen or next(iter(answer.platforms), None))


def _choice(answer: finder.Answer) -> str:
    platforms = [platform.name for platform in answer.platforms]
    return french(
        f"« {answer.query} » désigne plusieurs communes, qui ne relèvent pas de la même plateforme"
        f" ({spoken_list(platforms)}). Écrivez la commune en entier, ou choisissez la plateforme."
    )
