"""A backup that is half configured stops the start, by name and without showing a key."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings import backups

KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


def test_keys_and_periods_are_read(monkeypatch):
    monkeypatch.setenv("BACKUP_RECIPIENTS", f" {KEY}, {KEY} ")
    assert backups.env_recipients("BACKUP_RECIPIENTS") == [KEY, KEY]
    monkeypatch.setenv("BACKUP_KEEP", "7d, 5w,12m")
    assert backups.env_keep("BACKUP_KEEP", "") == {"days": 7, "weeks": 5, "months": 12}
    monkeypatch.setenv("BACKUP_KEEP", "")
    assert backups.env_keep("BACKUP_KEEP", "7d") == {}


@pytest.mark.parametrize("said", ["7", "d", "0d", "7d,7d", "7y", "-1d", "7d;5w"])
def test_a_policy_that_is_not_understood_is_named(monkeypatch, said):
    monkeypatch.setenv("BACKUP_KEEP", said)
    with pytest.raises(ImproperlyConfigured, match="BACKUP_KEEP"):
        backups.env_keep("BACKUP_KEEP", "")


def test_a_private_key_given_for_a_public_one_is_refused_and_not_shown(monkeypatch):
    private = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    monkeypatch.setenv("BACKUP_RECIPIENTS", f"{KEY},{private}")
    with pytest.raises(ImproperlyConfigured, match="BACKUP_RECIPIENTS: key 2") as refused:
        backups.env_recipients("BACKUP_RECIPIENTS")
    assert private not in str(refused.value)


def test_a_place_without_keys_and_keys_without_a_place_are_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path))
    with pytest.raises(ImproperlyConfigured, match="BACKUP_RECIPIENTS is missing"):
        backups.refuse_half_a_backup(backups.backup_storage(), [])
    monkeypatch.setenv("BACKUP_DIR", "")
    with pytest.raises(ImproperlyConfigured, match="BACKUP_DIR"):
        backups.refuse_half_a_backup(backups.backup_storage(), [KEY])
    backups.refuse_half_a_backup({}, [])


def test_backups_below_what_is_served_are_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path / "media/backups"))
    with pytest.raises(ImproperlyConfigured, match="below MEDIA_ROOT"):
        backups.refuse_a_served_folder(backups.backup_storage(), {"MEDIA_ROOT": Path(tmp_path / "media")})
    backups.refuse_a_served_folder(backups.backup_storage(), {"MEDIA_ROOT": Path(tmp_path / "other")})
