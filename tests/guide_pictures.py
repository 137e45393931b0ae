"""``make guide-pictures``: photograph the screens that the editors' guide shows, and write them among its static files.

It serves a demonstration of its own, in a folder that it throws away, fills in what the pictures need
(``tests.guide_world``), signs in as fictitious people and opens each screen of ``portal.pages.guide.chapters`` at a
fixed size, once it is still. Names of chapters as arguments: those alone.
"""

import contextlib
import io
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "portal/pages/static"
WIDTH, TALL = 1280, 3000
"""px, of the window: as high as a picture of the whole screen, or enough for any part of it to be seen."""
ASIDE, ABOVE = 48, 4  # px, around a part of a screen
HEAVIEST = 60 * 1024  # bytes, of one picture
STILL_WITHIN = 40  # looks, a quarter of a second apart
SETTLED = """() => document.fonts.status === "loaded"
  && [...document.images].every(image => image.complete || image.loading === "lazy")
  && ![...document.querySelectorAll(".w-spinner, .icon-spinner, [aria-busy='true']")].some(
    spinner => spinner.checkVisibility({visibilityProperty: true}))"""


@contextlib.contextmanager
def demonstration() -> Iterator[tuple[int, dict[str, int]]]:
    """Serve a demonstration of its own: its port, and the numbers of what its addresses say."""
    with tempfile.TemporaryDirectory(prefix="guide-") as folder, socket.socket() as probe:
        os.chmod(folder, 0o755)  # the embedded server may run as a user of its own
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        os.environ.pop("DATABASE_URL", None)  # whatever is there is nobody's to photograph
        os.environ |= {
            "PORTAL_DATA_DIR": folder, "PORT": str(port), "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright’s loop runs in this thread; no query does
        }  # fmt: skip
        server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        try:
            if not any("Ctrl-C" in line for line in server.stdout):
                sys.exit("The demonstration did not start; its reason is above.")
            yield port, _numbers()
        finally:
            server.terminate()
            server.wait(60)


def _numbers() -> dict[str, int]:
    import django

    django.setup()
    from django.db import connections

    from portal.database import context
    from tests.guide_world import make_world

    with context.use(context.PLATFORM):
        numbers = make_world()
    connections.close_all()
    return numbers


def take(page, address: str, picture) -> bytes:
    """Return the PNG of what ``picture`` says, at ``address``, once nothing moves any more."""
    if page.url.startswith("http"):
        page.evaluate("localStorage.clear()")  # which panel was open on the screen before
    whole = picture.at in {"main", "body"}
    page.set_viewport_size({"width": WIDTH, "height": picture.height if whole else TALL})
    page.mouse.move(0, 0)
    answer = page.goto(address)
    if answer.status != 200:
        sys.exit(f"{address} answers {answer.status}.")
    page.wait_for_load_state("networkidle")
    for act in picture.acts:
        _do(page, act)
    page.wait_for_load_state("networkidle")
    page.wait_for_function(SETTLED)
    corner = page.locator(picture.at).first.bounding_box()
    left, top = (0, 0) if whole else (min(ASIDE, corner["x"]), ABOVE)
    clip = {
        "x": corner["x"] - left, "y": corner["y"] - top, "width": picture.width, "height": picture.height,
    }  # fmt: skip
    before = None
    for _ in range(STILL_WITHIN):
        page.wait_for_timeout(250)
        now = page.screenshot(clip=clip, animations="disabled", caret="hide")
        if now == before:
            return now
        before = now
    sys.exit(f"{address} does not come to rest.")


def _do(page, act) -> None:
    where = page.locator(act.target).first
    match act.verb:
        case "click":
            where.click()
        case "wait in":
            page.frame_locator(act.target).first.locator("h1").wait_for()
        case "fill":
            where.fill(act.words)
        case "show":
            where.evaluate("element => element.scrollIntoView({block: 'start', behavior: 'instant'})")


def packed(png: bytes) -> bytes:
    """Return the picture as WebP: without loss where that is as light, else as fine as its weight allows."""
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB")

    def written(**options) -> bytes:
        file = io.BytesIO()
        picture.save(file, "WEBP", method=6, **options)
        return file.getvalue()

    tries = [written(lossless=True, quality=100), *(written(quality=quality) for quality in (85, 75, 65))]
    fitting = [made for made in tries if len(made) <= HEAVIEST] or [tries[-1]]
    return min(fitting[:2], key=len)


def photograph(port: int, numbers: dict[str, int], wanted: set[str]) -> None:
    from playwright.sync_api import sync_playwright

    from portal.pages.guide.chapters import CHAPTERS
    from tests.guide_world import HOME_OF, give_second_factors

    with sync_playwright() as playwright:
        browser = _browser(playwright)
        bases = {who: f"http://{slug}.localhost:{port}" for who, slug in HOME_OF.items()}
        pages = {who: _signed_in(browser, base, who) for who, base in bases.items()}
        give_second_factors()
        for chapter in (chapter for chapter in CHAPTERS if not wanted or chapter.slug in wanted):
            for shown in (shown for shown in chapter.numbered if shown.file):
                picture = shown.gesture.picture
                address = bases[picture.who] + picture.address.format_map(numbers)
                made = packed(take(pages[picture.who], address, picture))
                (PICTURES / shown.file).write_bytes(made)
                print(f"{shown.file:<64} {len(made) / 1024:6.1f} KiB", flush=True)  # noqa: T201
        browser.close()


def _browser(playwright):
    from tests.e2e.conftest import CHROMIUM, QUIET, SKIPPED

    if CHROMIUM is None:
        sys.exit(SKIPPED)
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, "--lang=fr", "--hide-scrollbars"])


def _signed_in(browser, base: str, first_name: str):
    from portal.demo.people import PASSWORD

    window = browser.new_context(
        locale="fr-FR", timezone_id="Europe/Paris", color_scheme="light", reduced_motion="reduce",
        viewport={"width": WIDTH, "height": 900},
    )  # fmt: skip
    page = window.new_page()
    page.goto(f"{base}/compte/connexion/")
    page.get_by_label("Courriel").fill(f"{first_name}@demo.example")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("button", name="Se déconnecter").wait_for()
    return page


if __name__ == "__main__":
    with demonstration() as (port, numbers):
        photograph(port, numbers, set(sys.argv[1:]))
