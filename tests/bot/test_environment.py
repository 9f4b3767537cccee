from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.environment import (
    RASA_PROJECT,
    ensure_rasa_environment,
    find_python,
    find_uv,
    rasa_variables,
)
from bot.errors import RasaEnvironmentError

UV = """\
echo "$@" >> "{log}"
case "$1 $2" in
  "--version ") ;;
  "venv "*) {venv} ;;
  "pip sync") {sync} ;;
esac
"""
MAKES_IT = 'for last; do :; done; mkdir -p "$last/bin" && touch "$last/bin/python"'
RIGHT = "exit 0"
WRONG = "exit 1"


def program(file: Path, script: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


class Machine:
    """A machine of which a test says what is installed: programs are shell scripts in a path of its own."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.log = folder / "uv.log"
        self.project = folder / "project"
        self.project.mkdir()
        self.lock = self.project / "requirements.lock"
        self.lock.write_text("rasa==3.6.21")
        self.variables = {
            "PATH": f"{self.bin}:/usr/bin:/bin",
            "HOME": str(folder),
            "PYENV_ROOT": str(folder / "pyenv"),
        }
        self.steps: list[str] = []
        self.has_uv()

    def has_uv(self, venv: str = MAKES_IT, sync: str = "exit 0") -> None:
        script = UV.format(log=self.log, venv=venv, sync=sync)
        self.variables["VUORO_UV"] = str(program(self.bin / "uv", script))

    def has_pyenv(self, version: str, script: str = RIGHT) -> str:
        return str(
            program(Path(self.variables["PYENV_ROOT"]) / "versions" / version / "bin" / "python", script)
        )

    def ensure(self) -> Path:
        return ensure_rasa_environment(self.steps.append, self.project, self.variables)

    @property
    def asked_of_uv(self) -> list[str]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [line for line in lines if line != "--version"]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_python_that_is_named_is_taken(machine: Machine) -> None:
    program(machine.bin / "python3.10", RIGHT)
    named = program(machine.bin / "mine", RIGHT)
    machine.variables["VUORO_PYTHON310"] = str(named)
    assert find_python(machine.variables) == str(named)


@pytest.mark.parametrize("named", ["/nowhere/python", sys.executable])
def test_a_python_that_is_named_and_wrong_is_not_replaced_silently(machine: Machine, named: str) -> None:
    program(machine.bin / "python3.10", RIGHT)
    machine.variables["VUORO_PYTHON310"] = named
    with pytest.raises(RasaEnvironmentError, match=f"VUORO_PYTHON310 names {named}, which is no Python 3.10"):
        find_python(machine.variables)


def test_the_one_on_the_path_comes_before_pyenvs(machine: Machine) -> None:
    machine.has_pyenv("3.10.13")
    on_path = program(machine.bin / "python3.10", RIGHT)
    assert find_python(machine.variables) == str(on_path)


def test_a_shim_that_fails_is_not_trusted(machine: Machine) -> None:
    program(machine.bin / "python3.10", "echo 'pyenv: python3.10: command not found' >&2; exit 127")
    right = machine.has_pyenv("3.10.13")
    assert find_python(machine.variables) == right


def test_pyenvs_newest_that_runs_is_taken(machine: Machine) -> None:
    machine.has_pyenv("3.10.9")
    right = machine.has_pyenv("3.10.13")
    machine.has_pyenv("3.10.14", WRONG)
    machine.has_pyenv("3.11.7")
    assert find_python(machine.variables) == right


def test_there_may_be_none(machine: Machine) -> None:
    assert find_python(machine.variables) is None


def test_the_uv_that_is_named_comes_first(machine: Machine) -> None:
    named = program(machine.bin / "other-uv", "exit 0")
    assert find_uv(machine.variables | {"VUORO_UV": str(named)}) == [str(named)]


def test_a_uv_that_does_not_run_is_passed_over(machine: Machine) -> None:
    broken = program(machine.bin / "broken", WRONG)
    assert find_uv(machine.variables | {"VUORO_UV": str(broken)}) == [str(machine.bin / "uv")]


def test_the_environment_is_made_from_the_lock_with_its_hashes(machine: Machine) -> None:
    python = machine.has_pyenv("3.10.13")
    venv = machine.project / ".venv"
    assert machine.ensure() == venv / "bin" / "python"
    assert machine.asked_of_uv == [
        f"venv --quiet --clear --python {python} {venv}",
        f"pip sync --quiet --require-hashes --python {venv}/bin/python {machine.lock}",
    ]
    assert machine.steps == ["Installing Rasa (2.5 GB on disk)"]


def test_the_second_time_nothing_is_done(machine: Machine) -> None:
    machine.has_pyenv("3.10.13")
    machine.ensure()
    machine.steps.clear()
    asked = machine.asked_of_uv
    machine.ensure()
    assert machine.asked_of_uv == asked
    assert machine.steps == []


def test_another_lock_makes_it_anew(machine: Machine) -> None:
    machine.has_pyenv("3.10.13")
    machine.ensure()
    machine.lock.write_text("rasa==3.6.22")
    machine.ensure()
    assert len(machine.asked_of_uv) == 4


def test_another_python_makes_it_anew(machine: Machine) -> None:
    machine.has_pyenv("3.10.13")
    machine.ensure()
    machine.variables["VUORO_PYTHON310"] = str(program(machine.bin / "mine", RIGHT))
    machine.ensure()
    machine.ensure()
    assert len(machine.asked_of_uv) == 4


def test_one_that_was_interrupted_is_made_anew(machine: Machine) -> None:
    machine.has_pyenv("3.10.13")
    machine.has_uv(sync="echo 'no space left on device' >&2; exit 1")
    with pytest.raises(RasaEnvironmentError, match=r"check the network.*\(no space left on device\)"):
        machine.ensure()
    machine.has_uv()
    machine.ensure()
    assert len(machine.asked_of_uv) == 4


def test_uv_gets_python_where_there_is_none(machine: Machine) -> None:
    machine.ensure()
    assert (
        machine.asked_of_uv[0]
        == f"venv --quiet --clear --managed-python --python 3.10 {machine.project}/.venv"
    )
    assert machine.steps[0] == "Getting Python 3.10 for Rasa"


def test_where_uv_cannot_get_it_either_one_sentence_says_what_to_do(machine: Machine) -> None:
    machine.has_uv(venv="echo 'error: failed to download' >&2; exit 2")
    with pytest.raises(
        RasaEnvironmentError, match="install one .* or set VUORO_PYTHON310 .*failed to download"
    ):
        machine.ensure()


def test_what_runs_in_rasas_world_inherits_no_python_settings_and_no_secrets(tmp_path: Path) -> None:
    ours = {"PATH": "/bin", "PYTHONPATH": "/work", "VUORO_BOT_SECRET": "x", "RASA_PRO_LICENSE": "y"}
    theirs = rasa_variables(tmp_path, ours)
    assert theirs["PATH"] == "/bin"
    assert theirs["RASA_TELEMETRY_ENABLED"] == "false"
    assert theirs["SANIC_WORKERS"] == "1"
    assert not {"PYTHONPATH", "VUORO_BOT_SECRET", "RASA_PRO_LICENSE"} & theirs.keys()


def test_the_lock_names_no_host_and_no_path() -> None:
    lock = (RASA_PROJECT / "requirements.lock").read_text()
    assert "rasa==3.6.21" in lock
    assert not any(mark in lock for mark in ("http:", "https:", "file:", "--index", "--find-links", " /"))


def test_no_python_version_file_misleads_pyenv() -> None:
    assert not (RASA_PROJECT / ".python-version").exists()
