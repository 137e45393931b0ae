"""Who sends what. The long run: everyone, everything. The short one: each address, at least once from each side."""

from collections.abc import Iterator

from tests.isolation.sweep.addresses import Address, addresses_of
from tests.isolation.sweep.roles import LANDLORD_OF_BOTH, OPERATOR, PROFESSIONAL, STAFF, VISITOR
from tests.isolation.sweep.variants import Request, reads, writes

ADMINISTRATION = "administration"
THE_MOST_ABLE = (ADMINISTRATION, OPERATOR)
AGAINST_ONE_WALL = (VISITOR, LANDLORD_OF_BOTH, *THE_MOST_ABLE)
"""Who tries each wall alone: a visitor, someone known to both tenants, and those who reach the most."""
AT_EVERY_OPEN_ADDRESS = (VISITOR, PROFESSIONAL, LANDLORD_OF_BOTH, *THE_MOST_ABLE)
"""Who, in the short run, asks for every address outside the back-office."""
SHARES = 6


def all_addresses() -> list[Address]:
    """Return the addresses of a tenant's host, and those of the operator's, which must not answer there."""
    found = {address.format: address for address in addresses_of("portal.console.urls")}
    return list((found | {address.format: address for address in addresses_of("portal.urls")}).values())


def everything(role: str, own, other) -> Iterator[Request]:
    """All addresses: with all variants for those who reach the most, plainly and by POST for the rest.

    Who never gets past the back-office's door is not made to knock twice at each of its addresses.
    """
    for address in all_addresses():
        is_admin = address.format.startswith("admin/")
        yield from reads(address, other, variants=role in THE_MOST_ABLE)
        if not is_admin or role in STAFF or role == OPERATOR:
            yield from writes(address, other)


def sample(role: str, turn: int, own, other) -> Iterator[Request]:
    """The short run. A door is one for all who stand before it: most roles share the addresses among them.

    ``turn``: this role's place among the roles, so that between them all addresses are asked for.
    """
    for index, address in enumerate(all_addresses()):
        is_admin, is_able = address.format.startswith("admin/"), role in THE_MOST_ABLE
        is_whole = is_able if is_admin else role in AT_EVERY_OPEN_ADDRESS
        if is_whole or (index + turn) % SHARES == 0:
            yield from reads(address, other, variants=False)
        if is_able and is_admin:
            yield from list(reads(address, other, variants=True))[1 + (index + turn) % SHARES :: SHARES]
        if (is_whole and (role == OPERATOR or not is_admin)) or (index + turn) % SHARES == 1:
            yield from list(writes(address, other))[index % 2 :: 2]
