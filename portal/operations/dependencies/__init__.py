"""What the portal is made of, and what is known against it: run by ``make audit`` and ``make sbom``, never by a server.

``advisories.json`` is the list that an audit goes by without the network, and holds the day it is of. It begins as a
short one, written by hand for packages that face visitors; ``advisories`` makes it whole from a clone of the PyPA's
advisory database (https://github.com/pypa/advisory-database, CC BY 4.0), where somebody has the network.
"""
