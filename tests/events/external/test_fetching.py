"""What comes from an address that somebody gave: within bounds, from where it may come, or a reason in French."""

import time
from dataclasses import replace

import pytest

from events.external.fetching import USUAL, FetchError, fetch, status_of
from tests.events.external.conftest import LOOPBACK, drip


def refusal(address: str, limits) -> str:
    started = time.monotonic()
    with pytest.raises(FetchError) as refused:
        fetch(address, limits=limits)
    assert time.monotonic() - started < limits.seconds + 2
    return refused.value.message


def test_a_calendar_comes_with_what_it_says_of_itself(partner):
    address = partner.answer(b"BEGIN", ETag='"1"', Content_Type="text/calendar; charset=ISO-8859-1")
    fetched = fetch(address, limits=partner.limits)
    assert (fetched.body, fetched.charset, fetched.etag) == (b"BEGIN", "iso-8859-1", '"1"')
    assert partner.asked[0]["Accept-Encoding"] == "identity"
    assert partner.asked[0]["Host"] == f"localhost:{partner.port}"
    assert "If-None-Match" not in partner.asked[0]


def test_the_same_is_not_sent_twice(partner):
    address = partner.answer(status=304)
    assert fetch(address, etag='"1"', last_modified="Sun, 01 Nov 2026 00:00:00 GMT", limits=partner.limits).body is None
    assert partner.asked[0]["If-None-Match"] == '"1"'
    assert partner.asked[0]["If-Modified-Since"].startswith("Sun")


def test_a_name_that_leads_inside_is_refused_and_nobody_is_asked(partner):
    """« localhost » is a name like any: what counts is where it leads."""
    limits = replace(partner.limits, networks=())
    address = partner.answer(b"BEGIN")
    for host in ("localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"):
        assert "réseau privé" in refusal(address.replace("localhost", host), limits)
    assert partner.asked == []


def test_a_redirection_to_what_is_inside_is_refused(partner):
    for host in ("10.0.0.1", "169.254.169.254", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]"):
        address = partner.answer(status=302, Location=f"https://{host}:{partner.port}/latest/")
        assert "réseau privé" in refusal(address, partner.limits)
    assert "pas en https" in refusal(partner.answer(status=301, Location="http://localhost/"), partner.limits)
    assert "pas en https" in refusal(partner.answer(status=301, Location="file:///etc/passwd"), partner.limits)


def test_three_redirections_are_followed_and_no_loop(partner):
    for n in range(3):
        partner.answer(status=307, path=f"/{n}", Location=f"/{n + 1}")
    partner.answer(b"BEGIN", path="/3")
    assert fetch(partner.address("/0"), limits=partner.limits).body == b"BEGIN"
    partner.asked.clear()
    assert "sans fin" in refusal(partner.answer(status=302, Location="/agenda.ics"), partner.limits)
    assert len(partner.asked) == 4


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://agenda.exemple.fr/a.ics", "pas en https"),
        ("ftp://agenda.exemple.fr/a.ics", "pas en https"),
        ("https:///a.ics", "pas en https"),
        ("https://moi:secret@agenda.exemple.fr/a.ics", "mot de passe"),
        ("https://agenda.exemple.fr:8443/a.ics", "port"),
        ("https://agenda.exemple.fr:99999/a.ics", "illisible"),
        ("https://[::1/a.ics", "illisible"),
        ("https://nulle-part.invalid/a.ics", "n’existe pas"),
    ],
)
def test_what_is_not_read_by_its_very_address(address, words):
    assert words in refusal(address, USUAL)


def test_a_gigabyte_is_cut_off(partner):
    sent = []

    def endless():
        for _ in range(16 * 1024):
            sent.append(64 * 1024)
            yield b"B" * 64 * 1024

    partner.pages["/agenda.ics"] = (200, {}, endless)
    assert "dépasse 2 Mo" in refusal(partner.address(), partner.limits)
    assert sum(sent) < 32 * 1024 * 1024


@pytest.mark.parametrize("status", [200, 100], ids=["body", "headers"])
def test_what_drips_is_cut_off_at_the_deadline(partner, status):
    """Each drop comes in time for a timeout of one reading: the bound is on the whole. 100 means « go on »."""
    partner.pages["/agenda.ics"] = (status, {}, drip)
    assert "à temps" in refusal(partner.address(), replace(partner.limits, seconds=0.4))


def test_a_server_that_says_nothing_is_left(partner):
    def silence():
        time.sleep(0.8)
        yield b""

    partner.pages["/agenda.ics"] = (200, {"Content-Length": "5"}, silence)
    assert "à temps" in refusal(partner.address(), replace(partner.limits, seconds=0.3))


def test_what_was_compressed_unasked_is_refused(partner):
    address = partner.answer(b"\x1f\x8b" + b"0" * 100, Content_Encoding="gzip")
    assert "compressé" in refusal(address, partner.limits)


def test_errors_and_halves_are_told(partner):
    assert "(503)" in refusal(partner.answer(status=503), partner.limits)
    half = partner.answer(b"BEGIN:VCALENDAR", Content_Length="5000")
    assert "en entier" in refusal(half, partner.limits)


def test_a_certificate_that_nobody_vouches_for_is_refused(partner):
    assert "certificat" in refusal(partner.answer(b"BEGIN"), replace(partner.limits, certificates=None))


def test_a_certificate_of_another_name_is_refused(partner):
    address = partner.answer(b"BEGIN").replace("localhost", "127.0.0.1")
    assert "certificat" in refusal(address, replace(partner.limits, networks=LOOPBACK))


def test_marks_that_could_write_a_header_are_not_kept(partner):
    address = partner.answer(b"BEGIN", ETag="é" * 3, Last_Modified="x" * 100)
    fetched = fetch(address, limits=partner.limits)
    assert (fetched.etag, fetched.last_modified) == ("", "")


def test_a_page_says_whether_it_is_there_and_its_body_is_not_read(partner):
    for status in (200, 404, 403, 503):
        assert status_of(partner.answer(b"x" * 100, status=status), limits=replace(partner.limits, size=1)) == status
    assert partner.asked[0]["Accept"] == "*/*"
    assert status_of(partner.answer(status=301, Location="/la"), limits=partner.limits) == 404


def test_asking_whether_a_page_is_there_is_as_guarded(partner):
    with pytest.raises(FetchError):
        status_of(partner.answer(b"x"), limits=replace(partner.limits, networks=()))
    with pytest.raises(FetchError):
        status_of(partner.answer(status=302, Location="http://localhost/"), limits=partner.limits)
