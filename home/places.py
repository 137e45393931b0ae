"""A question to the search that is a place: the finder's answer stands above the results."""

from django.db.models import Q

from portal.search.engine import Answer
from portal.territories import finder
from portal.territories.finder import Outcome
from portal.territories.models import PlaceName
from portal.territories.question import read

SURE = frozenset({Outcome.PLATFORM, Outcome.CHOICE, Outcome.OTHER_BODY})

TOWN = 5_000  # people


def place_asked(answer: Answer, *, tenant_id: int) -> finder.Answer | None:
    """Return what the finder answers to the question, if it is surely a place: a name, old or new, or a postal code.

    A place elsewhere in France is one only if nothing of the portal holds the words, and if it is a town: « Plan » is
    a commune, too.
    """
    question = read(answer.question)
    if not question.code and not _is_a_name(question.name):
        return None
    found = finder.find(answer.question, tenant_id=tenant_id)
    if found.outcome is Outcome.OUTSIDE:
        return found if question.code or (not answer.is_answered and _is_a_town(found)) else None
    return found if found.outcome in SURE else None


def _is_a_town(found: finder.Answer) -> bool:
    return any((place.commune.population or 0) >= TOWN for place in found.places)


def _is_a_name(words: str) -> bool:
    return bool(words) and PlaceName.objects.filter(Q(normalised=words) | Q(bare=words)).exists()
