"""The way back to a moment that the operator's guide writes down is walked, with the files it gives."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.counterparts import folder, program

FILES = Path(__file__).parents[3] / "portal/operations/deploy/pgbackrest"


@pytest.mark.full
def test_what_was_deleted_is_back_and_what_was_written_since_the_backup_too():
    program("pgbackrest", package="pgbackrest")
    with folder() as place:  # the account of PostgreSQL may walk there
        shutil.copytree(FILES, place / "files")
        who = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run(
            ["bash", place / "files/rehearse.sh"], cwd="/", capture_output=True, text=True, check=False, **who
        )
    assert done.returncode == 0, done.stderr + done.stdout
    assert "in the backup, written after the backup." in done.stdout
