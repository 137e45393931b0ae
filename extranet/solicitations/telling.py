"""Who is told of what happens to a solicitation. A mail has its reference, and leads to its page; nothing else.

Not even which answer was given: « refusée » in a mailbox already says something of somebody.
"""

from collections.abc import Iterable

from extranet.solicitations import people
from extranet.solicitations.addresses import address
from extranet.solicitations.models import Guest, Message, Solicitation
from extranet.solicitations.subjects import MINE, TO_ANSWER
from portal.design.typography import french
from portal.notifications.notices import notify
from portal.notifications.subjects import Subject
from portal.tenancy.models import Membership

Kind = Message.Kind
TO_THE_PLATFORM = {Kind.SENT: "une nouvelle demande vous attend", Kind.COMPLETED: "le complément est arrivé"}
TO_THE_PARTNER = {Kind.QUESTION: "un complément vous est demandé", Kind.STUDIED: "la situation est étudiée"}
TO_ALL = {
    Kind.MESSAGE: "un message", Kind.SUPPORTED: "une réponse", Kind.REDIRECTED: "une réponse",
    Kind.REFUSED: "une réponse", Kind.ENDED: "close",
}  # fmt: skip


def tell(message: Message) -> None:
    """Tell those whom a line of the thread concerns; never who wrote it."""
    solicitation = message.solicitation
    if message.kind in TO_THE_PLATFORM:
        tell_the_platform(solicitation, TO_THE_PLATFORM[message.kind])
    elif message.kind in TO_THE_PARTNER and solicitation.asked_by:
        _notify(_others([solicitation.asked_by], message), MINE, solicitation, TO_THE_PARTNER[message.kind])
    elif message.kind in TO_ALL:
        _tell_all(message, TO_ALL[message.kind])


def tell_the_platform(solicitation: Solicitation, what: str) -> None:
    """Tell who answers for the platform today; where nobody does, the administration, so that it names somebody."""
    if keepers := people.keepers_of(solicitation.platform):
        return _notify(keepers, TO_ANSWER, solicitation, what)
    tell_the_administration(solicitation, "personne ne coordonne la plateforme")


def tell_the_administration(solicitation: Solicitation, what: str) -> None:
    """Tell the administration that one waits: its reference and its platform, never the page, which it may not read."""
    notify(
        people.administrators(solicitation.tenant_id), TO_ANSWER, url=address("coordination:index"),
        title=french(f"Sollicitation {solicitation.reference} : {what}"),
        text=french(
            f"Plateforme {solicitation.platform.name}. Dites qui coordonne, ou qui supplée : vous ne lisez pas la"
            " sollicitation, cette personne la lira."
        ),
    )  # fmt: skip


def tell_of_invitation(guest: Guest) -> None:
    _notify([guest.membership], MINE, guest.solicitation, "vous y êtes invité ou invitée")


def _tell_all(message: Message, what: str) -> None:
    solicitation = message.solicitation
    keepers = {each.pk for each in people.keepers_of(solicitation.platform)}
    readers = _others(people.readers_of(solicitation), message)
    _notify([each for each in readers if each.pk in keepers], TO_ANSWER, solicitation, what)
    _notify([each for each in readers if each.pk not in keepers], MINE, solicitation, what)


def _others(members: Iterable[Membership], message: Message) -> list[Membership]:
    return [each for each in members if each.pk != message.by_id]


def _notify(members: list[Membership], subject: Subject, solicitation: Solicitation, what: str) -> None:
    title = french(f"Sollicitation {solicitation.reference} : {what}")
    notify(members, subject, title=title, url=address("solicitation", solicitation.reference))
