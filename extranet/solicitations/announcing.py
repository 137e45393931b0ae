"""Who is told that the texts of a solicitation are about to go, or that its partner has left: by its reference alone.

``notify`` keeps to the pace that each member chose, as for any subject.
"""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format

from extranet.solicitations.addresses import sheet_of
from extranet.solicitations.models import Solicitation
from extranet.solicitations.perms import is_open
from extranet.solicitations.terms import erased_on
from portal.design.typography import french, french_date
from portal.notifications.notices import notify
from portal.notifications.subjects import Subject, declare
from portal.tenancy.models import Membership, Module
from portal.territories.models import Platform, who_answers


def _has_solicitations(membership: Membership) -> bool:
    return membership.tenant.has_module(Module.SOLICITATIONS)


KEPT = declare(
    Subject(
        code="solicitations.kept", label="Sollicitations : effacement prochain, départ d’un partenaire",
        concerns=_has_solicitations,
    )
)  # fmt: skip
PROLONGED = french("Un message dans la sollicitation repousse cet effacement.")
HAS_LEFT = french("La personne qui a sollicité n’a plus d’accès : un autre partenaire peut être invité à répondre.")


def announce(rows: Iterable[Solicitation], months: int) -> None:
    """Tell who asked, and who answers for the platform, on which day the texts go. Nobody while the module is off:
    the page would not be there.
    """
    answering: dict[int, list[Membership]] = {}
    for row in rows:
        if not is_open(row.tenant):
            return
        if row.platform_id not in answering:
            answering[row.platform_id] = coordinators_of(row.platform)
        asked_by = [row.asked_by] if row.asked_by else []
        day = french_date(date_format(erased_on(row, months), "j F Y"))
        title = french(f"Sollicitation {row.reference} : textes effacés le {day}")
        people = {member.pk: member for member in [*asked_by, *answering[row.platform_id]]}
        notify(people.values(), KEPT, title=title, url=sheet_of(row.reference), text=PROLONGED)


def tell_of_departure(row: Solicitation) -> None:
    """Tell who answers for the platform that the partner of a request under way has left."""
    if is_open(row.tenant):
        title = french(f"Sollicitation {row.reference} : le partenaire a quitté l’espace")
        notify(coordinators_of(row.platform), KEPT, title=title, url=sheet_of(row.reference), text=HAS_LEFT)


def coordinators_of(platform: Platform) -> list[Membership]:
    """Return who answers for a platform today, if anybody does."""
    user = who_answers(platform, timezone.localdate())
    if user is None:
        return []
    return list(Membership.objects.of(platform.tenant_id).active().filter(user=user))
