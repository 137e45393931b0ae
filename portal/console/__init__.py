"""The operator's host: the tenants, and the finder over all of them."""
