"""The operator's host: the tenants, the finder over all of them, and a tenant's moves: exported, brought in, erased."""
