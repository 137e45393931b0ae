"""The members' space in a real browser: no violation, nothing too wide, at a telephone's width and at a desk."""

import pytest

from tests.e2e.members_addresses import MEMBERS_PAGES
from tests.e2e.test_every_page import check
from tests.e2e.test_staff import sign_in

NAMES = [f"{person}-{host.partition('.')[0]}{address}" for person, host, address in MEMBERS_PAGES]
each_page = pytest.mark.parametrize(("person", "host", "address"), MEMBERS_PAGES, ids=NAMES)


@each_page
@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)], ids=["telephone-dark", "desk-light"])
def test_a_page_of_the_members_space_has_no_violation(server, open_window, person, host, address, width, dark):
    window = sign_in(open_window(width, dark=dark), server(host), person, "/extranet/")
    check(window, server(host), address)
