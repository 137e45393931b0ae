"""What is shown of a solicitation to a committee, and to whom: a sheet of closed lists, without any text.

The coordinator presents it and takes it back; the answer to the solicitation ends it. Both verbs are atomic and safe
to call twice.
"""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from extranet.committees.models import Committee
from extranet.committees.perms import known_to
from extranet.solicitations import services
from extranet.solicitations.models import JournalEntry, Message, Presentation, Solicitation
from portal.tenancy.models import Membership, Role
from portal.tenancy.services import RefusedError
from portal.territories.models import Coordination

Act, Kind = JournalEntry.Act, Message.Kind
PRESENTED = "La plateforme présente cette sollicitation à un comité, par une fiche sans aucun texte."
TAKEN_BACK = "La fiche présentée à un comité est retirée."


def committees_of(membership: Membership | None) -> QuerySet[Committee]:
    """Return the committees whose sheets one reads: those where one sits today, observers, secretary and chair too.

    Élus, who read figures and nothing else, are shown none, even where they take the chair.
    """
    if not membership or membership.has_role(Role.ELECTED):
        return Committee.objects.none()
    return Committee.objects.of_people(membership).current()


def readable(membership: Membership | None) -> QuerySet[Presentation]:
    """Return what one may read the sheet of: as one who sits, or as who coordinates its platform today."""
    if not membership:
        return Presentation.objects.none()
    kept = Coordination.objects.kept_by(membership.user_id, timezone.localdate())
    sits = Q(committee__in=committees_of(membership))
    return Presentation.objects.active().filter(sits | Q(solicitation__platform__in=kept.values("platform")))


def offered(solicitation: Solicitation, membership: Membership) -> QuerySet[Committee]:
    """Return the committees to which a coordinator may present it: those they know, less those that have it."""
    taken = Presentation.objects.active().filter(solicitation=solicitation).values("committee")
    return known_to(membership).current().exclude(pk__in=taken).order_by("name")


@transaction.atomic
def present(solicitation: Solicitation, committee: Committee, *, by: Membership) -> Presentation:
    """Show a solicitation to a committee. Raises RefusedError once it is answered, or where nobody meets any more."""
    solicitation = services.locked(solicitation)
    if not solicitation.is_under_way or solicitation.erased_at:
        raise RefusedError("Cette sollicitation a sa réponse : elle n’est plus présentée à un comité.")
    if committee.closed_on:
        raise RefusedError("Ce comité ne se réunit plus.")
    found = Presentation.objects.filter(solicitation=solicitation, committee=committee, ended_at=None).first()
    if found:
        return found
    row = Presentation.objects.create(solicitation=solicitation, committee=committee, by=by)
    services.note(solicitation, Act.PRESENTED, Kind.MESSAGE, by=by, text=PRESENTED, detail=committee.name)
    return row


@transaction.atomic
def take_back(presentation: Presentation, *, by: Membership) -> None:
    """Show it to the committee no more."""
    solicitation = services.locked(presentation.solicitation)
    ended = Presentation.objects.filter(pk=presentation.pk, ended_at=None).update(ended_at=timezone.now())
    if ended:
        detail = presentation.committee.name
        services.note(solicitation, Act.TAKEN_BACK, Kind.MESSAGE, by=by, text=TAKEN_BACK, detail=detail)


def end_all(solicitation: Solicitation) -> None:
    """What is answered is shown to no committee."""
    Presentation.objects.filter(solicitation=solicitation, ended_at=None).update(ended_at=timezone.now())


def forget(solicitations) -> None:
    """Erase who presented them, with their texts at their term."""
    Presentation.objects.filter(solicitation__in=solicitations, ended_at=None).update(ended_at=timezone.now())
    Presentation.objects.filter(solicitation__in=solicitations).update(by=None)
