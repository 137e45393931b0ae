"""Where the portal may connect when an address comes from somebody: the public internet, and nothing inside.

Pure. A name is judged by what it resolves to, each address of it; and the connection goes to the address that was
judged, never to the name again (a second answer could differ: DNS rebinding).
"""

import ipaddress
from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

GIVEN_OUT = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given out to be reached from anywhere (RFC 4291, 2.4): what was before, or is to come, is not."""
# IPv6 addresses that carry an IPv4 one, which a gateway on the way would turn it into: the inner one could be private.
CARRIERS = tuple(
    map(
        ipaddress.ip_network,
        (
            "::/96",  # IPv4-compatible, abandoned (RFC 4291, 2.5.5.1)
            "::ffff:0:0/96",  # IPv4-mapped (RFC 4291, 2.5.5.2)
            "::ffff:0:0:0/96",  # IPv4-translated (RFC 2765)
            "64:ff9b::/96",  # NAT64 (RFC 6052)
            "64:ff9b:1::/48",  # local NAT64 (RFC 8215)
            "2001::/32",  # Teredo (RFC 4380)
            "2002::/16",  # 6to4 (RFC 3056)
        ),
    )
)


def is_allowed(text: str, also: Iterable[Network] = ()) -> bool:
    """Say whether one may connect to an IP address, written as ``getaddrinfo`` writes it; ``also`` are let through."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return any(address in network for network in also) or _is_public(address)


def _is_public(address: Address) -> bool:
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return address.version == 4 or (address in GIVEN_OUT and not any(address in carrier for carrier in CARRIERS))
