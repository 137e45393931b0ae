"""Where you belong: Tenant and its hosts, Membership and its roles, the tenant of a request.

Identity is portal.accounts; asking to come in is extranet.access. Imported by everything above it.
"""
