"""What the sweeps start from; says at the end how many requests they made."""

import pytest

from tests.isolation.sweep.roles import Walker, walkers
from tests.isolation.sweep.walk import TALLY, Walk
from tests.isolation.sweep.world import make_world


@pytest.fixture
def prepare(settings, tmp_path):
    """Return a function that makes a walk from one tenant to the other, and the people who walk."""
    settings.MEDIA_ROOT = tmp_path

    def prepared(own: str, other: str):
        own, other = make_world(own), make_world(other)
        people = walkers(own, other)
        return Walk(own, other), {role: Walker(role, user, own.marks.host) for role, user in people.items()}

    return prepared


def pytest_terminal_summary(terminalreporter):
    for name, value in sorted(TALLY.items()):
        terminalreporter.write_line(f"isolation sweep: {name}: {value:.0f}")
