"""Upgrades without fear: a migration runs beside the code of the release before it, and never keeps it waiting.

``lint`` reads the SQL of what came since the last release. ``copy`` and ``rehearsal`` try it on a copy. Expand, then
contract: a release adds what the older code ignores; what the newer code no longer uses goes one release later.
"""
