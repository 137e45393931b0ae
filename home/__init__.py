"""The public face: home and content pages, services, the finder's pages, contact, open data."""
