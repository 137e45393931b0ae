"""Each type of page behind the login, with somebody who opens it: (person, host, address)."""

from tests.e2e.addresses import CASA, PDC

MEMBERS_PAGES = [
    ("diane", PDC, "/extranet/"),
    ("fanny", CASA, "/extranet/"),
    ("diane", PDC, "/extranet/notifications/"),
]
