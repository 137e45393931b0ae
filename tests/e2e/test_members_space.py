"""Every page behind the login, in a real browser: no axe violation, nothing too wide, no error."""

import re
from itertools import groupby

import pytest

from tests.e2e.addresses import PDC
from tests.e2e.members_addresses import ADDRESSES
from tests.e2e.test_every_page import check
from tests.e2e.test_staff import sign_in

WHO = [(key, [address for *_, address in rows]) for key, rows in groupby(ADDRESSES, key=lambda row: row[:2])]


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)], ids=["telephone-dark", "desk-light"])
@pytest.mark.parametrize(("who", "addresses"), WHO, ids=[f"{person}-{host}" for (person, host), _ in WHO])
def test_the_pages_of_the_members_space_have_no_fault(server, open_window, who, addresses, width, dark):
    person, host = who
    window = sign_in(open_window(width, dark=dark), server(host), person, "/(extranet|admin)/")
    for address in addresses:
        check(window, server(host), address)


def test_sheets_that_are_found_by_following_links_have_no_fault(server, open_window):
    window = sign_in(open_window(320, dark=True), server(PDC), "diane", "/extranet/")
    for start, link in [
        ("/extranet/annuaire/", "Association d’insertion"),
        ("/extranet/annuaire/personnes/", "Nadia"),
        ("/extranet/mon-equipe/", "Inviter un ou une collègue"),
        ("/extranet/mon-equipe/", "N’est plus là"),
    ]:
        window.page.goto(server(PDC) + start)
        window.page.get_by_role("link", name=re.compile(link)).first.click()
        check(window, server(PDC), window.page.url.removeprefix(server(PDC)))
