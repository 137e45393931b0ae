"""What the portal is made of, and what is known against it: run by ``make audit`` and ``make sbom``, never by a server.

``advisories.json`` is the part of the PyPA's advisory database (https://github.com/pypa/advisory-database, CC BY 4.0)
that concerns the locked packages, so that an audit needs no network. It holds the day it is of.
"""
