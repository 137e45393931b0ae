"""What search engines and networks read, in a real browser: it runs nothing, and no policy is broken."""

import json

import pytest

from tests.e2e.addresses import CASA, PDC

LISTEN = """
addEventListener("securitypolicyviolation", event => { (window.refused ??= []).push(event.blockedURI) })
"""
PAGES = [(PDC, "/", "GovernmentOrganization"), (PDC, "/plateformes/lens-henin/", "GovernmentService"),
         (CASA, "/formations/logement-d-abord-professionnels/", "Course"),
         (CASA, "/plan-d-action/comite-inter-bailleurs/", "BreadcrumbList")]  # fmt: skip


@pytest.mark.parametrize(("host", "address", "kind"), PAGES)
def test_its_data_stand_in_the_page_and_break_no_policy(server, open_window, host, address, kind):
    window = open_window(320)
    window.page.add_init_script(LISTEN)
    response = window.page.goto(server(host) + address)
    assert "unsafe-inline" not in response.headers["content-security-policy"]
    scripts = window.page.locator('script[type="application/ld+json"]').all_text_contents()
    assert kind in {json.loads(script)["@type"] for script in scripts}
    assert window.page.evaluate("window.refused ?? []") == []
    assert window.faults == []


def test_the_picture_of_a_page_is_drawn_at_the_address_that_the_page_gives(server, open_window):
    window = open_window()
    window.page.goto(server(PDC) + "/plateformes/lens-henin/")
    address = window.page.locator('meta[property="og:image"]').get_attribute("content")
    assert address.startswith(server(PDC))
    window.page.goto(address)
    assert window.page.evaluate("[document.images[0].naturalWidth, document.images[0].naturalHeight]") == [1200, 630]
