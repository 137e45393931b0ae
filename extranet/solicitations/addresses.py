"""Where the pages of solicitations are: paths on the tenant's host, and how a reference stands in them."""

from django.conf import settings
from django.urls import reverse

from extranet.solicitations.models.solicitations import REFERENCE


class ReferenceConverter:
    regex = REFERENCE.strip("^$")

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value) -> str:
        return str(value)


def address(name: str, *args) -> str:
    """Return the path of a page, whatever the host that is asked: tasks and mails have none."""
    return reverse(name, settings.ROOT_URLCONF, args=args)


def sheet_of(reference: str) -> str:
    """Return the path of the page of a solicitation."""
    return address("solicitation", reference)
