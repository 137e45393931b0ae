"""Who is told of a support: who is named, that somebody left, that it ended. The reference, and nothing of the case."""

from extranet.solicitations import people, telling
from extranet.solicitations.addresses import address
from extranet.solicitations.models import Charge, Solicitation, Support
from extranet.solicitations.supports_subjects import SUPPORTS
from portal.design.typography import french
from portal.notifications.notices import notify
from portal.tenancy.models import Membership

NAMED = {
    Charge.Role.REFERENT: "vous en êtes référent ou référente",
    Charge.Role.DEPUTY: "vous en assurez la suppléance",
}
LEFT = "une personne qui suivait l’accompagnement a quitté le portail"


def tell_who_is_named(support: Support, role: Charge.Role, person: Membership) -> None:
    _tell([person], support.solicitation, NAMED[Charge.Role(role)])


def tell_who_left(support: Support) -> None:
    """Tell who answers for the platform to name another; where nobody does, the administration."""
    solicitation = support.solicitation
    if keepers := people.keepers_of(solicitation.platform):
        _tell(keepers, solicitation, LEFT)
    else:
        telling.tell_the_administration(solicitation, LEFT)


def tell_of_the_end(support: Support, *, by: Membership) -> None:
    """Tell who asked, and who answers for the platform; not who said it."""
    solicitation = support.solicitation
    told = {each.pk: each for each in people.keepers_of(solicitation.platform)}
    if solicitation.asked_by:
        told[solicitation.asked_by_id] = solicitation.asked_by
    _tell([each for pk, each in sorted(told.items()) if pk != by.pk], solicitation, "l’accompagnement est terminé")


def _tell(members: list[Membership], solicitation: Solicitation, words: str) -> None:
    title = french(f"Sollicitation {solicitation.reference} : {words}")
    notify(members, SUPPORTS, title=title, url=address("solicitation", solicitation.reference))
