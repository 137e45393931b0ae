"""Who sends what: everything to everyone in the long run; in the short one each address at least once from each side."""

from collections.abc import Iterator

from tests.isolation.sweep.addresses import Address, addresses_of
from tests.isolation.sweep.roles import OPERATOR, STAFF
from tests.isolation.sweep.variants import Request, reads, writes

ADMINISTRATION = "administration"
THE_MOST_ABLE = (ADMINISTRATION, OPERATOR)


def all_addresses() -> list[Address]:
    """Return the addresses of a tenant's host, and those of the operator's, which must not answer there."""
    found = {address.format: address for address in addresses_of("portal.console.urls")}
    return list((found | {address.format: address for address in addresses_of("portal.urls")}).values())


def everything(role: str, own, other) -> Iterator[Request]:
    """All addresses with all variants; those that a role never gets past the door of, plainly and by POST."""
    for address in all_addresses():
        yield from reads(address, other, variants=role in STAFF or role == OPERATOR)
        yield from writes(address, other)


def sample(role: str, turn: int, own, other) -> Iterator[Request]:
    """The short run. The back-office's door is one for all: those outside share its addresses among them.

    ``turn``: this role's place among the roles, so that between them all addresses are asked for.
    """
    for index, address in enumerate(all_addresses()):
        is_public = not address.format.startswith("admin/")
        if role in THE_MOST_ABLE or is_public or (index + turn) % 4 == 0:
            yield from reads(address, other, variants=False)
        if role in THE_MOST_ABLE and not is_public:
            yield from list(reads(address, other, variants=True))[1 + (role == OPERATOR) :: 4]
        if role == OPERATOR or is_public or (index + turn) % 4 == 1:
            yield from list(writes(address, other))[:: 1 if role == OPERATOR else 2]
