"""A tenant moves to another installation: every row, every file, and nobody's password."""

import io

import pytest

from portal.accounts.models import User
from portal.console.archive.exporting import export
from portal.console.archive.importing import import_
from portal.console.models import LeftFiles
from tests.portal.console.snapshots import files_of, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(lived_in):
    file = io.BytesIO()
    export(lived_in, file)
    return file


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


def test_every_row_and_every_file_comes_in_as_it_was(lived_in, archive, other_installation):
    before, files = rows_of(lived_in), files_of(lived_in)
    gael_s_key = User.objects.get(email="gael@demo.example").pk
    filled = {table for table, rows in before.items() if rows}
    assert len(filled) >= 55, sorted(before.keys() - filled)
    assert len(files) == 6  # two images, two renditions, a document, what waits to be an image
    with other_installation():
        # As in real life, other accounts are there already: one has a newcomer's key, one its address.
        User.objects.create_user("quelqu-un@ailleurs.example", "un-mot-de-passe-long", pk=gael_s_key)
        alice = User.objects.create_user("ALICE@demo.example", "un-mot-de-passe-long", pk=900, first_name="Alice L.")
        tenant = import_(archive)
        after = rows_of(tenant)
        assert files_of(tenant) == files
        assert not LeftFiles.objects.exists()
        assert User.objects.get(pk=gael_s_key).email == "quelqu-un@ailleurs.example"
        assert User.objects.get(email__iexact="alice@demo.example").first_name == alice.first_name
    said = {  # what an import changes, and no more
        f"tenancy_tenant {lived_in.pk}: state",
        f"notifications_mail {next(iter(before['notifications_mail']))}: next_attempt_at",
    }
    told = set(differences(before, after))
    invitations = {line for line in told if line.endswith("only after")}
    assert all(line.startswith("notifications_mail ") for line in invitations)
    assert told - invitations == said
