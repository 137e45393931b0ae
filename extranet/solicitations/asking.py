"""Asking: where the household lives, who answers there, and the draft until it is sent."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from extranet.solicitations import services
from extranet.solicitations.models import Solicitation
from extranet.solicitations.models.solicitations import DRAFTS_KEPT_FOR
from portal.design.typography import french
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError
from portal.territories import finder
from portal.territories.finder import Answer, Outcome, Place
from portal.territories.models import Commune, OtherBody, Platform, who_answers

MOST_DRAFTS = 20
"""At once, for one person: a list to work through, not a place to keep things."""
MOST_CHOICES = 40
UNKNOWN = "Nous ne connaissons pas « {typed} » : écrivez une commune, ou son code postal."
SEVERAL = "Plusieurs communes répondent à « {typed} » : choisissez la bonne."
OUTSIDE = (
    "{name} n’est pas sur le territoire de cet espace : aucune de nos plateformes n’y intervient. Tournez-vous vers le"
    " SIAO ou les services sociaux de son département, ou vers le CCAS de la commune."
)
NONE_HERE = (
    "Aucune commune du nom de « {typed} » n’est sur le territoire de cet espace : nos plateformes n’y interviennent"
    " pas."
)
MAYBE = " Si vous vouliez dire l’une de celles-ci, choisissez-la."
ELSEWHERE = "{name} ne relève pas de nos plateformes : {body} y répond. C’est à cet organisme qu’il faut s’adresser."
MISSING = {
    "hoped": "ce que vous attendez de la plateforme", "urgency": "l’urgence",
    "informed_on": "le jour où la personne a été informée", "informed_how": "comment elle l’a été",
}  # fmt: skip


@dataclass(frozen=True)
class Where:
    """What a typed commune is: one with its platform, or why not; ``choices`` when it may be several."""

    commune: Commune | None = None
    platform: Platform | None = None
    body: OtherBody | None = None
    """Who answers there instead of a platform."""
    choices: tuple[Place, ...] = ()
    problem: str = ""


def where(typed: str, *, chosen: str = "", tenant_id: int) -> Where:
    """Return where ``typed`` is; ``chosen`` is the INSEE code of one of the communes that it may mean."""
    answer = finder.find(typed, tenant_id=tenant_id)
    if answer.outcome is Outcome.OUTSIDE:
        return _outside(answer, chosen)
    places = answer.places[:MOST_CHOICES]
    if not places:
        return Where(problem=french(UNKNOWN.format(typed=answer.query)))
    if len(places) == 1 and answer.outcome is not Outcome.SUGGEST:
        return _at(places[0])
    return _chosen(places, chosen) or Where(choices=places, problem=french(SEVERAL.format(typed=answer.query)))


def _outside(answer: Answer, chosen: str) -> Where:
    """Say that the place is outside, with the communes of the territory whose name is near it, if any."""
    if found := _chosen(answer.near, chosen):
        return found
    is_one = len(answer.places) == 1
    said = OUTSIDE.format(name=answer.places[0].commune.name) if is_one else NONE_HERE.format(typed=answer.query)
    return Where(choices=answer.near, problem=french(said + (MAYBE if answer.near else "")))


def _chosen(places: tuple[Place, ...], chosen: str) -> Where | None:
    place = next((each for each in places if each.commune.pk == chosen), None)
    return _at(place, choices=places) if place else None


def where_is(commune: Commune, *, tenant_id: int) -> Where:
    """Return who answers today for a commune that is known."""
    return _at(finder.locate(commune.pk, tenant_id=tenant_id).places[0])


def _at(place: Place, choices: tuple[Place, ...] = ()) -> Where:
    name = place.commune.name
    if place.platform:
        return Where(place.commune, place.platform, choices=choices)
    if body := place.other_body:
        return Where(body=body, choices=choices, problem=french(ELSEWHERE.format(name=name, body=body.name)))
    return Where(choices=choices, problem=french(OUTSIDE.format(name=name)))


def organisations_of(membership: Membership) -> list[Organisation]:
    """Return those for which a member works today."""
    mine = Organisation.objects.filter(affiliations__membership=membership, affiliations__ended_on=None)
    return list(mine.filter(ended_on=None).order_by("name"))


def may_begin(membership: Membership) -> bool:
    """Whether a member has room for one more draft."""
    return Solicitation.objects.drafts().filter(asked_by=membership).count() < MOST_DRAFTS


def kept_until(draft: Solicitation) -> datetime.datetime:
    """Return when a draft is erased, unless it is sent or saved again."""
    return draft.last_exchange_at + DRAFTS_KEPT_FOR


def missing(draft: Solicitation) -> list[str]:
    """Return, in words, what a draft must still say before it is sent."""
    return [words for name, words in MISSING.items() if not getattr(draft, name)]


def who_reads(platform: Platform):
    """Return the account that answers for a platform today, or None: nobody coordinates it."""
    return who_answers(platform, timezone.localdate())


@transaction.atomic
def send(draft: Solicitation, *, by: Membership) -> Solicitation:
    """Send a draft to whoever answers for its commune today: that may have changed since it was begun.

    Raises RefusedError where no platform answers any more, and for a draft that was erased.
    """
    row = services.locked(draft)
    if row.is_draft:
        today = where_is(row.commune, tenant_id=row.tenant_id)
        if today.platform is None:
            raise RefusedError(today.problem)
        if today.platform != row.platform:
            row.platform = today.platform
            row.save(update_fields=["platform"])
    return services.send(row, by=by)
