"""The Dockerfile's steps, one by one, without Docker: each instruction as it is written, in a folder for each stage.

bubblewrap gives every step a root of its own: the machine's programs for those of the base image, read-only, and the
stage's folders over them. What only an engine does (layers, registries) is not rehearsed; hadolint reads the rest.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.counterparts import program

BASE = re.compile(r"python:(?P<version>3\.\d+)-slim-\w+")
OWN = ("app", "venv", "data", "tmp", "proc", "dev", "home", "work", "root", "sys", "run", "etc", "lost+found")
PYTHON = "/python"  # where the base image has its own in /usr/local
LONGEST_STEP = 600  # seconds


@dataclass
class Stage:
    """A stage of the build: its folders, and what its instructions have said so far."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    workdir: str = "/"
    user: str = "0:0"
    volumes: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    healthcheck: list[str] = field(default_factory=list)

    def __post_init__(self):
        shutil.copytree("/etc", self.folder / "etc", symlinks=True, ignore=shutil.ignore_patterns("ssh", "shadow-"))
        for name in ("app", "venv", "data", "tmp"):
            (self.folder / name).mkdir()

    def inside(self, command: list[str], *, finished: bool = False) -> list[str]:
        """Return what runs ``command`` in the stage; ``finished``: as its user, on a root that nobody can write."""
        bind = "--ro-bind" if finished else "--bind"
        seen = [part for path in sorted(Path("/").iterdir()) if path.name not in OWN for part in _shown(path)]
        own = [part for name in ("app", "venv", "etc") for part in (bind, str(self.folder / name), f"/{name}")]
        said = [part for name, value in self.environment.items() for part in ("--setenv", name, value)]
        identity = []
        if finished:
            user, group = self.user.split(":")
            identity = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", "--no-new-privs"]
        closed = ["--remount-ro", "/"] if finished else []
        return [
            program("bwrap", package="bubblewrap"), "--tmpfs", "/", *seen, *own,
            "--ro-bind", sys.base_prefix, PYTHON, "--bind", str(self.folder / "data"), "/data",
            "--tmpfs", "/tmp", "--proc", "/proc", "--dev", "/dev", "--unshare-pid", "--as-pid-1", "--cap-add", "ALL",
            *closed, "--clearenv", *said, "--chdir", self.workdir, *identity, *command,
        ]  # fmt: skip

    @staticmethod
    def first_process(running: subprocess.Popen) -> int:
        """Return the process that an engine would signal: the first one inside."""
        return int(Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()[0])

    @property
    def environment(self) -> dict[str, str]:
        # Where packages come from is the machine's affair, as it is of whoever builds an image.
        machine = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        path = f"{PYTHON}/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        machine["LD_LIBRARY_PATH"] = f"{PYTHON}/lib"
        return machine | {"HOME": "/tmp", "LANG": "C.UTF-8"} | self.env | {"PATH": f"{self.env.get('PATH', '')}:{path}"}


def _shown(path: Path) -> list[str]:
    if path.is_symlink():
        return ["--symlink", os.readlink(path), str(path)]
    return ["--ro-bind", str(path), str(path)]


def build(root: Path, into: Path) -> Stage:
    """Follow the Dockerfile of ``root`` step by step; return its last stage. A step that fails says so (CalledProcess).

    The context is what git knows, less what .dockerignore keeps out.
    """
    context = into / "context"
    context.mkdir()
    files = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True).stdout
    for name in _let_in((root / ".dockerignore").read_text(), files.split("\0")):
        target = context / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, target)
    stages, stage = {}, None
    for word, rest in _instructions((root / "Dockerfile").read_text()):
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            version = BASE.fullmatch(base.strip())["version"]
            assert sys.version.startswith(f"{version}."), f"The image has Python {version}, this machine another."
            folder = into / (name or "final")
            folder.mkdir()
            stage = stages[name or "final"] = Stage(folder)
        else:
            STEPS[word](stage, rest, context, stages)
    return stage


def _instructions(text: str) -> list[tuple[str, str]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines()]


def _let_in(ignore: str, files: list[str]) -> list[str]:
    """Return the files that « * », then « !name », then « **/name » of .dockerignore let in."""
    rules = [line for line in ignore.splitlines() if line and not line.startswith("#")]
    assert rules[0] == "*"
    kept = tuple(rule[1:] for rule in rules if rule.startswith("!"))
    out = {rule.removeprefix("**/") for rule in rules if rule.startswith("**/")}

    def is_out(path: Path) -> bool:
        return not out.isdisjoint(path.parts) or any(path.match(rule) for rule in out)

    return [name for name in files if name.partition("/")[0] in kept and not is_out(Path(name))]


def _env(stage: Stage, rest: str, *_) -> None:
    for pair in shlex.split(rest):
        name, _, value = pair.partition("=")
        stage.env[name] = value.replace("$PATH", stage.env.get("PATH", "")).rstrip(":")


def _workdir(stage: Stage, rest: str, *_) -> None:
    stage.workdir = rest.strip()


def _user(stage: Stage, rest: str, *_) -> None:
    stage.user = rest.strip()


def _copy(stage: Stage, rest: str, context: Path, stages: dict[str, Stage]) -> None:
    parts = rest.split()
    source_root = context
    if parts[0].startswith("--from="):
        source_root = stages[parts.pop(0).removeprefix("--from=")].folder
    *sources, target = parts
    into = stage.folder / (Path(stage.workdir) / target).relative_to("/")
    for source in sources:
        found = source_root / source.lstrip("/")
        if found.is_dir():
            shutil.copytree(found, into, symlinks=True, dirs_exist_ok=True)
        else:
            shutil.copy2(found, into)


def _run(stage: Stage, rest: str, *_) -> None:
    done = subprocess.run(
        stage.inside(["/bin/sh", "-c", rest]), capture_output=True, text=True, timeout=LONGEST_STEP, check=False
    )
    assert done.returncode == 0, f"RUN {rest}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"


def _command(stage: Stage, rest: str, *_) -> None:
    stage.command = json.loads(rest)


def _healthcheck(stage: Stage, rest: str, *_) -> None:
    stage.healthcheck = json.loads(rest.partition("CMD ")[2])


def _volume(stage: Stage, rest: str, *_) -> None:
    stage.volumes.append(rest.strip())


STEPS = {
    "ENV": _env, "WORKDIR": _workdir, "USER": _user, "COPY": _copy, "RUN": _run, "CMD": _command,
    "HEALTHCHECK": _healthcheck, "VOLUME": _volume, "EXPOSE": lambda *_: None,
}  # fmt: skip
