"""Reads RUNBOOK.md, and does what it says: what is rehearsed is what is written there, to the letter."""

import io
import os
import re
import shlex
import subprocess
from pathlib import Path
from string import Template

from django.core.management import call_command

from portal.database import context
from portal.tenancy import commands

RUNBOOK = Path(__file__).parents[3] / "RUNBOOK.md"
INCIDENT = re.compile(r"^## (\d+)\. (.+)$", re.MULTILINE)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def incidents() -> dict[int, str]:
    """Return each incident's section by its number."""
    text = RUNBOOK.read_text(encoding="utf-8")
    starts = [*INCIDENT.finditer(text)]
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return {int(start[1]): text[start.start() : end] for start, end in zip(starts, ends, strict=True)}


def written(number: int, language: str) -> list[str]:
    """Return the blocks of an incident that are in ``language``."""
    return [block for name, block in BLOCK.findall(incidents()[number]) if name == language]


def commands_of(number: int, *, beginning: str = "") -> list[str]:
    """Return the commands of an incident, as they stand there."""
    lines = [line for block in written(number, "sh") for line in block.splitlines() if line]
    return [line for line in lines if line.startswith(beginning)]


def managed(line: str, **values: str) -> str:
    """Run a line « manage.py … » as manage.py does, and return what it said."""
    program, *words = shlex.split(Template(line).substitute(values))
    assert program == "manage.py", line
    own, who = commands.split(["manage.py", *words])
    said = io.StringIO()
    for asking in commands.askers(own[1], who):
        with context.use(asking):
            call_command(*own[1:], stdout=said)
    return said.getvalue()


def shell(line: str, **values: str) -> subprocess.CompletedProcess:
    """Run a line as an operator's shell does."""
    return subprocess.run(
        ["bash", "-c", line], env=os.environ | {"LC_ALL": "C.UTF-8"} | values, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
