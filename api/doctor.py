"""`vuoro doctor`: what this machine lacks for Vuoro, and how to get it.

Imports the parts that it looks at only when it looks: one that is broken must not keep the doctor away.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from rich.console import Console
from rich.table import Table

from api.settings import Settings

_GIB = 2**30
_ROOM = 4 * _GIB
"""Bytes on disk: Rasa's environment takes 2.5 GB, a model and a year of a small shop's conversations little more."""
_MEMORY = 2 * _GIB
"""Bytes of memory: Rasa takes 0.7 GB, twice that while it trains."""
_PATIENCE = 5
"""Seconds that a server may take to answer."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Health(Enum):
    """How bad a finding is; the value is the mark that is shown."""

    FINE = "[green]ok[/]"
    LACKING = "[yellow]without[/]"
    """Vuoro runs without it, or gets it when it is needed."""
    BROKEN = "[red]broken[/]"
    """Vuoro does not run like this."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and what to do about it."""

    health: Health
    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """What is looked at: the settings and the environment variables that Vuoro would run with."""

    settings: Settings
    variables: Mapping[str, str]

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.settings.data


def run(
    data: Path,
    settings: Settings | None = None,
    variables: Mapping[str, str] = os.environ,
    console: Console | None = None,
) -> int:
    """Prints what was found. Returns 0, or 1 if something keeps Vuoro from running.

    `settings` are those of the environment, with `data`, unless they are given.
    """
    console = console or Console()
    machine = Machine(settings or Settings(data=data), variables)
    table = Table(box=None, pad_edge=False)
    for heading in ("", "what", "found", "what to do"):
        table.add_column(heading)
    worst = 0
    for what, look in CHECKS.items():
        finding = _look(look, machine)
        worst |= finding.health is Health.BROKEN
        table.add_row(finding.health.value, what, finding.found, finding.advice)
    console.print(table)
    return worst


def _look(look: Callable[[Machine], Finding], machine: Machine) -> Finding:
    try:
        return look(machine)
    except ImportError as error:
        return Finding(Health.BROKEN, f"cannot be loaded ({error.name})", "run `make env`")
    except OSError as error:
        return Finding(Health.BROKEN, error.strerror or type(error).__name__, "mend the file or folder named")


def _python(_machine: Machine) -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info[:2] <= (3, 13):
        return Finding(Health.FINE, found)
    return Finding(Health.BROKEN, found, "Python 3.11, 3.12 or 3.13: make run PYTHON=/path/to/it")


def _sqlite(_machine: Machine) -> Finding:
    import pysqlite3

    from handoff.storage.sqlite import StorageRefused, require_sound_library

    try:
        require_sound_library()
    except StorageRefused as refused:
        return Finding(Health.BROKEN, pysqlite3.sqlite_version, str(refused))
    return Finding(Health.FINE, pysqlite3.sqlite_version)


def _data_folder(machine: Machine) -> Finding:
    there = next(folder for folder in (machine.data, *machine.data.absolute().parents) if folder.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return Finding(
            Health.BROKEN, f"{there} cannot be written", "make it writable, or name another: --data"
        )
    return Finding(
        Health.FINE, str(machine.data) if machine.data.exists() else f"{machine.data} will be made"
    )


def _room(machine: Machine) -> Finding:
    there = next(folder for folder in (machine.data, *machine.data.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    found = f"{free / _GIB:.1f} GiB free"
    return (
        Finding(Health.FINE, found) if free >= _ROOM else Finding(Health.LACKING, found, "4 GiB are enough")
    )


def _memory(_machine: Machine) -> Finding:
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    found = f"{total / _GIB:.1f} GiB"
    if total >= _MEMORY:
        return Finding(Health.FINE, found)
    return Finding(Health.LACKING, found, "2 GiB are enough; or run Rasa elsewhere and set VUORO_BOT_URL")


def _database(machine: Machine) -> Finding:
    url = machine.settings.database_url
    if url is None:
        return Finding(Health.FINE, "the embedded SQLite")
    import psycopg

    try:
        with psycopg.connect(url.replace("+psycopg", "", 1), connect_timeout=_PATIENCE) as connection:
            return Finding(Health.FINE, f"PostgreSQL {connection.info.server_version // 10000}")
    except (psycopg.Error, UnicodeError):
        # Without the error's own text: it can hold the password.
        return Finding(Health.BROKEN, "PostgreSQL does not let us in", "start it, or mend VUORO_DATABASE_URL")


def _bus(machine: Machine) -> Finding:
    url = machine.settings.bus_url
    if url is None:
        return Finding(Health.FINE, "in this process")
    import redis

    try:
        with redis.Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE) as client:
            client.ping()
    except (redis.RedisError, ValueError):
        return Finding(Health.BROKEN, "Valkey does not answer", "start it, or mend VUORO_BUS_URL")
    return Finding(Health.FINE, "Valkey answers")


def _rasa(machine: Machine) -> Finding:
    if url := machine.settings.bot_url:
        return _rasa_elsewhere(url)
    from bot.environment import Environment, find_python, is_ready
    from bot.errors import RasaEnvironmentError

    if is_ready(Environment(), machine.variables):
        return Finding(Health.FINE, "in its own environment")
    try:
        python = find_python(machine.variables)
    except RasaEnvironmentError as error:
        return Finding(Health.BROKEN, "not installed", str(error))
    if python:
        return Finding(Health.LACKING, f"not installed; {python} is there", "`make rasa-env` installs it")
    return Finding(
        Health.LACKING,
        "not installed, and no Python 3.10 for it",
        "`make rasa-env` tries to get both; else install Python 3.10 and set VUORO_PYTHON310 to its path",
    )


def _rasa_elsewhere(url: str) -> Finding:
    import httpx

    try:
        httpx.get(url, timeout=_PATIENCE)
    except (httpx.HTTPError, httpx.InvalidURL):
        return Finding(
            Health.LACKING, "does not answer where VUORO_BOT_URL says", "start it, or mend VUORO_BOT_URL"
        )
    return Finding(Health.FINE, "answers where VUORO_BOT_URL says")


def _model(machine: Machine) -> Finding:
    if machine.settings.bot_url:
        return Finding(Health.FINE, "whoever runs Rasa has it")
    from bot.training import newest_model

    if model := newest_model(machine.data / "models"):
        return Finding(Health.FINE, model.name)
    return Finding(Health.LACKING, "none yet", "the first start trains one, or `vuoro train`")


def _pages(machine: Machine) -> Finding:
    if (machine.settings.pages / "vuoro.js").is_file():
        return Finding(Health.FINE, str(machine.settings.pages))
    return Finding(Health.BROKEN, "not built", "`make widget` builds them")


def _node(_machine: Machine) -> Finding:
    try:
        said = subprocess.run(
            ["node", "--version"], capture_output=True, text=True, timeout=_PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return Finding(
            Health.LACKING, "none on the path", "not needed: `make widget` gets one to build the pages"
        )
    return Finding(Health.FINE, said.stdout.strip())


def _browser(_machine: Machine) -> Finding:
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found:
        return Finding(Health.FINE, found)
    return Finding(Health.LACKING, "none on the path", "only for the tests: `make test` installs one")


CHECKS: Mapping[str, Callable[[Machine], Finding]] = {
    "Python": _python,
    "SQLite": _sqlite,
    "data folder": _data_folder,
    "disk": _room,
    "memory": _memory,
    "database": _database,
    "bus": _bus,
    "Rasa": _rasa,
    "model": _model,
    "pages": _pages,
    "Node": _node,
    "browser": _browser,
}
"""What is looked at, in the order in which it is shown."""
