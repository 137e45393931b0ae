"""What the sheet of a committee says of a solicitation: choices of closed lists, and nothing that anybody wrote."""

from extranet.solicitations.models import Solicitation
from extranet.solicitations.models.lists import Age, Difficulty


def facts(solicitation: Solicitation) -> list[tuple[str, str]]:
    """Return (name, words). Not the commune, nor who asked, nor when, which would say who the household is."""
    said = [
        ("Plateforme", solicitation.platform.name), ("État", solicitation.get_state_display()),
        ("Urgence", solicitation.get_urgency_display()), ("Ménage", solicitation.get_household_display()),
        ("Âges", _listed(Age, solicitation.ages)), ("Situation", solicitation.get_situation_display()),
        ("Difficultés", _listed(Difficulty, solicitation.difficulties)),
    ]  # fmt: skip
    if solicitation.eviction_stage:
        said.append(("Procédure d’expulsion", solicitation.get_eviction_stage_display()))
    return [(name, words[:1].upper() + words[1:]) for name, words in said]


def _listed(choices, values: list[str]) -> str:
    """In the order of the list, whichever was ticked first."""
    return ", ".join(choice.label for choice in choices if choice in values)
