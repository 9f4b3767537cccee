"""Which Python the make targets run on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "tools" / "with-python"


def program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def real(path: Path) -> None:
    program(path, f'FOUND_AS={path.name} exec "{sys.executable}" "$@"')


def run(path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    system = f"{path}{os.pathsep}{path.parent / 'system'}"
    return subprocess.run(
        [SCRIPT, "-c", "import os; print(os.environ['FOUND_AS'])"],
        env={"PATH": system, "PYENV_ROOT": str(path.parent / "pyenv"), **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """A path with nothing on it but what the script itself needs."""
    (tmp_path / "system").mkdir()
    (tmp_path / "system" / "dirname").symlink_to("/usr/bin/dirname")
    return tmp_path / "bin"


def test_the_newest_python_is_taken(bin_folder):
    real(bin_folder / "python3.11")
    real(bin_folder / "python3.12")
    assert run(bin_folder).stdout == "python3.12\n"


def test_a_shim_that_fails_is_passed_over(bin_folder):
    program(bin_folder / "python3.13", "echo 'command not found' >&2; exit 127")
    real(bin_folder / "python3")
    done = run(bin_folder)
    assert done.stdout == "python3\n"
    assert done.stderr == ""


def test_a_python_that_is_too_old_is_passed_over(bin_folder):
    program(bin_folder / "python3", "exit 1")
    real(bin_folder / "python")
    assert run(bin_folder).stdout == "python\n"


def test_pyenvs_versions_are_found_without_their_shims(bin_folder):
    program(bin_folder / "python3.12", "exit 127")
    real(bin_folder.parent / "pyenv" / "versions" / "3.12.9" / "bin" / "python")
    assert run(bin_folder).stdout == "python\n"


def test_the_one_that_was_named_is_taken_even_where_its_name_has_a_space(bin_folder):
    real(bin_folder / "python3.13")
    mine = bin_folder.parent / "my tools" / "py"
    real(mine)
    assert run(bin_folder, PYTHON=str(mine)).stdout == "py\n"


def test_a_named_one_that_does_not_run_is_not_replaced_by_another(bin_folder):
    real(bin_folder / "python3.13")
    done = run(bin_folder, PYTHON="/nowhere/python")
    assert done.returncode == 1
    assert done.stderr.startswith("PYTHON=/nowhere/python is no Python 3.11, 3.12 or 3.13 that runs")


def test_where_there_is_none_one_sentence_says_what_to_do(bin_folder):
    done = run(bin_folder)
    assert done.returncode == 1
    assert "install one" in done.stderr
    assert len(done.stderr.splitlines()) == 1
