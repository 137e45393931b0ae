"""A tenant is erased 30 days after the operator asked for it, unless they changed their mind.

It is closed from the day it is asked for: nobody keeps its contacts right any more, and no new personal data should
come in to be erased. Its rows stay whole meanwhile, so it can still be exported, or opened again as it was.

Erasing asks as the tenant: the wall lets nobody else's row go. The rows go in one transaction, or stay; the files
after it (``left_files``), those of its exports included.
"""

import datetime
import logging

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from home.legal.pack import what_is_missing
from portal.accounts.models import User
from portal.console.archive.checking import RefusedError
from portal.console.archive.contents import Table, files_elsewhere, in_order_of_erasure, own_files, tables
from portal.console.archive.left_files import erase_left_files
from portal.console.archive.manifest import portal_version
from portal.console.archive.names import ACCOUNTS, open_links
from portal.console.archive.trees import count_the_children_of_the_roots
from portal.console.models import Deletion, LeftFiles
from portal.database import context
from portal.tenancy.models import Tenant
from portal.tenancy.sessions import KEY

# ruff: noqa: S608 (the names in these statements are those of our own tables)
logger = logging.getLogger(__name__)
DELAY = datetime.timedelta(days=30)
"""Between the request and the erasure: time to export, and to change one's mind."""


@transaction.atomic
def ask_for_deletion(tenant: Tenant, *, by: User, slug: str, reason: str = "") -> Deletion:
    """Close ``tenant`` and have it erased after DELAY. Asked for twice, the first request counts.

    Raises RefusedError unless ``slug``, typed again, is the tenant's.
    """
    if slug != tenant.slug:
        raise RefusedError(f"Pour confirmer, écrivez l’identifiant de la collectivité : {tenant.slug}.")
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.select_for_update().get(pk=tenant.pk)
        if asked := Deletion.objects.pending().filter(tenant_key=tenant.pk).first():
            return asked
        now = timezone.now()
        deletion = Deletion.objects.create(
            tenant_key=tenant.pk, tenant_slug=tenant.slug, tenant_name=tenant.name, state_before=tenant.state,
            hosts=list(tenant.domains.order_by("host").values_list("host", flat=True)),
            asked_at=now, asked_by_key=by.pk, due_at=now + DELAY, reason=reason,
        )  # fmt: skip
        tenant.state, tenant.deletion_due_at = Tenant.State.MAINTENANCE, deletion.due_at
        tenant.save(update_fields=["state", "deletion_due_at"])
    return deletion


@transaction.atomic
def cancel_deletion(tenant: Tenant) -> None:
    """Open ``tenant`` again as it was before its deletion was asked for. Does nothing when none is pending."""
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.select_for_update().get(pk=tenant.pk)
        deletion = Deletion.objects.pending().filter(tenant_key=tenant.pk).first()
        if deletion is None:
            return
        deletion.cancelled_at = timezone.now()
        deletion.save(update_fields=["cancelled_at"])
        tenant.state, tenant.deletion_due_at = _state_to_come_back_to(tenant, deletion.state_before), None
        tenant.save(update_fields=["state", "deletion_due_at"])


def _state_to_come_back_to(tenant: Tenant, before: str) -> str:
    """Return the state before, unless it was open without a whole legal pack: no portal is opened so any more."""
    is_lacking = before == Tenant.State.OPEN and what_is_missing(tenant)
    return Tenant.State.PREPARING if is_lacking else before


def erase_due() -> list[Deletion]:
    """Erase each tenant whose time has come, then the files; return their certificates. Safe to run again.

    One that fails stays whole and keeps none of the others waiting. Raises what failed once all were tried.
    """
    erased, errors = [], []
    with context.use(context.PLATFORM):
        for deletion in Deletion.objects.due(timezone.now()).order_by("due_at"):
            try:
                _erase(deletion)
            except Exception as error:
                logger.exception("Tenant %s was not erased.", deletion.tenant_key)
                errors.append(error)
            else:
                erased.append(deletion)
        cache.clear()  # what it still holds of them nobody could read any more, and nobody should keep
        erase_left_files()
        for deletion in erased:
            deletion.refresh_from_db()
    if errors:
        raise ExceptionGroup("Tenants were not erased", errors)
    return erased


@transaction.atomic(durable=True)
def _erase(deletion: Deletion) -> None:
    """Erase the rows of a tenant, note its files for erasure, and write the certificate."""
    tenant = Tenant.objects.select_for_update().get(pk=deletion.tenant_key)
    with context.use(tenant.context):
        files, elsewhere = own_files(tenant.pk), files_elsewhere(tenant.pk)
        accounts = _named_accounts()
        rows = {table.name: _erase_rows(table) for table in in_order_of_erasure()}
    count_the_children_of_the_roots()
    orphans = _unused(accounts)
    rows[Session._meta.db_table] = _close_sessions(tenant, orphans)
    rows[ACCOUNTS] = len(orphans)
    User.objects.filter(pk__in=orphans).delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what still points at an erased row stops everything, here
    LeftFiles.objects.update_or_create(tenant_key=tenant.pk, defaults={"elsewhere": elsewhere})
    deletion.rows = {name: count for name, count in sorted(rows.items()) if count}
    deletion.accounts_kept = len(accounts - orphans)
    deletion.files, deletion.file_bytes = len(files), sum(file.storage.size(file.path) for file in files)
    deletion.erased_at, deletion.portal_version = timezone.now(), portal_version()
    deletion.save()


def _erase_rows(table: Table) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table.name}" WHERE {table.owned}')
        return cursor.rowcount


def _named_accounts(among: set[int] | None = None) -> set[int]:
    """Return the accounts that the rows of whoever asks name (of ``among``, if given)."""
    found = set()
    with connection.cursor() as cursor:
        for table in tables():
            for field, target in open_links(table.model):
                if target == ACCOUNTS and field.column in table.columns:
                    cursor.execute(f'SELECT DISTINCT "{field.column}" FROM "{table.name}" WHERE {table.owned}')
                    found.update(key for (key,) in cursor.fetchall() if key)
    return found if among is None else found & among


def _unused(accounts: set[int]) -> set[int]:
    """Return those of ``accounts`` that nobody uses any more: no row of any tenant names them, an ended membership
    included, and they are not the operator's."""
    kept = Q(is_superuser=True) | Q(is_staff=True) | Q(pk__in=_named_accounts(accounts))
    return set(User.objects.filter(pk__in=accounts).exclude(kept).values_list("pk", flat=True))


def _close_sessions(tenant: Tenant, accounts: set[int]) -> int:
    """Erase the sessions made on the tenant's hosts, and those of the accounts that go; return how many."""
    keys = {str(account) for account in accounts}
    closed = [
        session.pk
        for session in Session.objects.iterator()
        for said in [session.get_decoded()]
        if said.get(KEY) == tenant.pk or said.get(SESSION_KEY) in keys
    ]
    Session.objects.filter(pk__in=closed).delete()
    return len(closed)
