"""The project package: ground floor (database, design, accounts, tenancy…) and roof (settings, urls, demo)."""
