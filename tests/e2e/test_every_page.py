"""What holds on every type of page of both tenants, at any width, in any light."""

from importlib.resources import files

import pytest

from tests.e2e.addresses import CASA, NAMES, OWN, PAGES, PDC

AXE = (files("axe_core_python") / "axe.min.js").read_text()
every_page = pytest.mark.parametrize(("host", "address"), PAGES, ids=NAMES)
MOVED = """() => new Promise(tell => {
  const moved = [];
  const seen = new PerformanceObserver(list => list.getEntries().forEach(entry => moved.push([
    entry.value, ...entry.sources.map(source => source.node?.outerHTML?.slice(0, 100))])));
  seen.observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => tell(moved)));
})"""
MOST_MOVED = 0.1
"""Of the window, in one layout shift: good, say Web Vitals. A typeface that comes late ends some lines elsewhere."""
NOT_AN_ERROR = "the server responded with a status of 4"  # the browser says so of what is not found, or gone


def violations(page, where: str = "html") -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("where => axe.run(where, {resultTypes: ['violations']})", where)["violations"]
    return [f"{v['id']}: {v['help']} — {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found]


def check(window, host, address):
    """No axe violation, nothing too wide or that moves as it loads, nobody else asked, no error of script or policy."""
    window.page.goto(host + address)
    assert [each for each in window.page.evaluate(MOVED) if each[0] > MOST_MOVED] == []
    assert violations(window.page) == []
    wide = window.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{wide} px too wide"
    assert [url for url in window.requests if not url.startswith((host, "data:"))] == []
    assert [fault for fault in window.faults if NOT_AN_ERROR not in fault] == []


@every_page
def test_on_a_telephone_in_the_dark(server, open_window, host, address):
    check(open_window(320, dark=True), server(host), address)


@every_page
def test_on_a_desk_in_the_light(server, open_window, host, address):
    check(open_window(1280), server(host), address)


@pytest.mark.full
@every_page
@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)], ids=["telephone-light", "desk-dark"])
def test_in_the_other_combinations(server, open_window, host, address, width, dark):
    check(open_window(width, dark=dark), server(host), address)


@every_page
def test_without_javascript_the_page_says_the_same(server, open_window, host, address):
    plain = open_window(320, java_script_enabled=False)
    plain.page.goto(server(host) + address)
    assert plain.page.locator("h1").is_visible()
    assert plain.page.locator("main").inner_text().strip() != plain.page.locator("h1").inner_text().strip()


@pytest.mark.parametrize(
    ("host", "address"), [(PDC, "/"), (CASA, "/"), (PDC, OWN[PDC][0]), (PDC, "/plateformes/artois/")]
)
def test_a_first_visit_is_light(server, open_window, host, address):
    """At most 150 KiB as sent, all told; scripts at most 15 KiB."""
    window = open_window()
    received = []
    window.page.on("response", lambda response: received.append(response))
    window.page.goto(server(host) + address)
    window.page.wait_for_load_state("networkidle")
    weights = {response.url: sum(response.request.sizes()[part] for part in ("responseBodySize", "responseHeadersSize"))
               for response in received}  # fmt: skip
    assert sum(weights.values()) <= 150 * 1024, weights
    assert sum(weight for url, weight in weights.items() if url.endswith(".js")) <= 15 * 1024
    assert len(received) <= 12


def test_a_page_is_sent_compressed(server, open_window):
    window = open_window()
    response = window.page.goto(server(PDC) + "/")
    stylesheets = []
    window.page.on("response", lambda r: stylesheets.append(r) if "main" in r.url and ".css" in r.url else None)
    window.page.reload()
    assert response.ok
    assert all(r.all_headers()["content-encoding"] in {"br", "gzip"} for r in stylesheets)
