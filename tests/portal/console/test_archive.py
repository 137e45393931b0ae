"""A tenant moves to another installation: every row, every file, and nobody's password."""

import datetime
import io
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format

from home.models import ContentPage
from portal.accounts.models import User
from portal.console.archive.contents import tables
from portal.console.archive.exporting import export
from portal.console.archive.importing import import_
from portal.console.archive.names import NATURAL_KEYS, open_links
from portal.console.models import LeftFiles
from portal.database import context
from portal.design.typography import french_date
from portal.notifications.models import Mail
from portal.tenancy.models import Tenant
from tests.conftest import PDC_HOST, GuardedClient
from tests.factories import make_image
from tests.portal.console.snapshots import accounts, files_of, rows_of

pytestmark = pytest.mark.django_db


def differences(before: dict, after: dict) -> list[str]:
    """Tell each row that is not the same, and the columns in which it differs."""
    told = []
    for table in sorted(before.keys() | after.keys()):
        there, here = before.get(table, {}), after.get(table, {})
        told += [f"{table} {key}: only before" for key in there.keys() - here.keys()]
        told += [f"{table} {key}: only after" for key in here.keys() - there.keys()]
        for key in there.keys() & here.keys():
            columns = [name for name in there[key] if there[key][name] != here[key].get(name)]
            told += [f"{table} {key}: {name}" for name in columns]
    return sorted(told)


def test_every_row_and_every_file_comes_in_as_it_was(lived_in, other_installation):
    export(lived_in, archive := io.BytesIO())
    before, files = rows_of(lived_in), files_of(lived_in)
    gael_s_key = User.objects.get(email="gael@demo.example").pk
    filled = {table for table, rows in before.items() if rows}
    assert len(filled) >= 55, sorted(before.keys() - filled)
    assert len(files) == 7  # two images, two renditions, a document, what waits to be an image, a private file
    with other_installation():
        # As in real life, other accounts are there already: one has a newcomer's key, one its address.
        User.objects.create_user("quelqu-un@ailleurs.example", "un-mot-de-passe-long", pk=gael_s_key)
        alice = User.objects.create_user("ALICE@demo.example", "un-mot-de-passe-long", pk=900, first_name="Alice L.")
        tenant = import_(archive)
        after = rows_of(tenant)
        assert files_of(tenant) == files
        assert {name.partition("/")[0] for name in files} == {"files", "private"}
        assert not LeftFiles.objects.exists()
        assert User.objects.get(pk=gael_s_key).email == "quelqu-un@ailleurs.example"
        assert User.objects.get(email__iexact="alice@demo.example").first_name == alice.first_name
    [waiting] = [key for key, row in before["notifications_mail"].items() if row["next_attempt_at"]]
    said = {  # what an import changes, and no more
        f"tenancy_tenant {lived_in.pk}: state",
        f"notifications_mail {waiting}: next_attempt_at",
    }
    told = set(differences(before, after))
    invitations = {line for line in told if line.endswith("only after")}
    assert all(line.startswith("notifications_mail ") for line in invitations)
    assert told - invitations == said


def test_the_first_installation_is_left_as_it_was(lived_in):
    before = rows_of(lived_in), files_of(lived_in)
    export(lived_in, io.BytesIO())
    assert (rows_of(lived_in), files_of(lived_in)) == before


def test_two_exports_of_the_same_content_hold_the_same(lived_in):
    def entries() -> dict:
        export(lived_in, file := io.BytesIO())
        archive = zipfile.ZipFile(file)
        return {info.filename: info.CRC for info in archive.infolist() if info.filename != "manifest.json"}

    assert entries() == entries()


def test_an_account_travels_without_a_way_in(lived_in, other_installation):
    export(lived_in, archive := io.BytesIO())
    emails = set(User.objects.filter(memberships__tenant=lived_in).values_list("email", flat=True))
    emails |= {"olga@demo.example", "noe@ailleurs.example"}
    before = accounts(emails)
    passwords = User.objects.values_list("password", flat=True)
    everything = b"".join(zipfile.ZipFile(archive).read(name) for name in zipfile.ZipFile(archive).namelist())
    assert not [hashed for hashed in passwords if hashed.encode() in everything]
    assert b"ezra@" not in everything  # an account of the neighbour
    with other_installation():
        import_(archive)
        assert accounts(emails) == before
        assert not any(user.has_usable_password() for user in User.objects.all())
        olga = User.objects.get(email="olga@demo.example")
        assert not olga.is_superuser
        assert not olga.is_staff
        assert set(olga.emailaddress_set.values_list("email", "verified", "primary")) == {(olga.email, True, True)}


def test_members_are_invited_anew_and_choose_a_password(archive, other_installation):
    with other_installation():
        tenant = import_(archive)
        with context.use(tenant.context):
            mails = list(Mail.objects.filter(text__contains="/compte/mot-de-passe/oublie/").order_by("to"))
        assert {mail.to[0].partition("@")[0] for mail in mails} >= {
            "alice", "bob", "chloe", "diane", "fanny", "gael", "iris",
        }  # fmt: skip
        browser = GuardedClient(PDC_HOST)
        letter = next(mail for mail in mails if mail.to == ["bob@demo.example"])
        address = next(word for word in letter.text.split() if "/oublie/" in word)
        form = browser.get(address.partition(":8000")[2], follow=True)
        assert "mot de passe" in form.text
        password = "un-tout-nouveau-mot-de-passe"
        browser.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
        assert User.objects.get(email="bob@demo.example").check_password(password)


