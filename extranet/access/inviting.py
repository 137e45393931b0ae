"""Bringing in those who are members already by other means: a list, confirmed after its dry run."""

from django.core import signing
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from extranet.access.lists import DryRun, Line, dry_run, fold
from extranet.access.models import Arrival
from extranet.access.organisations import affiliate, propose
from portal.organisations.models import Organisation
from portal.tenancy.invitations import invite
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.services import RefusedError

SALT = "extranet.access.list"
SIGNED_FOR = 60 * 60  # seconds between the dry run and its confirmation


def seal(lines: list[Line], tenant: Tenant, user) -> str:
    """Return the lines as the confirming form carries them: nobody changes them, nobody else sends them."""
    rows = [[line.number, line.email, line.first_name, line.last_name, line.organisation, line.function]
            for line in lines]  # fmt: skip
    return signing.dumps([tenant.pk, user.pk, rows], salt=SALT, compress=True)


def unseal(sealed: str, tenant: Tenant, user) -> list[Line] | None:
    """Return the lines that were shown to ``user`` here less than an hour ago; None for anything else."""
    try:
        tenant_id, user_id, rows = signing.loads(sealed, salt=SALT, max_age=SIGNED_FOR)
    except signing.BadSignature:
        return None
    return [Line(*row) for row in rows] if (tenant_id, user_id) == (tenant.pk, user.pk) else None


@transaction.atomic
def invite_list(tenant: Tenant, lines: list[Line], chosen: dict[str, Organisation | None], *, by) -> DryRun:
    """Invite those of ``lines`` who are to be now, by tasks; return what became of each line.

    ``chosen``: by the name that the directory does not have, the organisation that is meant; None: propose it.
    Safe to call twice: those whose invitation has yet to leave are invited already.
    """
    Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)  # one list at a time
    result = dry_run(lines, tenant)
    meant = {fold(name): chosen.get(name) or propose(name) for name in result.unknown}
    fields = ("first_name", "last_name", "organisation", "function", "invited_by", "created_at", "invited_at")
    arrivals = Arrival.objects.bulk_create(
        [_arrival(tenant, line, meant, by) for line in result.to_invite],
        update_conflicts=True, unique_fields=["tenant", "email"], update_fields=fields,
    )  # fmt: skip
    for arrival in arrivals:
        send_invitation.enqueue(arrival.pk)
    return result


def _arrival(tenant: Tenant, line: Line, meant: dict[str, Organisation], by) -> Arrival:
    organisation = meant.get(fold(line.organisation))
    return Arrival(
        tenant=tenant, email=line.email, first_name=line.first_name, last_name=line.last_name, function=line.function,
        organisation_id=organisation.pk if organisation else line.known, invited_by=by,
    )  # fmt: skip


@task
def send_invitation(arrival_id: int) -> None:
    """Invite one person of a list. Safe to run twice: an invitation leaves once."""
    with transaction.atomic():
        waiting = Arrival.objects.select_related("tenant", "invited_by", "organisation").filter(invited_at=None)
        arrival = waiting.select_for_update(of=("self",)).filter(pk=arrival_id).first()
        if arrival is None:
            return
        names = {"first_name": arrival.first_name, "last_name": arrival.last_name}
        try:
            invite(arrival.tenant, arrival.email, [], by=arrival.invited_by, **names)
        except RefusedError:  # a member meanwhile
            member = Membership.objects.of(arrival.tenant).get(user__email__iexact=arrival.email)
            affiliate(member, arrival.organisation, arrival.function)
            arrival.delete()
        else:
            arrival.invited_at = timezone.now()
            arrival.save(update_fields=["invited_at"])
