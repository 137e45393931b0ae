"""A backup from before a tenant was erased still holds it: after a restore, it is erased again.

What was erased is noted beside the backups (``portal.operations.backups.journal``), where no restore undoes it. What
was to be erased, and by that journal never was, is another matter: its deletion may have been cancelled since. It gets
its 30 days anew.
"""

import datetime

from django.utils import timezone

from portal.console.archive.deletion import DELAY, erase_due
from portal.console.models import Deletion
from portal.operations.backups import journal
from portal.operations.backups.shelf import is_configured
from portal.tenancy.models import Tenant


def note_erasures() -> None:
    """Note each erasure beside the backups, once. Runs as the platform; without backups, does nothing."""
    if not is_configured():
        return
    for deletion in Deletion.objects.carried_out():
        facts = {
            "tenant_key": deletion.tenant_key, "tenant_slug": deletion.tenant_slug,
            "tenant_name": deletion.tenant_name, "hosts": deletion.hosts, "state_before": deletion.state_before,
            "asked_by_key": deletion.asked_by_key, "asked_at": deletion.asked_at.isoformat(),
            "due_at": deletion.due_at.isoformat(), "erased_at": deletion.erased_at.isoformat(),
        }  # fmt: skip
        journal.note(f"{deletion.tenant_key}-{deletion.erased_at:%Y%m%dT%H%M%SZ}", facts)


def erase_again(sender, *, head, shelf, report, **kwargs) -> None:
    """Erase the tenants that the backup ``head`` brought back and that were erased since."""
    since = [noted for noted in journal.notes(shelf) if _moment(noted["erased_at"]) > head.moment]
    back = [noted for noted in since if _stands(noted)]
    for noted in back:
        _ask(noted)
    for deletion in Deletion.objects.pending().exclude(tenant_key__in=[noted["tenant_key"] for noted in back]):
        deletion.due_at = timezone.now() + DELAY
        deletion.save(update_fields=["due_at"])
        Tenant.objects.filter(pk=deletion.tenant_key).update(deletion_due_at=deletion.due_at)
        report.delayed.append(deletion.tenant_name)
    report.erased += [deletion.tenant_name for deletion in erase_due()] if back else []


def _moment(said: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(said)


def _stands(noted: dict) -> bool:
    return Tenant.objects.filter(pk=noted["tenant_key"], slug=noted["tenant_slug"]).exists()


def _ask(noted: dict) -> None:
    facts = {name: value for name, value in noted.items() if name not in {"tenant_key", "erased_at"}}
    asked = {**facts, "asked_at": _moment(noted["asked_at"]), "due_at": _moment(noted["due_at"])}
    Deletion.objects.pending().filter(tenant_key=noted["tenant_key"]).delete()
    Deletion.objects.create(tenant_key=noted["tenant_key"], **asked)
    # Closed as it was: what the database keeps from going lets go of a tenant that is to be erased.
    closed = {"state": Tenant.State.MAINTENANCE, "deletion_due_at": asked["due_at"]}
    Tenant.objects.filter(pk=noted["tenant_key"]).update(**closed)
