"""Every page behind the login, held to what every page is held to."""

import pytest

from tests.e2e.members_addresses import NAMES, PAGES
from tests.e2e.test_every_page import check

every_page = pytest.mark.parametrize(("person", "host", "address"), PAGES, ids=NAMES)


@every_page
def test_a_members_page_on_a_telephone_in_the_dark(server, open_window, signed_in, person, host, address):
    window = open_window(320, dark=True, storage_state=signed_in(person, host))
    check(window, server(host), address)


@every_page
def test_a_members_page_on_a_desk_in_the_light(server, open_window, signed_in, person, host, address):
    check(open_window(1280, storage_state=signed_in(person, host)), server(host), address)
