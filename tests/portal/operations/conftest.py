import io
import json
import logging
from logging.config import BaseConfigurator

import pytest

from portal.settings.base import LOGGING
from portal.settings.observation import json_logging


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
