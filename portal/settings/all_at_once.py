"""Imported before anything reads the environment: what is wrong with it is gathered, and told in one message.

Its name comes first so that its import does.
"""

from portal.settings.environment import FAULTS


def gather() -> None:
    """From here on faults are gathered, until ``FAULTS.refuse()``."""
    FAULTS.are_gathered = True


gather()
