"""Organisations, who belongs to them, circles, and Audience: the one answer to « who may see this »."""
