"""What a browser posts to ask a platform, and how a page is read."""

import re

from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.solicitations import making

HOME = "/extranet/solliciter/"
CASE = {
    "commune_name": "Lens", "household": "parent", "ages": ["26-59", "3-17"], "situation": "tiers",
    "difficulties": ["acces", "impayes"], "eviction_stage": "",
}  # fmt: skip
NEED = {
    "tried": ["siao"], "tried_text": "Deux refus en commission.", "hoped": "renforce", "hoped_text": "Un relais.",
    "urgency": "mois", "informed_how": "notice",
}  # fmt: skip


def need(**others) -> dict:
    return NEED | {"informed_on": making.today().isoformat()} | others


def whole(**others) -> dict:
    """What completes a request."""
    case = {name: value for name, value in CASE.items() if name != "commune_name"}
    return case | need(text="Voici ce qui manquait.") | others


def browser(first_name: str, host: str = PDC_HOST) -> GuardedClient:
    return GuardedClient(host).login_as(first_name)


def plain(response) -> str:
    """Return the words of a page, on one line, its spaces being spaces."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode().replace("&#x27;", "'"))
    return " ".join(text.split())
