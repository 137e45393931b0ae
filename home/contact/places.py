"""Whom the commune of a message leads to: a platform, the general contact, or a choice that its writer makes."""

from dataclasses import dataclass
from enum import StrEnum

from portal.design.templatetags.design import capital, spoken_list
from portal.territories import finder
from portal.territories.finder import Answer, Outcome, Place
from portal.territories.models import Platform

ELSEWHERE = "autre"
"""What is chosen when none of the proposals is the right one."""
NAMED = 3  # communes named beside a platform, at most


class Reason(StrEnum):
    """Why a message goes to the general contact though a commune was given; part of the address that says so."""

    OUTSIDE = "hors-territoire"
    OTHER_BODY = "autre-organisme"
    UNKNOWN = "inconnue"
    NOT_CHOSEN = "a-preciser"


@dataclass(frozen=True)
class Whereabouts:
    """Where the message is about. ``choices``: what is left to choose from, by value; then nothing else is known."""

    platform: Platform | None = None
    commune: str = ""
    reason: Reason | None = None
    choices: tuple[tuple[str, str], ...] = ()
    is_a_guess: bool = False
    """The commune is not known as it was typed: the choices are near names."""


NOWHERE = Whereabouts()


def locate(typed: str, chosen: str, *, tenant_id: int) -> Whereabouts:
    """Return where ``typed`` is; ``chosen`` is the proposal that was picked, if it is one of today's."""
    if not typed.strip():
        return NOWHERE
    answer = finder.find(typed, tenant_id=tenant_id)
    match answer.outcome:
        case Outcome.NONE:
            return Whereabouts(commune=answer.query, reason=Reason.UNKNOWN)
        case Outcome.SUGGEST:
            return _among(answer, chosen, _near(answer), is_a_guess=True)
        case Outcome.CHOICE if answer.platforms:
            return _among(answer, chosen, _by_platform(answer))
    return _settled(answer)


def _settled(answer: Answer) -> Whereabouts:
    commune = _named(answer.places[0]) if len(answer.places) == 1 else answer.query
    if answer.platforms:
        return Whereabouts(answer.platforms[0], commune)
    return Whereabouts(commune=commune, reason=Reason.OTHER_BODY if answer.targets else Reason.OUTSIDE)


def _among(
    answer: Answer, chosen: str, found: dict[str, tuple[str, Whereabouts]], *, is_a_guess: bool = False
) -> Whereabouts:
    if chosen in found:
        return found[chosen][1]
    if chosen == ELSEWHERE:
        return Whereabouts(commune=answer.query, reason=Reason.NOT_CHOSEN)
    choices = [(value, label) for value, (label, _) in found.items()]
    none = "Aucune de celles-ci : le contact général" if is_a_guess else "Je ne sais pas : le contact général"
    return Whereabouts(choices=(*choices, (ELSEWHERE, none)), is_a_guess=is_a_guess)


def _near(answer: Answer) -> dict[str, tuple[str, Whereabouts]]:
    """Return the near names: each leads where its own commune does."""
    found = {}
    for place in answer.places:
        target = place.platform.title if place.platform else place.other_body.name if place.other_body else ""
        label = f"{_named(place)} – {target}" if target else f"{_named(place)} – hors du territoire"
        found[place.commune.code] = (label, _of(place))
    return found


def _of(place: Place) -> Whereabouts:
    if place.platform:
        return Whereabouts(place.platform, _named(place))
    return Whereabouts(commune=_named(place), reason=Reason.OTHER_BODY if place.covers else Reason.OUTSIDE)


def _by_platform(answer: Answer) -> dict[str, tuple[str, Whereabouts]]:
    """Return the platforms, each with the communes that lead there."""
    found = {}
    for platform in sorted(answer.platforms, key=lambda platform: platform.name):
        names = [place.commune.name for place in answer.places if place.platform == platform]
        shown = spoken_list(names) if len(names) <= NAMED + 1 else f"{', '.join(names[:NAMED])}…"
        label = f"{capital(platform.title)} – {shown}"
        found[platform.slug] = (label, Whereabouts(platform, answer.query))
    return found


def _named(place: Place) -> str:
    return f"{place.commune.name} ({place.commune.departement_id})"
