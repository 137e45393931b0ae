"""EMAIL_…, BOUNCE_…: understood, or refused at the start, by name and without showing a password."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.mail import env_bounce_address, env_mailbox, env_tls

BOX = "retours@portail.example"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in ("EMAIL_USE_TLS", "EMAIL_USE_SSL", "EMAIL_CA_FILE", "BOUNCE_ADDRESS", "BOUNCE_MAILBOX_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("given", "tls", "ssl"),
    [({}, True, False), ({"EMAIL_USE_SSL": "1"}, False, True), ({"EMAIL_USE_TLS": "0"}, False, False)],
)
def test_mails_are_encrypted_unless_somebody_says_otherwise(monkeypatch, given, tls, ssl):
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert env_tls() == {"use_tls": tls, "use_ssl": ssl, "ca_file": None}


def test_two_ways_at_once_and_an_authority_that_is_not_there_are_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("EMAIL_CA_FILE", str(tmp_path / "absent.pem"))
    with pytest.raises(ImproperlyConfigured, match="EMAIL_CA_FILE"):
        env_tls()
    monkeypatch.setenv("EMAIL_USE_SSL", "1")
    monkeypatch.setenv("EMAIL_USE_TLS", "1")
    with pytest.raises(ImproperlyConfigured, match="EMAIL_USE_SSL and EMAIL_USE_TLS"):
        env_tls()


def test_a_mailbox_is_understood(monkeypatch):
    monkeypatch.setenv("BOUNCE_MAILBOX_URL", "imaps://retours%40portail.example:a%2Fb@imap.example.org/INBOX/Retours")
    assert env_mailbox("BOUNCE_MAILBOX_URL", BOX) == {
        "host": "imap.example.org", "port": 993, "user": BOX, "password": "a/b", "folder": "INBOX/Retours",
        "ca_file": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "given",
    ["imap://a:s3cr3t@h/INBOX", "imaps://a@h", "imaps://h/INBOX", "imaps://a:s3cr3t@h?tls=0", "imaps://a:s3cr3t@h:port",
     "s3cr3t"],
)  # fmt: skip
def test_a_mailbox_that_is_not_understood_is_refused_by_name(monkeypatch, given):
    monkeypatch.setenv("BOUNCE_MAILBOX_URL", given)
    with pytest.raises(ImproperlyConfigured, match="BOUNCE_MAILBOX_URL is not understood") as refused:
        env_mailbox("BOUNCE_MAILBOX_URL", BOX)
    assert "s3cr3t" not in str(refused.value)


def test_an_address_too_long_or_none_is_refused(monkeypatch):
    monkeypatch.setenv("BOUNCE_ADDRESS", f"{'r' * 21}@portail.example")
    with pytest.raises(ImproperlyConfigured, match="BOUNCE_ADDRESS is not understood"):
        env_bounce_address("BOUNCE_ADDRESS")
    monkeypatch.setenv("BOUNCE_MAILBOX_URL", "imaps://a:b@h")
    with pytest.raises(ImproperlyConfigured, match="BOUNCE_ADDRESS is not"):
        env_mailbox("BOUNCE_MAILBOX_URL", "")
