"""A tenant is erased in its time, whole, and nothing of its neighbour's with it."""

import datetime
import io

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.console.archive import deletion as verbs
from portal.console.archive.certificate import certificate, digest_of
from portal.console.archive.checking import RefusedError
from portal.console.archive.contents import in_order_of_erasure, tables
from portal.console.archive.deletion import DELAY, ask_for_deletion, cancel_deletion, erase_due
from portal.console.archive.exporting import export
from portal.console.archive.left_files import erase_left_files
from portal.console.archive.manifest import portal_version
from portal.console.models import Deletion, LeftFiles
from portal.database import context
from portal.documents.storage import private_storage
from portal.jobs.registry import JOBS
from portal.tenancy.models import Membership, Tenant
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.factories import make_document, make_image
from tests.portal.console.snapshots import everything, files_of, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(db):
    return User.objects.get(email="olga@demo.example")


@pytest.fixture
def casa_too(lived_in):
    """The neighbour, with files of its own."""
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug="casa")
    with context.use(tenant.context):
        make_image(tenant).get_rendition("width-20")
        make_document(tenant)
    return tenant


@pytest.fixture
def later(monkeypatch):
    """``later()``: the delay has passed."""

    def pass_the_delay():
        now = timezone.now() + DELAY + datetime.timedelta(minutes=1)
        monkeypatch.setattr(timezone, "now", lambda: now)

    return pass_the_delay


@pytest.fixture
def asked(lived_in, olga):
    return ask_for_deletion(lived_in, by=olga, slug="pas-de-calais")


def state_of(tenant) -> tuple:
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(pk=tenant.pk)
        return tenant.state, tenant.deletion_due_at


def test_the_slug_is_typed_again(lived_in, olga):
    before = state_of(lived_in)
    for typed in ("", "casa", "Pas-de-Calais"):
        with pytest.raises(RefusedError, match="pas-de-calais"):
            ask_for_deletion(lived_in, by=olga, slug=typed)
    assert state_of(lived_in) == before


def test_a_tenant_closes_when_its_deletion_is_asked_for_and_nothing_is_lost(lived_in, asked):
    assert asked.due_at - asked.asked_at == datetime.timedelta(days=30)
    assert state_of(lived_in) == (Tenant.State.MAINTENANCE, asked.due_at)
    assert GuardedClient(PDC_HOST).get("/").status_code == 503
    before = rows_of(lived_in)
    assert erase_due() == []
    assert rows_of(lived_in) == before
    export(lived_in, file := io.BytesIO())  # still possible
    assert file.getvalue()


def test_asked_for_twice_the_first_request_counts(lived_in, olga, asked):
    assert ask_for_deletion(lived_in, by=olga, slug="pas-de-calais") == asked
    with context.use(context.PLATFORM):
        assert Deletion.objects.count() == 1


def test_it_can_be_cancelled_until_then(lived_in, olga, later):
    before = state_of(lived_in)
    rows = rows_of(lived_in)
    ask_for_deletion(lived_in, by=olga, slug="pas-de-calais")
    cancel_deletion(lived_in)
    cancel_deletion(lived_in)  # once more changes nothing
    assert state_of(lived_in) == before
    later()
    assert erase_due() == []
    assert rows_of(lived_in) == rows
    again = ask_for_deletion(lived_in, by=olga, slug="pas-de-calais")
    assert again.due_at > timezone.now()


def test_nothing_is_left_of_it_and_the_neighbour_keeps_everything(lived_in, casa_too, asked, later):
    rows, files = rows_of(casa_too), files_of(casa_too)
    others = {name: found for name, found in everything().items() if name in {"auth_permission", "jobs_periodicjob"}}
    own = rows_of(lived_in)
    later()
    (deletion,) = erase_due()
    assert rows_of(casa_too) == rows
    assert files_of(casa_too) == files
    assert GuardedClient(CASA_HOST).get("/").status_code == 200
    assert GuardedClient(PDC_HOST).get("/").status_code == 404
    assert not files_of(lived_in)
    assert not default_storage.exists("t/1")
    assert not private_storage().exists("t/1")
    assert not default_storage.exists("wagtail_uploads/attente.jpg")
    left = {table: found for table, found in rows_of(lived_in).items() if found}
    assert left == {}
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        for table in tables():
            for column in {"tenant_id", "rls_tenant"} & table.columns.keys():
                cursor.execute(f'SELECT count(*) FROM "{table.name}" WHERE "{column}" = %s', [lived_in.pk])
                assert cursor.fetchone() == (0,), table.name
        cursor.execute("SELECT numchild FROM wagtailcore_page WHERE depth = 1")
        assert cursor.fetchone() == (1,)
    counted = {table: len(found) for table, found in own.items() if found}
    erased = {table: count for table, count in deletion.rows.items() if table in own}
    assert erased == counted
    assert {name: found for name, found in everything().items() if name in others} == others


def test_an_account_goes_when_nobody_uses_it_any_more(lived_in, casa_too, asked, later):
    with context.use(context.PLATFORM):
        before = dict(User.objects.values_list("pk", "first_name"))
    later()
    (deletion,) = erase_due()
    with context.use(context.PLATFORM):
        after = dict(User.objects.values_list("pk", "first_name"))
    gone = {name for pk, name in before.items() if pk not in after}
    assert gone >= {"Alice", "Bob", "Chloé", "Diane", "Gaël", "Iris", "Noé"}  # Noé was named by rows alone
    assert set(after.values()) >= {"Fanny", "Olga", "Ezra"}  # a landlord of both, the operator, the neighbour's
    assert deletion.rows["accounts_user"] == len(before) - len(after)
    assert deletion.accounts_kept == 2
    with context.use(casa_too.context):
        assert Membership.objects.filter(user__first_name="Fanny").exists()


