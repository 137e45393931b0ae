"""The colours in a real browser: what it derives from the six is what was checked, and the preview follows."""

import pytest
from playwright.sync_api import expect

from portal.tenancy.palette import PAIRS, TOKENS, palette_of
from tests.e2e.addresses import CASA, PDC
from tests.e2e.test_every_page import violations

IDENTITY = "/admin/identite/"
PALETTES = [
    "#0b3440 #0f5a6e #d3e8ec #eef6f7 #f2b33d #b93a26",
    "#1d2354 #37429b #dfe2f6 #f2f3fb #ffc845 #b0402c",
    "#4a0d2a #a3124f #f6d9e5 #fdf3f7 #ffd166 #a02020",
]
MEASURED = """tokens => {
    const probe = document.body.appendChild(document.createElement("i"));
    const brush = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    return Object.fromEntries(tokens.map(token => {
        probe.style.color = `var(--${token})`;
        brush.fillStyle = getComputedStyle(probe).color;
        brush.fillRect(0, 0, 1, 1);
        return [token, [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3)];
    }));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("palette", PALETTES)
def test_what_was_measured_is_what_the_browser_shows(server, open_window, scheme, palette):
    from portal.design.tokens import contrast

    colours = palette_of(dict(zip(TOKENS, palette.split(), strict=True)))
    window = open_window(dark=scheme == "dark")
    window.page.goto(server(PDC) + "/cookies/")
    for name, value in colours.items():
        window.page.evaluate("([n, v]) => document.documentElement.style.setProperty(`--${n}`, v)", [name, value])
    names = sorted({name for pair in PAIRS for name in (pair.one, pair.other)})
    seen = {name: [each / 255 for each in rgb] for name, rgb in window.page.evaluate(MEASURED, names).items()}
    for pair in PAIRS:
        if scheme in pair.schemes:
            shown = contrast(seen[pair.one], seen[pair.other])
            assert shown == pytest.approx(pair.ratio(scheme, colours), rel=0.03), (pair.one, pair.other)


@pytest.fixture
def gael(server, open_window, signed_in):
    window = open_window(storage_state=signed_in("gael", PDC))
    window.page.goto(server(PDC) + IDENTITY)
    return window


def action(window, theme: str) -> str:
    frame = window.page.frame_locator(f'iframe[title="Aperçu, thème {theme}"]')
    return frame.locator(".button").nth(1).evaluate("e => getComputedStyle(e).backgroundColor")


def test_colours_change_as_they_are_picked(gael):
    expect(gael.page.get_by_role("status").filter(has_text="Tout se lit")).to_be_visible()
    dark = action(gael, "sombre")
    gael.page.locator("#id_brand").fill("#ffee00")
    expect(gael.page.locator("[data-verdict]")).to_contain_text("contrastes insuffisants")
    assert action(gael, "clair") == "rgb(255, 238, 0)"
    assert action(gael, "sombre") not in (dark, "rgb(255, 238, 0)")
    gael.page.get_by_text("Le contraste de chaque paire").click()
    expect(gael.page.get_by_role("row", name="Texte d’un bouton 4,5 1,2")).to_be_visible()
    gael.page.locator("#id_brand").fill("#7a1f4b")
    expect(gael.page.locator("[data-verdict]")).to_have_text("Tout se lit, en clair et en sombre.")
    assert gael.faults == []


def test_the_browser_and_the_server_say_the_same(gael, server, open_window, signed_in):
    plain = open_window(storage_state=signed_in("gael", PDC), java_script_enabled=False)
    plain.page.goto(server(PDC) + IDENTITY)
    assert plain.page.get_by_role("button", name="Voir sans enregistrer").is_visible()
    assert gael.page.get_by_role("button", name="Voir sans enregistrer").is_hidden()
    cells = ".palette__details td[data-scheme]"
    said, seen = plain.page.locator(cells).all_text_contents(), gael.page.locator(cells).all_text_contents()
    number = [float(each.replace(",", ".") or 0) for each in said]
    assert [float(each.replace(",", ".") or 0) for each in seen] == pytest.approx(number, abs=0.15, rel=0.03)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
def test_the_screen_has_no_violation_and_fits(gael, width, dark):
    gael.page.set_viewport_size({"width": width, "height": 900})
    gael.page.emulate_media(color_scheme="dark" if dark else "light")
    gael.page.reload()
    assert violations(gael.page, "main") == []
    wide = gael.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{wide} px too wide"


@pytest.mark.parametrize("theme", ["clair", "sombre"])
def test_the_frame_itself_has_no_violation(gael, server, theme):
    gael.page.goto(server(PDC) + f"{IDENTITY}apercu/?theme={theme}")
    assert violations(gael.page) == []
    assert gael.faults == []


def test_the_neighbour_s_pages_keep_their_colours(server, open_window):
    window = open_window()
    window.page.goto(server(CASA) + "/")
    brand = "getComputedStyle(document.documentElement).getPropertyValue('--brand')"
    assert window.page.evaluate(brand) == "#37429b"
