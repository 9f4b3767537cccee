"""Makes Rasa's own Python environment: `python -m bot.environment`.

Rasa runs on Python 3.10 only, the service on 3.11 and newer, so bot/rasa_project/ has a lock and an environment of its
own. A stamp in it makes the second call instantaneous.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bot.errors import RasaEnvironmentError
from bot.progress import Report, Steps

RASA_PROJECT = Path(__file__).parent / "rasa_project"

_VERSION = "3.10"
_IS_RIGHT = "import sys, venv; sys.exit(sys.version_info[:2] != (3, 10))"


@dataclass(frozen=True, slots=True)
class Environment:
    """Where Rasa's environment is, and what it was made from."""

    project: Path = RASA_PROJECT

    @property
    def folder(self) -> Path:
        return self.project / ".venv"

    @property
    def python(self) -> Path:
        """Its interpreter; not there before `ensure_rasa_environment`."""
        return self.folder / "bin" / "python"

    @property
    def lock(self) -> Path:
        return self.project / "requirements.lock"

    @property
    def stamp(self) -> Path:
        return self.folder / "vuoro-stamp"


def ensure_rasa_environment(
    report: Report, project: Path = RASA_PROJECT, variables: Mapping[str, str] = os.environ
) -> Path:
    """Makes the environment unless it is there and its lock unchanged. Returns its interpreter.

    Reads VUORO_PYTHON310 (the Python 3.10 to use) and VUORO_UV (the uv to use) from `variables`. Raises
    RasaEnvironmentError when there is no uv or no Python 3.10, or when a package cannot be installed.
    """
    environment = Environment(project)
    if is_ready(environment, variables):
        return environment.python
    with _alone(project / ".venv.lock", report):
        if not is_ready(environment, variables):
            _make(environment, variables, report)
    return environment.python


def is_ready(environment: Environment, variables: Mapping[str, str] = os.environ) -> bool:
    """Whether the environment stands and was made from this lock (and from VUORO_PYTHON310, where that is set)."""
    try:
        lock, _, interpreter = environment.stamp.read_text().partition("\n")
    except OSError:
        return False
    return (
        environment.python.exists()
        and lock == _digest(environment.lock)
        and (variables.get("VUORO_PYTHON310") or interpreter) == interpreter
    )


def find_uv(variables: Mapping[str, str] = os.environ) -> list[str]:
    """The command that runs uv: VUORO_UV, `uv` on the path, beside this Python, or as a module of it.

    Raises RasaEnvironmentError when none of them runs.
    """
    beside = Path(sys.executable).with_name("uv")
    named = variables.get("VUORO_UV"), shutil.which("uv", path=variables.get("PATH")), str(beside)
    for command in [*([path] for path in named if path), [sys.executable, "-m", "uv"]]:
        if _runs([*command, "--version"]):
            return command
    raise RasaEnvironmentError(
        "uv is needed to install Rasa: install it (`pip install uv`) and run this again."
    )


def find_python(variables: Mapping[str, str] = os.environ) -> str | None:
    """A Python 3.10 of this machine that really runs: VUORO_PYTHON310, `python3.10`, then pyenv's.

    None where there is none. Raises RasaEnvironmentError when VUORO_PYTHON310 names something else.
    """
    if wanted := variables.get("VUORO_PYTHON310"):
        if _runs([wanted, "-c", _IS_RIGHT]):
            return wanted
        raise RasaEnvironmentError(
            f"VUORO_PYTHON310 names {wanted}, which is no Python 3.10 that runs: mend or unset it."
        )
    # A pyenv shim named python3.10 exists for every version that was ever installed, and fails when it is not selected.
    candidates = [shutil.which("python3.10", path=variables.get("PATH")), *_pyenv_pythons(variables)]
    return next((path for path in candidates if path and _runs([path, "-c", _IS_RIGHT])), None)


def rasa_variables(temporary: Path, variables: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment variables for anything that runs inside Rasa's environment.

    One thread for each numeric library: a text is too small to share, and their pools would fight over two cores.
    """
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS")
    passed_on = {
        name: value for name, value in variables.items() if not name.startswith(("PYTHON", "VUORO_", "RASA_"))
    }
    return passed_on | {
        **dict.fromkeys((*threads, "TF_NUM_INTEROP_THREADS", "SANIC_WORKERS"), "1"),
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_CACHE_DIRECTORY": str(temporary / "cache"),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "PYTHONHASHSEED": "0",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore::DeprecationWarning",
        "TMPDIR": str(temporary),
    }


def _make(environment: Environment, variables: Mapping[str, str], report: Report) -> None:
    uv = find_uv(variables)
    environment.stamp.unlink(missing_ok=True)
    python = find_python(variables)
    if python is None:
        report(f"Getting Python {_VERSION} for Rasa")
    where = ["--python", python] if python else ["--managed-python", "--python", _VERSION]
    made = _run([*uv, "venv", "--quiet", "--clear", *where, str(environment.folder)], variables)
    if made.returncode != 0:
        raise RasaEnvironmentError(
            f"Rasa needs Python {_VERSION} and none was found here: install one (for example with pyenv) "
            f"or set VUORO_PYTHON310 to its path, then run this again. ({_last_line(made.stderr)})"
        )
    report("Installing Rasa (2.5 GB on disk)")
    sync = [*uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(environment.python)]
    installed = _run([*sync, str(environment.lock)], variables)
    if installed.returncode != 0:
        raise RasaEnvironmentError(
            "Rasa cannot be installed: check the network and the free disk space (3 GB), then run this again. "
            f"({_last_line(installed.stderr)})"
        )
    environment.stamp.write_text(f"{_digest(environment.lock)}\n{python or ''}")


def _run(command: list[str], variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    # An active environment of the caller's must not be taken for the one that is meant.
    passed_on = {
        name: value for name, value in variables.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")
    }
    return subprocess.run(command, env=passed_on, capture_output=True, text=True, check=False)


def _runs(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _pyenv_pythons(variables: Mapping[str, str]) -> Iterator[str]:
    """pyenv's interpreters of our version, the newest first."""
    roots = [variables.get("PYENV_ROOT"), _pyenv_root(variables), f"{variables.get('HOME', '')}/.pyenv"]
    for root in dict.fromkeys(filter(None, roots)):
        found = Path(root).glob(f"versions/{_VERSION}*/bin/python")
        yield from map(str, sorted(found, key=_patch_number, reverse=True))


def _pyenv_root(variables: Mapping[str, str]) -> str | None:
    pyenv = shutil.which("pyenv", path=variables.get("PATH"))
    if pyenv is None:
        return None
    asked = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=False)
    return asked.stdout.strip() or None


def _patch_number(python: Path) -> int:
    digits = python.parents[1].name.removeprefix(f"{_VERSION}.")
    return int(digits) if digits.isdigit() else -1


@contextmanager
def _alone(lock: Path, report: Report) -> Iterator[None]:
    """Lets one process at a time pass; the system frees the lock of one that died."""
    with lock.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report("Waiting for another command that installs Rasa")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"


def main() -> int:
    """The command; 0 when the environment stands."""
    try:
        with Steps() as report:
            ensure_rasa_environment(report)
    except RasaEnvironmentError as error:
        Console(stderr=True, soft_wrap=True, highlight=False).print(str(error), style="red", markup=False)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())


def rasa_version() -> str | None:
    """The Rasa that the lock pins; None where there is no lock."""
    lock = RASA_PROJECT / "requirements.lock"
    pinned = re.search(r"^rasa==(\S+)", lock.read_text(), re.MULTILINE) if lock.exists() else None
    return None if pinned is None else pinned[1]
