import io
import json
import logging
from logging.config import BaseConfigurator

import pytest
from django.test import override_settings

from portal.settings.base import LOGGING
from portal.settings.observation import json_logging
from tests.portal.operations.safe import Safe, take_one


class Told:
    """What was written in the logs, as production writes it."""

    def __init__(self, stream: io.StringIO):
        self.stream = stream

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    def lines(self, logger: str = "") -> list[dict]:
        """Return each line of a logger, or of all. A line that is no JSON object fails."""
        return [line for line in map(json.loads, self.text.splitlines()) if line["logger"].startswith(logger)]


@pytest.fixture
def told(monkeypatch):
    """The handler, the formatter, the filters and the levels that production gives to the loggers."""
    stream = io.StringIO()
    wanted = json_logging(LOGGING, "INFO")
    made = BaseConfigurator(wanted)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(made.resolve(wanted["formatters"]["json"]["()"])())
    handler.addFilter(made.resolve(wanted["filters"]["hide_keys"]["()"])())
    only_trouble = made.resolve(wanted["filters"]["only_trouble"]["()"])()
    monkeypatch.setattr(logging.getLogger("django.tasks"), "filters", [only_trouble])
    monkeypatch.setattr(logging.getLogger("django"), "handlers", [])
    monkeypatch.setattr(logging.root, "handlers", [handler])
    levels = {name: logging.getLogger(name).level for name in ("portal", "django.tasks")}
    for name in levels:
        logging.getLogger(name).setLevel(logging.INFO)
    yield Told(stream)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture(scope="module")
def taken(django_db_setup, django_db_blocker, tmp_path_factory):
    """A safe with one backup of the demonstration, taken once for the module."""
    safe = Safe(tmp_path_factory.mktemp("safe"))
    with django_db_blocker.unblock(), override_settings(**safe.settings()):
        safe.head, safe.run = take_one()
    return safe


@pytest.fixture
def safe(tmp_path, settings):
    """A safe of this test alone, empty; the installation uses it."""
    own = Safe(tmp_path)
    own.use(settings)
    return own
