"""Where a page is on its tenant's host, from what its row says: no query, no request."""

from wagtail.models import Page


def path_on_host(url_path: str, home: Page) -> str:
    """Return ``/plan-d-action/`` for a page's ``url_path``, which starts with that of the tenant's home page."""
    return f"/{url_path.removeprefix(home.url_path)}"


def below_home(url_path: str) -> str:
    """Return the same without the home page at hand: it stands right below the root, and its slug comes first."""
    return "/" + url_path.split("/", 2)[2]