def test_an_account_whose_membership_elsewhere_has_ended_stays(lived_in, casa_too, asked, later):
    with context.use(context.PLATFORM):
        Membership.objects.filter(user__first_name="Fanny", tenant=casa_too).update(ended_at=timezone.now())
    later()
    erase_due()
    assert User.objects.filter(first_name="Fanny").exists()


def test_its_sessions_are_closed_and_the_neighbour_s_stay(lived_in, casa_too, olga, later):
    here, there = GuardedClient(PDC_HOST).login_as("fanny"), GuardedClient(CASA_HOST).login_as("fanny")
    stray = GuardedClient(CASA_HOST).login_as("gael")  # signed in where he is a stranger
    ask_for_deletion(lived_in, by=olga, slug="pas-de-calais")
    later()
    erase_due()
    left = set(Session.objects.values_list("pk", flat=True))
    assert left & {here.session.session_key, there.session.session_key, stray.session.session_key} == {
        there.cookies["sessionid"].value
    }


def test_the_certificate_says_what_went_and_nothing_personal(lived_in, asked, later):
    later()
    (deletion,) = erase_due()
    text = certificate(deletion)
    for said in (
        "CERTIFICAT D’EFFACEMENT", "Département du Pas-de-Calais", "pas-de-calais.localhost",
        f"compte d’exploitation n°\N{NO-BREAK SPACE}{asked.asked_by_key}",
        "home_homepage (page d’accueil)\N{NO-BREAK SPACE}: 1\n",
        f"Version du portail\N{NO-BREAK SPACE}: {portal_version()}", deletion.digest,
    ):  # fmt: skip
        assert said in text, said
    assert deletion.digest == digest_of(deletion)
    assert "@" not in text
    assert not [name for name in ("Alice", "Gaël", "Olga", "Noé") if name in text]


def test_a_failure_erases_nothing(lived_in, asked, later, monkeypatch):
    rows, files = rows_of(lived_in), files_of(lived_in)

    def broken():
        raise RuntimeError("power cut")

    later()
    monkeypatch.setattr(verbs, "count_the_children_of_the_roots", broken)
    with pytest.raises(ExceptionGroup) as failure:
        erase_due()
    assert "power cut" in str(failure.value.exceptions)
    assert rows_of(lived_in) == rows
    assert files_of(lived_in) == files
    monkeypatch.undo()


def test_a_file_that_cannot_be_erased_is_tried_again(lived_in, asked, later, monkeypatch):
    later()
    erase = default_storage.delete

    def refuse_one(path):
        if path.endswith("plan.pdf"):
            raise PermissionError(path)
        erase(path)

    with monkeypatch.context() as patch:
        patch.setattr(type(default_storage._wrapped), "delete", lambda self, path: refuse_one(path))
        with pytest.raises(ExceptionGroup, match="tried again"):
            erase_due()
    with context.use(context.PLATFORM):
        deletion = Deletion.objects.get()
        assert deletion.erased_at and not deletion.files_erased_at
        assert "Certificat provisoire" in certificate(deletion)
        assert default_storage.exists("t/1/documents/plan.pdf")
        assert not default_storage.exists("wagtail_uploads/attente.jpg")  # the others did not wait
        erase_left_files()
        assert not default_storage.exists("t/1")
        assert Deletion.objects.get().digest
        assert not LeftFiles.objects.exists()


def test_no_file_of_a_tenant_that_is_here_is_ever_left(lived_in):
    with context.use(context.PLATFORM):
        LeftFiles.objects.create(tenant_key=lived_in.pk)
        erase_left_files()
    assert len(files_of(lived_in)) == 7


def test_an_erasure_before_its_time_is_refused_by_the_table(lived_in, asked):
    early = pytest.raises(IntegrityError, match="nothing_is_erased_early")
    with context.use(context.PLATFORM), early, transaction.atomic():
        Deletion.objects.update(erased_at=timezone.now())


def test_a_row_goes_before_those_that_show_whose_it_is():
    order = [table.name for table in in_order_of_erasure()]
    for first, then in [
        ("home_homepage", "wagtailcore_page"),
        ("pages_portalrendition", "pages_portalimage"),
        ("auth_group_permissions", "auth_group"),
        ("auth_group", "tenancy_tenantgroup"),
        ("wagtailcore_site", "tenancy_tenant"),
    ]:
        assert order.index(first) < order.index(then), (first, then)


def test_the_jobs_are_the_platform_s():
    for name in ("console.erase-due", "console.left-files"):
        assert not JOBS[name].for_each_tenant


def test_the_command_asks_cancels_and_prints(lived_in, olga, later, capsys):
    with context.use(context.PLATFORM):
        for arguments, reason in [
            ({"by": "gael@demo.example", "confirm": "pas-de-calais"}, "No operator"),
            ({"by": olga.email, "confirm": "casa"}, "Pour confirmer"),
            ({"certificate": True}, "No tenant « pas-de-calais » was erased"),
        ]:
            with pytest.raises(CommandError, match=reason):
                call_command("delete_tenant", "pas-de-calais", **arguments)
        call_command("delete_tenant", "pas-de-calais", by=olga.email, confirm="pas-de-calais")
        call_command("delete_tenant", "pas-de-calais", cancel=True)
        call_command("delete_tenant", "pas-de-calais", by=olga.email, confirm="pas-de-calais")
        later()
        erase_due()
        call_command("delete_tenant", "pas-de-calais", certificate=True)
    printed = capsys.readouterr().out
    assert "is closed, and will be erased on" in printed
    assert "stays." in printed
    assert "CERTIFICAT D’EFFACEMENT" in printed
