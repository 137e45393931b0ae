"""Where the portal connects when somebody gives it an address, and where it never does."""

import ipaddress

import pytest

from events.external.addresses import is_allowed

PUBLIC = ["8.8.8.8", "185.75.143.24", "1.1.1.1", "2001:4860:4860::8888", "2a01:e0c:1::1"]
REFUSED = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",  # private
    "169.254.169.254", "169.254.0.1",  # link-local: where clouds keep their secrets
    "100.64.0.1", "100.127.255.255",  # shared by a provider's customers (CGNAT)
    "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "240.0.0.1", "255.255.255.255",
    "224.0.0.1", "224.0.1.1", "239.1.1.1", "ff02::1", "ff0e::1",  # multicast, global ones too
    "::1", "::", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd12:3456::1", "2001:db8::1", "100::1",
    "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::8.8.8.8",  # mapped, compatible
    "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:53aa:64c::1",  # carriers
    "", "localhost", "2130706433", "0x7f000001", "127.1", "8.8.8.8 ", "1.1.1.1:443",  # no address at all
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_is_allowed(address):
    assert is_allowed(address)


@pytest.mark.parametrize("address", REFUSED)
def test_nothing_inside_is(address):
    assert not is_allowed(address)


def test_what_is_let_through_by_name_is_that_and_no_more():
    loopback = [ipaddress.ip_network("127.0.0.0/8")]
    assert is_allowed("127.0.0.1", loopback)
    assert not is_allowed("10.0.0.1", loopback)
    assert not is_allowed("::ffff:127.0.0.1", loopback)
