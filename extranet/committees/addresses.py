"""Where the pages of committees are: paths on the tenant's host."""

from django.conf import settings
from django.urls import reverse


def address(name: str, *args) -> str:
    """Return the path of a page, whatever the host that is asked: tasks and mails have none."""
    return reverse(name, settings.ROOT_URLCONF, args=args)
