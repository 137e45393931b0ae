"""What the sweeps start from; each says how many requests it made."""

import pytest

from tests.isolation.sweep.roles import Walker, walkers
from tests.isolation.sweep.walk import TALLY, Walk
from tests.isolation.sweep.world import make_world


@pytest.fixture
def prepare(settings, tmp_path, record_property, monkeypatch):
    """Return a function that makes a walk from one tenant to the other, and the people who walk."""
    settings.MEDIA_ROOT = tmp_path
    # An answer is read as it was sent; copying what each of its templates was given takes time and memory.
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)

    def prepared(own: str, other: str):
        own, other = make_world(own), make_world(other)
        people = walkers(own, other)
        return Walk(own, other), {role: Walker(role, user, own.marks.host) for role, user in people.items()}

    TALLY.clear()
    yield prepared
    for name, value in TALLY.items():
        record_property(f"isolation sweep: {name}", value)