def test_the_invitation_says_who_writes_how_long_it_holds_and_what_to_do_after(archive, other_installation):
    with other_installation():
        before = timezone.localtime() + datetime.timedelta(days=3)
        tenant = import_(archive)
        with context.use(tenant.context):
            invitation = Mail.objects.get(to=["bob@demo.example"], text__contains="a changé d’installation")
        assert invitation.sender.startswith(tenant.name)
        assert invitation.subject.startswith(f"[{tenant.short_name}]")
        links = [word for word in invitation.text.split() if word.startswith("http")]
        assert all(link.startswith(f"{tenant.base_url}/") for link in links)
        assert french_date(date_format(before, "l j F Y")) in invitation.text
        assert "ne sert qu’une fois" in invitation.text
        ask_again = next(link for link in links if link.endswith("/mot-de-passe/oublie/"))
        GuardedClient(PDC_HOST).post(ask_again.removeprefix(tenant.base_url), {"email": "bob@demo.example"})
        with context.use(tenant.context):  # without a password too
            assert Mail.objects.filter(to=["bob@demo.example"], text__contains="/mot-de-passe/oublie/").count() == 2


def test_nobody_is_written_to_when_that_is_asked(archive, other_installation):
    with other_installation():
        tenant = import_(archive, invite=False)
        with context.use(tenant.context):
            assert not Mail.objects.filter(text__contains="/mot-de-passe/").exists()


def test_a_mail_that_cannot_be_written_does_not_undo_the_import(archive, other_installation, monkeypatch, caplog):
    def broken(user, tenant):
        raise RuntimeError("no mail today")

    monkeypatch.setattr("portal.console.archive.importing.welcome_back", broken)
    with other_installation():
        import_(archive)
        assert Tenant.objects.exists()
    assert "was not invited anew" in caplog.text


def test_the_tenant_answers_and_its_staff_work_there(archive, other_installation):
    with other_installation():
        tenant = import_(archive)
        assert tenant.state == Tenant.State.PREPARING
        visitor = GuardedClient(PDC_HOST)
        assert "Pas-de-Calais" in visitor.get("/").text
        assert "Béthune" in visitor.get("/trouver/?q=Béthune", follow=True).text
        gael = GuardedClient(PDC_HOST).login_as("gael")
        for address in ("", "pages/", "images/", "documents/", "redirections/", f"pages/{tenant.home_page_id}/edit/"):
            assert gael.get(f"/admin/{address}", follow=True).status_code == 200, address
        assert "Entrée" in gael.get("/admin/images/?q=Entrée").text  # the search index came along
        with context.use(tenant.context):
            page = tenant.home_page.add_child(instance=ContentPage(title="Nouvelle", slug="nouvelle"))
            page.save_revision(user=User.objects.get(email="gael@demo.example")).publish()  # keys go on past the kept
            assert make_image(tenant).pk
        assert visitor.get("/nouvelle/").status_code == 200


def test_the_indexes_are_what_they_would_be_if_made_anew(lived_in, other_installation):
    def index(tenant) -> list:
        with context.use(tenant.context), connection.cursor() as cursor:
            cursor.execute("SELECT content_type_id, object_id, title::text, body::text FROM wagtailsearch_indexentry")
            entries = sorted(cursor.fetchall())
            cursor.execute(
                "SELECT content_type_id, object_id, to_content_type_id, to_object_id, content_path"
                " FROM wagtailcore_referenceindex"
            )
            return [*entries, *sorted(cursor.fetchall())]

    def make_anew() -> None:
        call_command("update_index", verbosity=0)
        call_command("rebuild_references_index", verbosity=0)

    make_anew()
    export(lived_in, archive := io.BytesIO())
    with other_installation():
        tenant = import_(archive, invite=False)
        before = index(tenant)
        with context.use(tenant.context):
            make_anew()
        assert len(before) > 100
        assert index(tenant) == before


def test_the_commands_move_a_tenant(lived_in, other_installation, tmp_path, capsys):
    path = tmp_path / "pas-de-calais.zip"
    with context.use(context.PLATFORM):
        call_command("export_tenant", "pas-de-calais", to=path)
        with pytest.raises(CommandError, match="cannot be written"):  # never over another
            call_command("export_tenant", "pas-de-calais", to=path)
    assert path.stat().st_mode & 0o077 == 0
    with other_installation():
        call_command("import_tenant", path, check=True)
        assert not Tenant.objects.exists()
        call_command("import_tenant", path)
        assert Tenant.objects.get().slug == "pas-de-calais"
        with pytest.raises(CommandError, match="il y a déjà"):
            call_command("import_tenant", path)
    assert "may come in" in capsys.readouterr().out


def test_whatever_a_tenant_s_row_names_nationally_is_found_again_elsewhere(platform_context):
    """A foreign key to a national table that has no natural key would make an archive that nobody can bring in."""
    named = {target for table in tables() for _, target in open_links(table.model)}
    assert named - NATURAL_KEYS.keys() == {"accounts_user"}
