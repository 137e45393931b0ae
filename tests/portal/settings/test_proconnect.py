"""PROCONNECT_…: all of it, or none; what is missing or wrong is named, and no secret is shown."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.proconnect import NAMES, is_guarded, proconnect

WHOLE = dict(zip(NAMES, ("https://auth.example.org/api/v2", "portail", "s3cr3t"), strict=True))


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in (*NAMES, "PROCONNECT_PKCE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)


def test_nothing_given_is_nothing_offered():
    assert proconnect() is None


def test_it_is_understood_and_its_secret_may_be_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("s3cr3t\n")
    for name in NAMES[:2]:
        monkeypatch.setenv(name, WHOLE[name])
    monkeypatch.setenv("PROCONNECT_CLIENT_SECRET_FILE", str(tmp_path / "secret"))
    assert proconnect() == {
        "issuer": WHOLE["PROCONNECT_ISSUER"], "client_id": "portail", "client_secret": "s3cr3t", "sends_pkce": False,
    }  # fmt: skip


@pytest.mark.parametrize("missing", NAMES)
def test_half_of_it_is_refused_by_the_name_of_what_is_missing(monkeypatch, missing):
    for name in set(NAMES) - {missing}:
        monkeypatch.setenv(name, WHOLE[name])
    with pytest.raises(ImproperlyConfigured, match=f"Set {missing} too") as refused:
        proconnect()
    assert "s3cr3t" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    ["http://auth.example.org/api/v2", "http://localhost/", "auth.example.org", "https://a:s3cr3t@auth.example.org",
     "https://auth.example.org?x=1", "https://[s3cr3t"],
)  # fmt: skip
def test_an_issuer_that_others_could_listen_to_is_refused(monkeypatch, address):
    for name, value in (WHOLE | {"PROCONNECT_ISSUER": address}).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match="PROCONNECT_ISSUER is not understood") as refused:
        proconnect()
    assert "s3cr3t" not in str(refused.value)


def test_this_very_machine_needs_no_tls():
    assert is_guarded("http://127.0.0.1:8080/api/v2")
    assert not is_guarded("http://192.0.2.1/")
